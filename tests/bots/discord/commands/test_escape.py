"""Outside text on Discord."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.escape import escaped
from relay.testing.bots import HOSTILE

MENTION = re.compile(
    r"@(?:everyone|here)|<(?:@[!&]?|#|id:)[0-9a-z]+>|</[^>]*:[0-9]+>|<a?:\w+:[0-9]+>"
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plain words, 14:41 UTC.", "plain words, 14:41 UTC."),
        ("*a* _b_ ~~c~~ `d` ||e||", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\` \\|\\|e\\|\\|"),
        ("[safe](https://evil.example)", "\\[safe\\]\\(https://evil.example\\)"),
        ("# head", "\\# head"),
        ("> quote", "\\> quote"),
        ("-# small", "\\-# small"),
        ("1. first", "1\\. first"),
        ("us-eva-95 #3 1.5 h", "us-eva-95 #3 1.5 h"),
        ("one\n- two", "one\n\\- two"),
        ("@everyone", "@\u200beveryone"),
        ("<@&123> <#1> </a:1> <:e:1>", "<\u200b@\u200b&123> <\u200b#1> <\u200b/a:1> <\u200b:e:1>"),
        ("at <t:1785931200:F>, soon", "at <t:1785931200:F>, soon"),
        ("<t:1785931200:F>", "<t:1785931200:F>"),
        ("<t:x:F>", "<\u200bt:x:F>"),
        ("see https://nasa.example/a_b_c?x=1.", "see https://nasa.example/a_b_c?x=1."),
        ("\\*sly*", "\\\\\\*sly\\*"),
    ],
)
def test_text_reads_as_it_was_written(said: str, shown: str) -> None:
    assert escaped(said) == shown


def test_a_cut_goes_through_no_escape_address_or_timestamp() -> None:
    assert escaped("ab*cd", 4) == "ab…"
    assert escaped("a <t:1785931200:F> b", 12) == "a …"
    assert escaped("a https://nasa.example/x y", 12) == "a …"
    assert escaped("abcde", 5) == "abcde"


def _unmarked(shown: str) -> str:
    """Without timestamps, addresses and escaped characters: what could still be markup."""
    return re.sub(r"<t:-?[0-9]+(?::[tTdDfFR])?>|(?<!\S)https?://\S+|\\.", "", shown)


@given(st.text(alphabet="*_~`|[]()<>@#&!:/\\-+.1ah te\n\u200b", max_size=60))
def test_no_markup_and_no_mention_survives(said: str) -> None:
    shown = escaped(said)

    assert not MENTION.search(shown)
    assert not set("*_~`|[]()") & set(_unmarked(shown))
    assert not re.search(r"^\s*(?:[#>]|-#|[-+*] |[0-9]+[.)] )", shown, re.MULTILINE)


@given(st.text(max_size=80), st.integers(1, 60))
def test_it_never_is_longer_than_allowed(said: str, limit: int) -> None:
    assert len(escaped(said, limit)) <= limit


@pytest.mark.parametrize("said", HOSTILE)
def test_what_hostile_sources_send_mentions_nobody(said: str) -> None:
    assert not MENTION.search(escaped(said))
