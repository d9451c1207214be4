"""Opens the blog's documents, RSS or WordPress REST, so that the rest sees only posts."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from selectolax.lexbor import LexborHTMLParser

from relay.errors import SourceChanged
from relay.sources.fields import Fields, address, fields, load, objects, text

MOST_POSTS = 50
"""Newest first; the feed holds 10."""
MOST_MARKUP = 300_000
"""Characters of one post that are read; real posts have less than a tenth of it."""
MOST_TITLE = 500

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_BREAK = "\x1e"
_BLOCK = re.compile(
    r"<(?=/?(?:p|div|li|ul|ol|h[1-6]|tr|td|blockquote|section|article)\b)", re.IGNORECASE
)
_NOT_PROSE = ["script", "style", "noscript", "iframe", "template", "figcaption"]
"""Captions are left out with the machinery: they tell of the picture's day, not of the post's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as text. `link` is http(s) or empty, `published` aware UTC."""

    title: str
    link: str
    published: datetime
    blocks: tuple[str, ...]
    """Paragraphs, list items and headings, without markup and line breaks."""


def read_posts(document: str, fetched_at: datetime) -> list[Post]:
    """The newest posts of a feed or of a REST answer; a post that cannot be read is left out.

    Raises SourceChanged when the document is neither.
    """
    body = document.lstrip("\ufeff \t\r\n")
    if body[:1] in ("[", "{"):
        found = [_from_rest(item, fetched_at) for item in _rest_items(body)]
    else:
        found = [_from_rss(item, fetched_at) for item in _rss_items(body)]
    return [post for post in found if post is not None]


def plain_blocks(markup: str) -> tuple[str, ...]:
    """The visible text of a piece of HTML, a string a block, white space made single."""
    source = " ".join(markup[:MOST_MARKUP].replace(_BREAK, " ").split())
    tree = LexborHTMLParser(_BLOCK.sub(_BREAK + "<", source))
    tree.strip_tags(_NOT_PROSE)
    for line_break in tree.css("br"):
        line_break.replace_with(" ")
    root = tree.body
    whole = root.text() if root is not None else ""
    # Again, for entities can stand for what the text of the document may not hold.
    lines = (text(" ".join(line.split()), MOST_MARKUP) for line in whole.split(_BREAK))
    return tuple(line for line in lines if line)


def _rss_items(document: str) -> list[Element]:
    if re.match(r"<!doctype html|<html", document[:100], re.IGNORECASE):
        raise SourceChanged(
            "station_blog: an HTML page came instead of RSS; check the configured url"
        )
    try:
        root = fromstring(document, forbid_dtd=True)
    except DefusedXmlException as problem:
        raise SourceChanged(
            "station_blog: the feed declares a DTD or entities, which a feed never does; "
            "it is not read: look at the kept document"
        ) from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise SourceChanged(
            f"station_blog: the feed is not well-formed XML ({str(problem)[:100]}); "
            "it may be cut off, or not a feed: look at the kept document"
        ) from problem
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise SourceChanged(
            f"station_blog: the document is <{str(root.tag)[:40]}> instead of RSS 2.0; "
            "check the configured url"
        )
    return channel.findall("item")[:MOST_POSTS]


def _rest_items(document: str) -> list[Fields]:
    data = load(document, "station_blog")
    if not isinstance(data, list):
        raise SourceChanged(
            "station_blog: the REST answer is not a list of posts; check the configured rest_url"
        )
    return objects(data)[:MOST_POSTS]


def _from_rss(item: Element, fetched_at: datetime) -> Post | None:
    body = text(item.findtext(_CONTENT) or item.findtext("description"), MOST_MARKUP)
    printed = item.findtext("pubDate") or ""
    return _post(
        text(item.findtext("title"), 4 * MOST_TITLE),
        body,
        item.findtext("link") or "",
        _instant(printed, parsedate_to_datetime) or fetched_at,
    )


def _from_rest(item: Fields, fetched_at: datetime) -> Post | None:
    return _post(
        _rendered(item.get("title")),
        _rendered(item.get("content")) or _rendered(item.get("excerpt")),
        text(item.get("link")),
        _instant(text(item.get("date_gmt")), datetime.fromisoformat) or fetched_at,
    )


def _post(title: str, body: str, link: str, published: datetime) -> Post | None:
    # Titles are escaped twice in RSS and hold entities in REST: both are HTML.
    heading = " ".join(plain_blocks(title))[:MOST_TITLE]
    blocks = plain_blocks(body) if mentions_spacewalk(title) or mentions_spacewalk(body) else ()
    if not heading and not blocks:
        return None
    return Post(title=heading, link=address(link), published=published, blocks=blocks)


_MENTION = re.compile(
    r"space\W{0,6}walk|walk in space|\beva|extravehicular|outing|excursion|hatch|airlock|battery"
    r"|internal power|pressuri[sz]|depress\b|venture|exit|sortie|outside|back inside"
    r"|official (?:start|end)|poisk|pirs|\bquest\b|выход|люк|вкд"
    r"|au(?:ß|ss|&szlig;)enbord|weltraum|ausstieg",
    re.IGNORECASE,
)


def mentions_spacewalk(text: str) -> bool:
    """Whether anything in it can be about a spacewalk: a cheap test before all others."""
    return _MENTION.search(text, 0, MOST_MARKUP) is not None


def _rendered(value: object) -> str:
    return text(fields(value).get("rendered"), MOST_MARKUP)


def _instant(printed: str, read: Callable[[str], datetime]) -> datetime | None:
    try:
        moment = read(printed.strip()[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # Years outside the station's life are misprints, and arithmetic on them overflows.
    if not 1998 <= moment.year <= 2100:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
