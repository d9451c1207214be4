"""Tries every part of a configuration, so that an operator sees what works and what to do."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from relay.clock import WallClock
from relay.config import Configuration
from relay.core.spacewalk import Stream
from relay.core.text import plain
from relay.errors import ConfigError, RelayError, SourceChanged, StoreError, VideoError
from relay.http import SafeHttp
from relay.journal.store import Store
from relay.live import build_sources
from relay.plugins import Document, Finding, Source, find_bots, find_sources
from relay.video.files import Files
from relay.video.section import VideoSection
from relay.video.stream.address import shown
from relay.video.stream.fetch import SafeWeb
from relay.video.stream.resolve import Resolver
from relay.web.listening import address_of, listen
from relay.web.section import WebSection

UNASKED = ("captions", "moderator")
"""Sources that fetch nothing."""
PATIENCE = 30.0
"""Seconds that a source is given to answer."""

log = logging.getLogger(__name__)


async def examine(configuration: Configuration) -> list[Finding]:
    """One finding for each part. Each source is asked once; nobody is told anything."""
    sources = build_sources(configuration)
    asked = (_source(name, source) for name, source in sources.items() if name not in UNASKED)
    return [
        Finding(part="configuration", works=True, says="every key is understood"),
        await _database(configuration.relay.database),
        _page(configuration.web),
        *await _video(configuration.video),
        *await asyncio.gather(*asked),
        *await _bots(configuration),
    ]


async def _database(place: str) -> Finding:
    try:
        store = await Store.open(place)
    except StoreError as problem:
        return await _used(place, str(problem))
    found = f"{place}: {store.tail.head} events"
    await store.close()
    return Finding(part="database", works=True, says=found)


async def _used(place: str, problem: str) -> Finding:
    """A database that cannot be had alone is in order while a relay runs on it."""
    try:
        store = await Store.open(place, exclusive=False)
    except StoreError:
        return Finding(part="database", works=False, says=problem)
    await store.close()
    return Finding(part="database", works=True, says=f"{place}: a relay runs on it")


def _page(section: WebSection) -> Finding:
    if not section.enabled:
        return Finding(part="page", works=True, says="switched off")
    try:
        with listen(section.host, section.port) as plug:
            return Finding(part="page", works=True, says=f"can be served at {address_of(plug)}")
    except ConfigError as problem:
        says = f"{problem}; a relay that runs has it too"
        return Finding(part="page", works=False, says=says)


async def _video(section: VideoSection) -> list[Finding]:
    if not section.enabled:
        return [Finding(part="video", works=True, says="switched off")]
    try:
        await Files(Path(section.folder), section.quota_mib).open()
    except VideoError as problem:
        return [Finding(part="video", works=False, says=str(problem))]
    says = f"up to {section.quota_mib} MiB in {section.folder}; followed around spacewalks"
    streams = [await _stream(section, url) for url in section.addresses]
    return [Finding(part="video", works=True, says=says), *streams]


async def _stream(section: VideoSection, url: str) -> Finding:
    resolver = Resolver(SafeWeb(SafeHttp()), allow_private=section.allow_private)
    try:
        ladder = await resolver.resolve(Stream(url=url), trusted=True)
    except VideoError as problem:
        return Finding(part="video", works=False, says=str(problem))
    rungs = "two qualities" if ladder.low else "one quality"
    return Finding(part="video", works=True, says=f"{shown(url)} answers; {rungs}")


async def _source(name: str, source: Source) -> Finding:
    documents = source.documents()
    try:
        async with asyncio.timeout(PATIENCE):
            found = await anext(documents)
    except TimeoutError:
        return Finding(part=name, works=False, says=f"no answer within {PATIENCE:.0f} s; try again")
    except Exception as problem:
        log.exception("%s failed", name)
        return Finding(part=name, works=False, says=f"it failed: {problem!r}; please report it")
    finally:
        if isinstance(documents, AsyncGenerator):
            await documents.aclose()
    if not isinstance(found, Document):
        return Finding(part=name, works=False, says=f"{found}; it is tried again while running")
    return _read(name, found)


def _read(name: str, document: Document) -> Finding:
    try:
        count = len(find_sources()[name].parse(document.text, document.at))
    except SourceChanged as problem:
        return Finding(part=name, works=False, says=f"{problem}; please report it")
    return Finding(part=name, works=True, says=f"answers; {count} observations in it")


async def _bots(configuration: Configuration) -> list[Finding]:
    findings: list[Finding] = []
    installed = find_bots()
    for name, settings in configuration.bots.items():
        bot = installed[name](settings, SafeHttp(), WallClock())
        try:
            await bot.start()
            mine = [one for one in configuration.destinations if one.platform == name]
            findings += await bot.check(mine)
        except RelayError as problem:
            findings.append(Finding(part=name, works=False, says=str(problem)))
        finally:
            await bot.close()
    return findings


def table(findings: Sequence[Finding]) -> Table:
    """The findings as a table for a terminal."""
    shown = Table("part", "works", "what was found")
    for finding in findings:
        mark = Text("yes", "green") if finding.works else Text("no", "bold red")
        shown.add_row(Text(plain(finding.part, 60)), mark, Text(plain(finding.says, 400)))
    return shown
