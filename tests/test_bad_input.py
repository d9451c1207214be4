"""Whatever a source returns: it is told, kept, stops nothing and reaches no reader unclean."""

import dataclasses
import json
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from relay import chats
from relay.app import Relay, open_relay
from relay.config import load
from relay.core.notice import Notice
from relay.journal.documents import Documents
from relay.plugins import Destination, Document, Settings
from relay.testing.bots import FakeBot
from relay.testing.story import START, scheduled, stated
from relay.timers import Timeline

SOURCES = ("captions", "launch_library", "moderator", "nasa_plus", "station_blog")
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><rss><channel><item><title>&i;</title></item></channel></rss>"
)
NOT_UNDERSTOOD = {
    "truncated": '{"results": [{"id": 77, "name": "US EV',
    "10 MB": "x" * 10_000_000,
    "binary": "\x89PNG\r\n\x1a\n\x00\x00\ufffd\ufffd" * 50,
    "another encoding": '{"results"'.encode("utf-16").decode("latin-1"),
    "HTML": "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>",
    "an entity bomb": BOMB,
    "nested": "[" * 200_000,
    "empty": "",
}
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "control": "\x1b[2J\x1b]0;owned\x07\x00\x9b31m red",
    "bidi": "\u202egnp.exe\u202c\u2066\u200f\u061c",
    "everyone": "@everyone <@&1> **x**",
    "endless": "a b" * 33_334,
    "surrogate": "\ud800 lone",
}
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ADDRESS = 400, 2500, 2000


class Reader(FakeBot):
    """Remembers every notice; it is made like any other bot."""

    @property
    def notices(self) -> list[Notice]:
        return [telling.notice for telling in self.told]


@asynccontextmanager
async def relaying(
    folder: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> AsyncIterator[Relay]:
    monkeypatch.setattr(chats, "find_bots", lambda: {"fake": lambda *_: reader})
    (folder / "config.toml").write_text(f'[relay]\ndatabase = "{folder / "relay.db"}"\n')
    configuration = dataclasses.replace(
        load(folder / "config.toml", {}),
        bots={"fake": Settings()},
        destinations=(Destination(id="reader", platform="fake", address=""),),
    )
    timeline = Timeline(START)
    async with open_relay(configuration, timeline, lambda: timeline.now) as relay:
        yield relay


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("what", NOT_UNDERSTOOD)
async def test_what_is_not_understood_is_kept_and_told_and_stops_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    source: str,
    what: str,
) -> None:
    reader = Reader()
    async with relaying(tmp_path, monkeypatch, reader) as relay:
        await relay.take(Document(source, START, NOT_UNDERSTOOD[what]))
        [told] = [r.getMessage() for r in caplog.records if r.name == "relay.intake"]
        kept = await Documents(relay.store, count=9, size=9).all()
        await relay.take(scheduled(START, START + timedelta(days=2)))
        await relay.pump.settle()

    assert told.startswith(f"{source}: ")
    assert told.endswith("; the document is kept")
    assert len(told) < 600
    assert [source] == [one.document.source for one in kept]
    assert ["US EVA 95 planned"] == [one.title for one in reader.notices]
    assert "Traceback" not in caplog.text


def hostile(source: str, words: str) -> list[Document]:
    """Documents that say something and have such words wherever there is room for them."""
    known = scheduled(START - timedelta(hours=1), START + timedelta(hours=30))
    if source == "launch_library":
        watch = {"url": "https://plus.nasa.gov/live", "title": words, "live": True, "priority": 1}
        update = {"id": 1, "comment": f"{words} The spacewalk was scrubbed.", "info_url": words}
        return [
            scheduled(
                START,
                START + timedelta(days=1),
                name=f"US EVA 95 {words}",
                description=words,
                vid_urls=[watch | {"publisher": words, "source": words}],
                updates=[update | {"created_on": "2026-08-06T11:00:00Z", "created_by": words}],
                webcast_live=True,
            )
        ]
    if source == "captions":
        planned = scheduled(START - timedelta(hours=1), START)
        said = {"time": f"{START:%Y-%m-%dT%H:%M:%SZ}", "text": f"THE HATCH IS NOW OPEN, {words}"}
        return [planned, Document(source, START, json.dumps(said))]
    if source == "moderator":
        states = [stated(START, m, words, by=words) for m in ("eva_start", "task", "eva_end")]
        return [known, *states]
    if source == "nasa_plus":
        begun = f"{(START - timedelta(minutes=5)).timestamp():.0f}"
        meta = {"first_aired_date": begun, "video-url": "https://nasa.example/live.m3u8"}
        video = {"id": 1, "title": {"rendered": f"U.S. Spacewalk 95 {words}"}, "meta": meta}
        return [
            known,
            Document(source, START, json.dumps([video | {"link": words, "slug": words}])),
        ]
    clean = escape("".join(c for c in words if c >= " " and not "\ud800" <= c <= "\udfff"))
    body = f"<p>U.S. spacewalk 95 began at 8:02 a.m. EDT. {clean}</p>"
    post = (
        f"<item><title>Astronauts Begin Spacewalk {clean}</title><link>https://nasa.gov/{clean}</link>"
        f"<pubDate>Thu, 06 Aug 2026 12:05:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    feed = f'<rss version="2.0" {space}><channel>{post}</channel></rss>'
    return [known, Document(source, START + timedelta(minutes=6), feed)]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("what", HOSTILE)
async def test_hostile_words_reach_no_reader_unclean(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    source: str,
    what: str,
) -> None:
    reader = Reader()
    async with relaying(tmp_path, monkeypatch, reader) as relay:
        for document in hostile(source, HOSTILE[what]):
            await relay.take(document)
        await relay.pump.settle()

    assert len(reader.notices) >= 2
    assert "Traceback" not in caplog.text
    for one in reader.notices:
        for text, longest in (
            (one.title, LONGEST_TITLE),
            (one.text, LONGEST_TEXT),
            (one.address, LONGEST_ADDRESS),
        ):
            assert len(text) <= longest
            assert [] == [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
        assert one.address == "" or one.address.startswith("https://")
