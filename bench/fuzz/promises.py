"""What must hold of everything that is read, whatever was read."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from relay.core.board import Board, fold
from relay.core.event import Event
from relay.core.fusion import Fusion
from relay.core.notice import KINDS, notice
from relay.core.observation import Observation, observation_id
from relay.core.reply import reply
from relay.errors import SourceChanged
from relay.journal.codec import EVENTS, OBSERVATIONS
from relay.plugins import Document, find_sources

MOST_CLAIMS = 2000
"""Observations of one document."""
LONGEST = 2100
"""Characters of one text of an observation; addresses and descriptions may be this long."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_REPLY = 400, 2500, 100_000
MOST_PARTS = 60
"""Names of a crew, and tasks."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Controls, invisible format characters, lone surrogates, separators of lines."""
QUESTIONS = ("next", "now", "live", "crew", "timeline", "history", "help")
_SOURCES = find_sources()


def claims_of(document: Document) -> list[Observation]:
    """What the document claims, every promise about it checked; nothing when it is not known."""
    parse = _SOURCES[document.source].parse
    try:
        claims = parse(document.text, document.at)
    except SourceChanged as change:
        check_message(change)
        return []
    assert claims == parse(document.text, document.at), "read twice, it says something else"
    assert len(claims) <= MOST_CLAIMS, f"{len(claims)} claims"
    for claim in claims:
        check_claim(claim, document)
    return claims


def check_message(problem: Exception) -> None:
    """An error is short enough to be read, and tells something."""
    assert 0 < len(str(problem)) < 1000, f"{len(str(problem))} characters of error"


def check_claim(claim: Observation, document: Document) -> None:
    """Times in UTC, texts bounded and encodable, addresses of the web; it survives the journal."""
    assert (claim.source, claim.seen_at) == (document.source, document.at)
    links = (claim.evidence.address, claim.stream.url if claim.stream else "")
    assert all(is_web(link) for link in links if link), links
    for part in _parts(claim):
        _check_part(part)
    kept = OBSERVATIONS.decode(OBSERVATIONS.encode(claim))
    assert (kept, observation_id(kept)) == (claim, observation_id(claim)), "changed in the journal"


def is_web(link: str) -> bool:
    """Whether it is an http or https address of visible characters."""
    return urlsplit(link).scheme in ("http", "https") and is_clean(link) and "\n" not in link


def is_clean(text: str) -> bool:
    """Whether it has visible characters, spaces and new lines only."""
    return not any(c not in "\n\u200d" and unicodedata.category(c) in _UNSEEN for c in set(text))


def check_told(events: list[Event], board: Board) -> None:
    """Events survive the journal and become notices of plain text; see `Notice`."""
    for event in events:
        assert event == EVENTS.decode(EVENTS.encode(event)), "changed in the journal"
        told = notice(event, board.find(event.spacewalk))
        if told is None:
            continue
        assert told.kind in KINDS
        assert not told.address or is_web(told.address)
        for text, longest in ((told.title, LONGEST_TITLE), (told.text, LONGEST_TEXT)):
            assert is_clean(text), repr(text)
            assert "\n" not in text
            assert len(text) <= longest, f"{len(text)} characters"
        assert told.title


def check_answers(board: Board, now: datetime, question: str) -> None:
    """Everything that can be asked is answered in plain text, and `question` too."""
    names = list(board.spacewalks)[:2]
    asked = [*QUESTIONS, question, *(f"timeline {name}" for name in names)]
    for answer in (reply(one, board, now) for one in asked):
        assert answer
        assert is_clean(answer), repr(answer)
        assert len(answer) <= LONGEST_REPLY


def check_fused(documents: list[Document], question: str) -> None:
    """Fusion takes everything, says it once in plain text, and the journal leads to its board."""
    fusion, told = Fusion(Board()), list[Event]()
    for document in documents:
        claims = claims_of(document)
        events = [event for one in fusion.observe_all(claims) for event in one.events]
        check_told(events, fusion.board)
        told += events
        if len({claim.slot for claim in claims}) == len(claims):
            # A document that contradicts itself says something else when it is read again.
            again = [event for one in fusion.observe_all(claims) for event in one.events]
            assert again == [], "the same document is told twice"
    assert fold(told) == fusion.board, "the journal leads to another board"
    check_answers(fusion.board, documents[-1].at, question)


def check_restarted(documents: list[Document]) -> None:
    """After any documents a relay that goes on, or is started again, finds its way."""
    fusion, stored = Fusion(Board()), list[tuple[str | None, Observation]]()
    for document in documents:
        fused = fusion.observe_all(claims_of(document))
        stored += [(one.spacewalk, one.observation) for one in fused]
    for one in (Fusion(fusion.board, stored), fusion):
        events = one.catch_up(documents[-1].at)
        check_told(events, one.board)


def _parts(value: object) -> Iterator[object]:
    if is_dataclass(value):
        for field in fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, (tuple, frozenset)):
        assert len(value) <= MOST_PARTS, f"{len(value)} parts"
        for part in value:
            yield from _parts(part)
    else:
        yield value


def _check_part(part: object) -> None:
    match part:
        case datetime():
            assert part.utcoffset() == timedelta(0), f"{part} is not UTC"
        case timedelta():
            assert timedelta(0) <= part <= timedelta(days=2), f"{part} long"
        case str():
            assert len(part) <= LONGEST, f"{len(part)} characters"
            assert "\x00" not in part
            part.encode()
        case int():
            assert abs(part) < 10**9
