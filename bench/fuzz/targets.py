"""Everything that reads what comes from outside, each as a function of some bytes."""

import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.fuzz.draws import DAY, Draws
from bench.fuzz.promises import (
    check_answers,
    check_fused,
    check_message,
    check_restarted,
    claims_of,
    is_clean,
)
from bench.fuzz.shapes import NAMES, SHAPES, damaged
from relay.config import load
from relay.core.board import Board
from relay.core.event import Event
from relay.core.naming import family_name, segment_and_number
from relay.core.observation import Observation
from relay.core.text import plain
from relay.errors import ConfigError, RecordingError, StoreError
from relay.http import decode
from relay.journal.codec import EVENTS, OBSERVATIONS, Codec
from relay.plugins import Document
from relay.recording import ABOUT, DOCUMENTS, read
from relay.settings import duration
from relay.sources.asking import LONGEST_WISH, retry_after

Target = Callable[[bytes], None]


def raw(source: str, data: bytes) -> None:
    """The bytes are the document, decoded as one that came over the network."""
    claims_of(Document(source, DAY, decode(data)))


def shaped(source: str, data: bytes) -> None:
    """The bytes choose what stands in a document of the right form."""
    draws = Draws(data)
    at = DAY + timedelta(minutes=draws.below(3000))
    claims_of(Document(source, at, draws.pick(SHAPES[source])(draws)))


def fusion(data: bytes) -> None:
    """A few documents of all sources, one after another, up to the notices and the answers."""
    draws = Draws(data)
    check_fused(_documents(draws), draws.text())


def restart(data: bytes) -> None:
    """The same, and then a start of the relay with what was stored."""
    check_restarted(_documents(Draws(data)))


def _documents(draws: Draws) -> list[Document]:
    documents, at = list[Document](), DAY
    for _ in range(1 + draws.below(6)):
        at += timedelta(minutes=draws.pick((0, 1, 10, 300, 3000)))
        source = draws.pick(sorted(SHAPES))
        documents.append(Document(source, at, draws.pick(SHAPES[source])(draws)))
    return documents


def http_decode(data: bytes) -> None:
    """A body, and the charset that its header declares."""
    draws = Draws(data)
    declared = draws.pick((None, draws.text(), "utf-16", "koi8-r", "idna", "utf-7", "hex"))
    decode(draws.rest(), declared).encode()


def text_plain(data: bytes) -> None:
    """Any text, cut at any length."""
    draws = Draws(data)
    limit = 1 + draws.below(300)
    line = plain(draws.rest().decode("utf-8", "surrogateescape"), limit)
    assert len(line) <= limit
    assert is_clean(line), repr(line)
    assert line == plain(line, limit), repr(line)


def naming(data: bytes) -> None:
    """Names of spacewalks and of people."""
    draws = Draws(data)
    text = draws.pick((*NAMES, "")) + draws.rest().decode("utf-8", "surrogateescape")
    _, number = segment_and_number(text)
    assert number is None or len(number) <= 4
    assert len(family_name(text)) <= len(text)


def settings_duration(data: bytes) -> None:
    """A duration as an operator writes it."""
    try:
        assert timedelta(0) <= duration(data.decode("utf-8", "surrogateescape"))
    except ValueError as problem:
        check_message(problem)


def http_retry_after(data: bytes) -> None:
    """The header with which a server asks for patience."""
    wish = retry_after(data.decode("utf-8", "surrogateescape"), DAY)
    assert wish is None or 0 <= wish <= LONGEST_WISH


def kept(codec: Codec[Event] | Codec[Observation], data: bytes) -> None:
    """An entry of the database that somebody else has written."""
    try:
        value = codec.decode(data.decode("utf-8", "surrogateescape"))
    except StoreError as problem:
        check_message(problem)
        return
    text = codec.encode(value)  # type: ignore[arg-type]
    assert text == codec.encode(codec.decode(text))  # type: ignore[arg-type]


def recording_documents(data: bytes) -> None:
    """The lines of `documents.jsonl`."""
    _recording(b'title = "a"', data)


def recording_lines(data: bytes) -> None:
    """Lines of the right form, but for one or two values."""
    draws = Draws(data)
    entry = {"at": f"{draws.moment():%Y-%m-%dT%H:%M:%SZ}", "source": "moderator", "document": "{}"}
    lines = [damaged(entry, draws) for _ in range(1 + draws.below(3))]
    _recording(b"", "\n".join(lines).encode("utf-8", "replace"))


def recording_about(data: bytes) -> None:
    """`recording.toml`."""
    line = {"at": "2026-08-06T12:00:00Z", "source": "moderator", "document": "{}"}
    _recording(data, json.dumps(line).encode())


def _recording(about: bytes, documents: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / ABOUT).write_bytes(about)
        (folder / DOCUMENTS).write_bytes(documents)
        try:
            recording = read(folder)
        except RecordingError as problem:
            check_message(problem)
            return
    for document in recording.documents:
        # Whatever is replayed is parsed, at the time that the recording gives.
        if document.source in SHAPES:
            claims_of(document)


def config(data: bytes) -> None:
    """`config.toml`."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        # All mistakes are told at once, so its message may be long.
        with suppress(ConfigError):
            load(Path(file.name), {})


def replies(data: bytes) -> None:
    """A question from a chat, of an empty board."""
    check_answers(Board(), DAY, data.decode("utf-8", "surrogateescape"))


TARGETS: Mapping[str, Target] = {
    **{source: partial(raw, source) for source in SHAPES},
    **{f"{source}_shaped": partial(shaped, source) for source in SHAPES},
    "fusion": fusion,
    "restart": restart,
    "recording_documents": recording_documents,
    "recording_lines": recording_lines,
    "recording_about": recording_about,
    "config": config,
    "http_decode": http_decode,
    "http_retry_after": http_retry_after,
    "text_plain": text_plain,
    "naming": naming,
    "settings_duration": settings_duration,
    "codec_events": partial(kept, EVENTS),
    "codec_observations": partial(kept, OBSERVATIONS),
    "replies": replies,
}
"""By name. A target returns when all is well and raises what nobody has promised to raise."""
