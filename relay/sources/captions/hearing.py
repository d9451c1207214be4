"""Understands lines as they are typed: a sentence comes in several of them."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.core.milestone import Milestone
from relay.core.text import plain
from relay.sources.captions.doubts import is_doubtful, is_play
from relay.sources.captions.timing import time_of
from relay.sources.captions.wordings import WORDINGS

MEMORY = timedelta(seconds=15)
"""How long what was said belongs to what is said now."""
SENTENCE = timedelta(seconds=40)
"""How long one that has not ended does."""
SILENCE = timedelta(minutes=30)
"""How long nothing is believed around the mention of an exercise."""
MOST = 800
"""Characters that are remembered at most: people speak about 15 in a second."""
FULL = 24
"""Characters from which on a line of 32 may have had no room for another word."""
WORDS = 200
"""Characters of the sentence that are quoted."""

_SPELLINGS = (
    (re.compile(r"[‘’`]"), "'"),
    (re.compile(r"[♪█*\"“”]"), " "),
    (re.compile(r"\b([ap])\.? ?m\b\.?(?=\W|$)"), r"\1m"),
    (re.compile(r"\bu\.s\.?"), "us"),
    (re.compile(r"\be\.v\.a\.?"), "eva"),
    (re.compile(r"\b([ei])\.v\."), r"\1v"),
    (re.compile(r"\b(mr|ms|dr|st|no)\."), r"\1"),
    (re.compile(r"-{2,}|\.{2,}|…|--"), ", "),
    (re.compile(r"\s+"), " "),
)
_END = re.compile(r"[.!?]+(?=\s|$)|>>+|\[[^\]]*\]")
_DANGLING = re.compile(
    r"\b(?:at|about|around|approximately|in|by|as of|on|not|when|once|if|for|until|after|before"
    r"|\d{1,2}(?::\d\d)?(?: [ap]m)?),?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was said to have happened."""

    milestone: Milestone
    at: datetime
    """By the time that was spoken, else when it was said."""
    said: datetime
    words: str


@dataclass(frozen=True, slots=True)
class _Line:
    at: datetime
    text: str
    words: str


class Hearing:
    """Hears line after line and remembers the last ones."""

    def __init__(self) -> None:
        self._lines: deque[_Line] = deque()
        self._judged = 0
        self._play: datetime | None = None

    def hear(self, at: datetime, words: str) -> list[Report]:
        """What is reported by the end of this line."""
        line = _Line(at, _spelled(words), words)
        if not line.text:
            return []
        self._remember(line)
        if is_play(self._all):
            self._play = at
        if self._play is not None and abs(at - self._play) < SILENCE:
            self._judged = len(self._lines)
            return []
        return self._judge()

    @property
    def _all(self) -> str:
        return " ".join(line.text for line in self._lines)

    def _remember(self, line: _Line) -> None:
        if self._lines and not timedelta() <= line.at - self._lines[-1].at <= SENTENCE:
            self._lines.clear()
            self._judged = 0
        while self._lines and self._is_over(line.at):
            self._lines.popleft()
            self._judged = max(0, self._judged - 1)
        self._lines.append(line)

    def _is_over(self, now: datetime) -> bool:
        """Whether the oldest line says nothing about what is said now."""
        if sum(len(line.text) for line in self._lines) > MOST:
            return True
        age = now - self._lines[0].at
        ended = any(_END.search(line.text) for line in self._lines)
        return age > SENTENCE or (age > MEMORY and ended)

    def _judge(self) -> list[Report]:
        """Look at what has not been looked at: the newest line, and one that was left dangling."""
        everything = self._all
        fresh = len(" ".join(line.text for line in list(self._lines)[: self._judged]))
        found: list[Report] = []
        for start, end in _sentences(everything):
            if end <= fresh:
                continue
            ended = end < len(everything) or everything[-1] in ".!?]"
            if not ended and self._dangles(everything):
                return found
            found += self._reports(everything, start, end, fresh)
        self._judged = len(self._lines)
        return found

    def _dangles(self, text: str) -> bool:
        """Whether the next word may turn what was said into something else."""
        full = len(self._lines[-1].text) >= FULL
        return bool(_DANGLING.search(text) or (full and text.endswith(" over")))

    def _reports(self, text: str, start: int, end: int, fresh: int) -> Iterator[Report]:
        sentence = text[start:end]
        for wording in WORDINGS:
            match = wording.pattern.search(sentence)
            if match is None or start + match.end() <= fresh:
                continue
            if is_doubtful(sentence, match.start(), match.end(), wording.care, text):
                continue
            said = self._said(start + match.start())
            at = time_of(wording, sentence, match, text[end:], said)
            if at is not None:
                words = self._words(start, end)
                yield Report(milestone=wording.milestone, at=at, said=said, words=words)

    def _said(self, place: int) -> datetime:
        """When the words at that place of everything were said."""
        for line in self._lines:
            if place <= len(line.text):
                return line.at
            place -= len(line.text) + 1
        return self._lines[-1].at

    def _words(self, start: int, end: int) -> str:
        """The lines around that piece of everything, as they were typed."""
        words: list[str] = []
        place = 0
        for line in self._lines:
            if place < end and place + len(line.text) > start:
                words.append(line.words)
            place += len(line.text) + 1
        return plain(" ".join(words), WORDS)


def _spelled(words: str) -> str:
    text = words.casefold()
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text.strip()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        if text[start : end.end()].strip(" .>"):
            yield _begin(text, start), end.end()
        start = end.end()
    if text[start:].strip():
        yield _begin(text, start), len(text)


def _begin(text: str, start: int) -> int:
    return len(text) - len(text[start:].lstrip())
