"""The large clock of a page: what it counts, from when, and what it says without a script."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relay.core import wording
from relay.core.milestone import Milestone
from relay.core.silence import silent
from relay.core.spacewalk import Plan
from relay.core.standing import Spacewalk, State
from relay.web.instants import iso
from relay.web.progress import doubt_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the clock shows. It ticks only with an instant `at`."""

    label: str
    text: str
    """In words, right at the instant of rendering."""
    at: str = ""
    """The instant counted to or from, ISO in UTC; empty when nothing ticks."""
    counts: str = ""
    """`down` to a planned start, `up` from an official one."""
    passed: str = ""
    """The label once the counted-down instant is past."""
    note: str = ""
    doubt: str = ""


def clock(walk: Spacewalk, now: datetime) -> Clock:
    """The clock for the state that a spacewalk is in."""
    match walk.state:
        case State.OVER:
            return _over(walk)
        case State.UNDERWAY:
            return _elapsed(walk, now)
        case State.CALLED_OFF:
            return Clock(label="Planned start", text="None any more")
        case State.POSTPONED:
            return Clock(label="Planned start", text="No new date yet")
    return _countdown(walk, now)


def _countdown(walk: Spacewalk, now: datetime) -> Clock:
    plan = walk.plan
    if plan is None or plan.start is None:
        return Clock(label="Planned start", text="To be determined")
    if silent(walk, now):
        return Clock(label="The planned start is past", text="No report", note=_planned(plan))
    if not plan.exact:
        return Clock(label="Planned start", text=wording.planned(plan))
    about = "about " if plan.approximate else ""
    before, after = f"Planned to start in {about}".strip(), "Past the planned start by"
    return Clock(
        label=before if plan.start > now else after,
        passed=after,
        text=wording.length(plan.start - now),
        at=iso(plan.start),
        counts="down",
        note=_planned(plan),
    )


def _planned(plan: Plan) -> str:
    return f"Planned start {wording.planned(plan)}"


def _elapsed(walk: Spacewalk, now: datetime) -> Clock:
    start = walk.fact(Milestone.EVA_START)
    doubt = doubt_of(start)
    if start is None or start.occurred_at is None:
        return Clock(label="Elapsed", text="Time not given", doubt=doubt)
    since = f"Since the official start, {wording.clock_time(start.occurred_at)}"
    if silent(walk, now):
        return Clock(label="Its end is not known", text="No report", note=since, doubt=doubt)
    counting = Clock(label="Phase elapsed time (PET)", text=_pet(now - start.occurred_at))
    return replace(counting, at=iso(start.occurred_at), counts="up", note=since, doubt=doubt)


def _pet(span: timedelta) -> str:
    """In hours and minutes, "1:32", as long as no script adds the seconds."""
    minutes = int(max(span, timedelta()) / timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02}"


def _over(walk: Spacewalk) -> Clock:
    start, end = walk.fact(Milestone.EVA_START), walk.fact(Milestone.EVA_END)
    doubt = doubt_of(start) or doubt_of(end)
    if not (start and end and start.occurred_at and end.occurred_at):
        return Clock(label="Length", text="Not known", doubt=doubt)
    begun, ended = start.occurred_at, end.occurred_at
    span = f"{wording.clock_time(begun)} to {wording.clock_time(ended, begun)}"
    return Clock(label="It lasted", text=wording.length(ended - begun), note=span, doubt=doubt)
