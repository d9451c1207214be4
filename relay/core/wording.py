"""How times, lengths, names and crews are written in every message."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from relay.core.hint import TITLES, Expectation
from relay.core.spacewalk import Plan, Precision, Segment
from relay.core.standing import Spacewalk
from relay.core.text import plain

NAME = 80
SEGMENT_NAMES = {Segment.US: "US", Segment.RUSSIAN: "Russian"}
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)


def name(walk: Spacewalk) -> str:
    """What people call it: "US EVA 95", or "US spacewalk of 6 Aug 2026" without a number."""
    segment = SEGMENT_NAMES[walk.segment] if walk.segment else ""
    if walk.number:
        return f"{segment} EVA {plain(walk.number, 10)}".strip()
    return f"{segment} spacewalk".strip() + _of_its_day(walk)


def _of_its_day(walk: Spacewalk) -> str:
    """The planned day; while there is none, the day that the spacewalk was first named after."""
    if walk.plan and (day := walk.plan.start or walk.plan.coverage):
        return f" of {_day(day)}"
    dated = _DATED.search(walk.id)
    return f" of {_day(datetime.fromisoformat(dated[0]).replace(tzinfo=UTC))}" if dated else ""


def crew(names: Sequence[str]) -> str:
    """ "Novitskiy and Dubrov"; the word "crew" when nobody is named."""
    known = [plain(one, NAME) for one in names]
    if not known:
        return "crew"
    return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)


def clock_time(moment: datetime, beside: datetime | None = None) -> str:
    """ "14:41 UTC", with its date unless it is the same UTC day as `beside`."""
    utc = moment.astimezone(UTC)
    seconds = f":{utc:%S}" if utc.second else ""
    text = f"{utc:%H:%M}{seconds} UTC"
    same = beside is not None and beside.astimezone(UTC).date() == utc.date()
    return text if same else f"{_day(utc)}, {text}"


def hint(one: Expectation) -> str:
    """ "Hatch expected in about 2 minutes (by telemetry, a guess)"."""
    return f"{TITLES[one.hint]} (by telemetry, a guess)"


def planned(plan: Plan) -> str:
    """The planned start as exactly as it is known, and no more exactly."""
    if plan.start is None:
        return "to be determined"
    start = plan.start.astimezone(UTC)
    about = "about " if plan.approximate else ""
    words = {
        Precision.MINUTE: about + clock_time(start),
        Precision.HOUR: f"{_day(start)}, about {start:%H}:00 UTC",
        Precision.DAY: f"{_day(start)} (time not yet known)",
        Precision.MONTH: f"{start:%B %Y} (day not yet known)",
        Precision.YEAR: f"{start:%Y} (date not yet known)",
    }
    return words[plan.precision]


def length(span: timedelta) -> str:
    """ "7 h 54 min"; seconds are rounded to the minute."""
    minutes = round(abs(span) / timedelta(minutes=1))
    if minutes >= 48 * 60:
        return f"{minutes // 1440} d {minutes % 1440 // 60} h"
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def _day(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%b %Y}"
