"""The documents as they come: RSS, REST, and everything that is neither."""

import json
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.core.observation import Observation
from relay.errors import SourceChanged
from relay.sources.station_blog import StationBlog
from relay.sources.station_blog.clock_times import MOST_TIMES, find_times
from relay.sources.station_blog.feed import MOST_MARKUP, MOST_POSTS, MOST_TITLE, read_posts
from relay.sources.station_blog.finding import MOST_CLAIMS, find_claims
from relay.sources.station_blog.sentences import LONGEST, sentences
from relay.testing.sources import SourceContract

NS = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
AT = datetime(2026, 8, 6, 12, 20, tzinfo=UTC)
BEGUN = "Two NASA astronauts switched their suits to battery power at 8:12 a.m. EDT."
ITEM = (
    "<item><title>Astronauts Begin Spacewalk</title><link>https://blog.test/begin</link>"
    "<pubDate>Thu, 06 Aug 2026 12:18:00 +0000</pubDate>"
    f"<content:encoded><![CDATA[<p>{BEGUN}</p>]]></content:encoded></item>"
)


def rss(*items: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NS}>'
        f"<channel><title>Space Station</title>{''.join(items)}</channel></rss>"
    )


def rest(**changed: object) -> dict[str, object]:
    return {
        "link": "https://blog.test/begin",
        "date_gmt": "2026-08-06T12:18:00",
        "modified_gmt": "2026-08-06T12:19:00",
        "title": {"rendered": "Astronauts Begin Spacewalk"},
        "content": {"rendered": f"<p>{BEGUN}</p>"},
        **changed,
    }


def read(document: str) -> list[Observation]:
    return StationBlog.parse(document, AT)


class TestContract(SourceContract):
    source = StationBlog
    examples = (rss(ITEM, ITEM.replace("Begin", "Ready for")), json.dumps([rest()]))


def test_both_forms_say_the_same() -> None:
    assert read(rss(ITEM)) == read(json.dumps([rest()])) != []


def test_a_feed_without_posts_says_nothing() -> None:
    assert [] == read(rss())


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("<!DOCTYPE html><html><body>Not here</body></html>", "HTML page"),
        ("<html></html>", "HTML page"),
        (rss(ITEM)[:-40], "not well-formed XML"),
        ("", "not well-formed XML"),
        ("\x00\x89PNG\x1a", "not well-formed XML"),
        ("\ud800", "not well-formed XML"),
        ("<feed><entry/></feed>", "instead of RSS 2.0"),
        ("<rss/>", "instead of RSS 2.0"),
        ('<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "DTD or entities"),
        ('{"code": "rest_no_route"}', "not a list of posts"),
        ("[1, 2", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_another_document_is_named_for_what_it_is(document: str, words: str) -> None:
    with pytest.raises(SourceChanged, match=words):
        read(document)


@pytest.mark.parametrize(
    "broken",
    [
        "<item/>",
        "<item><title/><link/><pubDate/></item>",
        "<item><title>Spacewalk</title><pubDate>yesterday, 99:99</pubDate></item>",
        "<item><title>Spacewalk</title><pubDate>Thu, 06 Aug 0001 12:18:00 +0000</pubDate></item>",
        "<item><title>EVA &amp;lt;b&amp;gt;</title><description>&lt;p&gt;&lt;</description></item>",
    ],
)
def test_one_broken_post_does_not_lose_the_others(broken: str) -> None:
    assert read(rss(ITEM)) == read(rss(broken, ITEM, broken))


@pytest.mark.parametrize(
    "broken", [None, 7, [], {"title": 3}, {"title": {"rendered": None}}, {"link": {}}]
)
def test_one_broken_entry_does_not_lose_the_others(broken: object) -> None:
    assert read(json.dumps([rest()])) == read(json.dumps([broken, rest()]))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "//host/x", "http://[", "ftp://x.test/"]
)
def test_only_web_addresses_are_evidence(link: str) -> None:
    (found,) = read(json.dumps([rest(link=link)]))

    assert "" == found.evidence.address


def test_without_a_date_a_post_is_as_old_as_its_fetch() -> None:
    (found,) = read(json.dumps([rest(date_gmt=None)]))

    assert datetime(2026, 8, 6, 12, 12, tzinfo=UTC) == found.occurred_at


def test_markup_does_not_join_or_split_sentences() -> None:
    body = (
        "<figure><figcaption>A spacewalk ended at 7 a.m. EDT</figcaption></figure>"
        "<h2>Update</h2><p>Two NASA astronauts <b>switched</b> their suits to\nbattery&nbsp;power"
        " at 8:12&nbsp;a.m. <a href='x'>EDT</a></p><script>began a spacewalk at 5 a.m. EDT</script>"
        "<ul><li>Tools</li><li>Cables</li></ul>"
    )
    (found,) = read(json.dumps([rest(content={"rendered": body})]))

    assert "Two NASA astronauts switched their suits to battery power at 8:12 a.m. EDT" == (
        found.evidence.words
    )


@given(st.text(max_size=400), st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_words_of_a_post_can_be_read(body: str, title: str) -> None:
    read(json.dumps([rest(title={"rendered": title}, content={"rendered": body})]))


WORDS = st.sampled_from(
    "the spacewalk began ended hatch opened closed at 8:12 a.m. p.m. EDT GMT Moscow time 1441 about"
    " 6 hours 54 minutes later after will be scheduled to battery power suits airlock coverage of"
    " postponed canceled Tuesday, Nov. 30 2026 tomorrow noon ( ) ; . , - not again Quest Poisk and"
    " cosmonauts astronauts repressurization now planned for on US EVA 95 the 242nd".split()
)


@given(st.lists(WORDS, max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_order_of_the_words_it_knows_can_be_read(words: list[str]) -> None:
    document = rss(ITEM.replace(BEGUN, escape(" ".join(words))))

    found = read(document)

    assert found == read(document)
    assert not [one for one in found if not one.planned and one.at > AT.replace(minute=22)]
    marks = [(o.kind, o.planned, o.again, o.spacewalk.segment, o.occurred_at) for o in found]
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize(
    "body",
    [
        "a" * 10_000_000,
        "spacewalk " + "a " * 5_000_000,
        "began the " * 1_000_000 + "spacewalk",
        "coverage " * 1_000_000,
        "spacewalk at " + "1" * 1_000_000,
        "spacewalk. " + " . " * 1_000_000,
        "EVA " + '"([' * 1_000_000,
    ],
    ids=lambda body: body[:12],
)
def test_ten_megabytes_come_to_pieces_of_bounded_size(body: str) -> None:
    (post,) = read_posts(rss(ITEM.replace(BEGUN, body)), AT)

    pieces = [sentence for block in post.blocks for sentence in sentences(block)]
    assert sum(map(len, post.blocks)) <= MOST_MARKUP
    assert all(len(piece) <= LONGEST for piece in pieces)


def test_a_hostile_title_is_cut() -> None:
    (post,) = read_posts(rss(ITEM.replace("Astronauts Begin", "begin the " * 50_000)), AT)

    assert MOST_TITLE == len(post.title)


def test_only_the_newest_posts_are_read() -> None:
    assert MOST_POSTS == len(read_posts(rss(ITEM * (MOST_POSTS + 1)), AT))


@pytest.mark.parametrize("words", ["The hatch opened and closed ", "A EVA began at 1 a.m. GMT, "])
def test_what_is_weighed_together_is_bounded(words: str) -> None:
    sentence = words * 500

    assert len(find_times(sentence)) <= MOST_TIMES
    assert len(find_claims(sentence, find_times(sentence))) <= MOST_CLAIMS
