"""Lines of captions as observations: hints of what happens, with a memory of a few seconds."""

from datetime import datetime, timedelta

from relay.core.milestone import TABLE, Milestone, Trust
from relay.core.observation import Evidence, Observation
from relay.core.spacewalk import Identity
from relay.core.text import plain
from relay.errors import SourceChanged
from relay.sources.captions.hearing import Hearing, Report
from relay.sources.fields import instant, load

SOURCE = "captions"
LINES = 20_000
"""Lines in one document; the stream gives one, `read` may be given a whole spacewalk."""
LONGEST = 200
"""Characters of a line; a real one has 32, or 128 where four come at once."""
SAID_AGAIN = timedelta(hours=12)
"""For so long the same words are no news, unless the opposite was said in between."""


class Reading:
    """Reads lines in the order in which they come."""

    def __init__(self) -> None:
        self._hearing = Hearing()
        self._told: dict[Milestone, datetime] = {}

    def __call__(self, document: str, at: datetime) -> list[Observation]:
        """What a line says together with those before it. Raises SourceChanged."""
        lines = [line for line in document.split("\n")[:LINES] if line.strip()] or [document]
        said = [_line(line) for line in lines]
        reports = [report for time, words in said for report in self._hearing.hear(time, words)]
        return [_observation(report, at) for report in reports if self._is_news(report)]

    def _is_news(self, report: Report) -> bool:
        told = self._told.get(report.milestone)
        if told is not None and abs(report.said - told) < SAID_AGAIN:
            return False
        self._told[report.milestone] = report.said
        opposite = TABLE[report.milestone].undone_by
        if opposite is not None:
            self._told.pop(opposite, None)
        return True


def _line(document: str) -> tuple[datetime, str]:
    line = load(document, SOURCE)
    time = instant(line.get("time")) if isinstance(line, dict) else None
    words = line.get("text") if isinstance(line, dict) else None
    if time is None or not isinstance(words, str):
        raise SourceChanged(
            f'{SOURCE}: a line is an object with its "time", like 2026-08-06T12:46:10Z, and "text"'
        )
    return time, plain(words[: 4 * LONGEST], LONGEST)


def _observation(report: Report, seen_at: datetime) -> Observation:
    return Observation(
        source=SOURCE,
        trust=Trust.HINT,
        spacewalk=Identity(near=report.at),
        kind=report.milestone,
        seen_at=seen_at,
        occurred_at=report.at,
        note=f"Said on the stream: “{report.words}”",
        evidence=Evidence(words=f"{report.words} ({SOURCE})"),
    )
