"""How times, lengths, names and crews are written in every message."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from relay.core.hint import Expectation
from relay.core.milestone import Milestone
from relay.core.spacewalk import Plan, Precision
from relay.core.standing import Spacewalk
from relay.core.text import plain
from relay.core.voice import ENGLISH, Voice

NAME = 80
ADDRESS = 2000
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)


def name(walk: Spacewalk, voice: Voice = ENGLISH) -> str:
    """What people call it: "US EVA 95", or "US spacewalk of 6 Aug 2026" without a number."""
    phrase = f"name.{walk.segment}" if walk.segment else "name"
    if walk.number:
        return voice.say(f"{phrase}.number", number=plain(walk.number, 10))
    if day := _its_day(walk):
        return voice.say(f"{phrase}.date", date=_date(day, voice))
    return voice.say(phrase)


def _its_day(walk: Spacewalk) -> datetime | None:
    """The planned day; while there is none, the day that the spacewalk was first named after."""
    if walk.plan and (day := walk.plan.start or walk.plan.coverage):
        return day
    dated = _DATED.search(walk.id)
    return datetime.fromisoformat(dated[0]).replace(tzinfo=UTC) if dated else None


def title(milestone: Milestone, voice: Voice = ENGLISH) -> str:
    """What a milestone is called: "Hatch open"."""
    return voice.say(f"milestone.{milestone}")


def crew(names: Sequence[str], voice: Voice = ENGLISH) -> str:
    """ "Novitskiy and Dubrov"; the word "crew" when nobody is named."""
    known = [plain(one, NAME) for one in names]
    if len(known) > 1:
        return voice.say("crew.last", names=", ".join(known[:-1]), last=known[-1])
    return known[0] if known else voice.say("crew")


def clock_time(moment: datetime, beside: datetime | None = None, *, voice: Voice = ENGLISH) -> str:
    """ "14:41 UTC", with its date unless it is the same UTC day as `beside`; or the stamp."""
    if voice.stamp:
        return voice.stamp(moment, "time")
    utc = moment.astimezone(UTC)
    clock = f"{utc:%H:%M}" + (f":{utc:%S}" if utc.second else "")
    if beside is not None and beside.astimezone(UTC).date() == utc.date():
        return voice.say("clock", clock=clock)
    return voice.say("date_time", date=_date(utc, voice), clock=clock)


def hint(one: Expectation, voice: Voice = ENGLISH) -> str:
    """ "Hatch expected in about 2 minutes (by telemetry, a guess)"."""
    return voice.say("hint.guess", hint=voice.say(f"hint.{one.hint}"))


def planned(plan: Plan, voice: Voice = ENGLISH) -> str:
    """The planned start as exactly as it is known, and no more exactly: only one that is known to
    the minute has a stamp."""
    if plan.start is None:
        return voice.say("planned.unknown")
    start = plan.start.astimezone(UTC)
    match plan.precision:
        case Precision.MINUTE:
            time = clock_time(start, voice=voice)
            return voice.say("planned.about", time=time) if plan.approximate else time
        case Precision.HOUR:
            return voice.say("planned.hour", date=_date(start, voice), hour=f"{start:%H}")
        case Precision.DAY:
            return voice.say("planned.day", date=_date(start, voice))
        case Precision.MONTH:
            month = voice.say("months").split()[start.month - 1]
            return voice.say(
                "planned.month", month=voice.say("month", month=month, year=start.year)
            )
        case Precision.YEAR:
            return voice.say("planned.year", year=start.year)


def awaited(plan: Plan, voice: Voice = ENGLISH) -> str:
    """The planned start, and with a stamp how far away it is."""
    far = to_go(plan, voice)
    time = planned(plan, voice)
    return voice.say("aside", text=time, aside=far) if far else time


def to_go(plan: Plan, voice: Voice) -> str:
    """How far away the planned start is, kept right by the platform; empty where it cannot be."""
    if voice.stamp is None or plan.start is None or not plan.exact:
        return ""
    return voice.stamp(plan.start, "relative")


def length(span: timedelta, voice: Voice = ENGLISH) -> str:
    """ "7 h 54 min"; seconds are rounded to the minute."""
    minutes = round(abs(span) / timedelta(minutes=1))
    if minutes >= 48 * 60:
        return voice.say("length.days", days=minutes // 1440, hours=minutes % 1440 // 60)
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return voice.say("length.both", hours=hours, minutes=rest)
    return (
        voice.say("length.hours", hours=hours)
        if hours
        else voice.say("length.minutes", minutes=rest)
    )


def short_length(span: timedelta, voice: Voice = ENGLISH) -> str:
    """ "42 s"; from two minutes on as `length` has it."""
    seconds = round(abs(span).total_seconds())
    return voice.say("length.seconds", seconds=seconds) if seconds < 120 else length(span, voice)


def web_address(address: str) -> str:
    """The address where it is http(s) and of a usable length; else nothing."""
    usable = address.startswith(("https://", "http://")) and len(address) <= ADDRESS
    return address if usable else ""


def sentences(parts: Sequence[str]) -> str:
    """One after the other; empty ones are left out, and the last has no full stop of ours."""
    return ". ".join(part for part in parts if part)


def _date(moment: datetime, voice: Voice) -> str:
    utc = moment.astimezone(UTC)
    month = voice.say("months_in_date").split()[utc.month - 1]
    phrase = "date.first" if utc.day == 1 else "date"
    return voice.say(phrase, day=utc.day, month=month, year=utc.year)
