import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.text import plain


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("Hatch open", "Hatch open"),
        ("  Hatch\topen\r\n\n at 14:41 ", "Hatch open at 14:41"),
        ("Hatch\u2028open\u2029now\x85here", "Hatch open now here"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("\x1b[31;1mred\x1b[0m", "red"),
        ("\x9b2Jgone", "gone"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b lone", "lone"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\u2066b\u2069c\u200ed\u200fe\u061cf", "abcdef"),
        ("zero\u200bwidth\ufeff\u2060\u00ad", "zerowidth"),
        ("a\u200db", "ab"),
        ("👩\u200d🚀 out", "👩\u200d🚀 out"),
        ("👩🏽\u200d🚀", "👩🏽\u200d🚀"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("Артемьев, 油井亀美也, é", "Артемьев, 油井亀美也, é"),
        ("<b>@everyone</b> [bold]", "<b>@everyone</b> [bold]"),
        ("", ""),
    ],
)
def test_only_visible_characters_on_one_line_remain(hostile: str, expected: str) -> None:
    assert plain(hostile, 100) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("spacewalk", 9, "spacewalk"),
        ("spacewalk", 8, "spacewa…"),
        ("hatch open", 7, "hatch…"),
        ("👩\u200d🚀👩\u200d🚀", 3, "👩…"),
        ("ab", 1, "…"),
    ],
)
def test_cuts_at_the_limit_and_says_so(text: str, limit: int, expected: str) -> None:
    assert plain(text, limit) == expected


def test_a_very_long_text_is_cut() -> None:
    assert plain("x" * 100_000, 50) == "x" * 49 + "…"


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(1, 60))
def test_whatever_comes_in_what_goes_out_is_short_visible_and_encodable(
    text: str, limit: int
) -> None:
    line = plain(text, limit)

    assert len(line) <= limit
    assert {unicodedata.category(char) for char in line if char != "\u200d"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    line.encode("utf-8")


@given(
    st.text(alphabet=st.sampled_from("a \n\u200d\ufe0f👩🚀🏽\x1b[]m\x9b\x07\u202e…"), max_size=60),
    st.integers(1, 20),
)
def test_cleaning_twice_is_cleaning_once(text: str, limit: int) -> None:
    once = plain(text, limit)

    assert plain(once, limit) == once
