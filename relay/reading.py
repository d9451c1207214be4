"""Shows what a source would make of a document, without a journal: for bug reports."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from relay.core.observation import Observation
from relay.errors import ConfigError
from relay.http import decode
from relay.journal.codec import OBSERVATIONS, as_json
from relay.plugins import find_sources


def read(source: str, file: str, at: datetime) -> Iterator[dict[str, Any]]:
    """One object for each observation in the document, `-` being standard input.

    Raises ConfigError for a source or file that is not there, SourceChanged for a document that
    the source does not understand.
    """
    sources = find_sources()
    if source not in sources:
        known = ", ".join(sorted(sources))
        raise ConfigError(f"there is no source {source!r}; installed are: {known}")
    return (_described(one) for one in sources[source].parse(_text(file), at))


def _text(file: str) -> str:
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as problem:
        raise ConfigError(f"{file} cannot be read: {problem.strerror}") from problem
    return decode(body)


def _described(observation: Observation) -> dict[str, Any]:
    always = ("source", "spacewalk", "kind", "occurred_at", "planned", "evidence")
    known = as_json(OBSERVATIONS, observation)
    shown: dict[str, Any] = dict.fromkeys(always) | {"spacewalk": {}, "planned": False}
    return {**shown, "evidence": {}, **known}
