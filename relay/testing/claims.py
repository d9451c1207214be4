"""Short ways to say what a source claims, for the tests of the core."""

from datetime import UTC, datetime, timedelta
from typing import Any

from relay.core.board import Board
from relay.core.event import Event, Summary
from relay.core.fusion import Fusion
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Evidence, Observation, Topic
from relay.core.spacewalk import Identity, Plan, Segment
from relay.core.standing import Fact, Spacewalk, State

TRUST = {
    "station_blog": Trust.AGENCY,
    "launch_library": Trust.AUTOMATIC,
    "iss_telemetry": Trust.AUTOMATIC,
    "captions": Trust.HINT,
    "speech": Trust.HINT,
    "moderator": Trust.MODERATOR,
}
DAY = datetime(2024, 6, 24, tzinfo=UTC)


def at(clock: str, day: datetime = DAY) -> datetime:
    """The instant `clock` (hours:minutes, or with seconds) of that day."""
    hours, minutes, seconds = (int(part) for part in f"{clock}:00".split(":")[:3])
    return day + timedelta(hours=hours, minutes=minutes, seconds=seconds)


class Walk:
    """One spacewalk under test: what is claimed of it, and what was told."""

    def __init__(self, segment: Segment = Segment.US, number: str | None = "90") -> None:
        self.fusion = Fusion(Board())
        self.who = Identity(segment=segment, number=number, near=at("12:50"))
        self.told: list[Event] = []

    def planned(self, start: datetime | None, seen: datetime, **more: Any) -> list[Event]:
        """The schedule states a start."""
        plan = Plan(start=start, **more)
        return self.observe("launch_library", Topic.SCHEDULE, seen, plan=plan, planned=True)

    def says(
        self, source: str, kind: Milestone, seen: str, when: str | None = None, **more: Any
    ) -> list[Event]:
        """A source reports a milestone, with a time of that day or without."""
        return self.observe(source, kind, at(seen), occurred_at=at(when) if when else None, **more)

    def observe(
        self, source: str, kind: Milestone | Topic, seen: datetime, **more: Any
    ) -> list[Event]:
        """Feed one observation and keep what it led to."""
        claim: dict[str, Any] = {
            "spacewalk": self.who,
            "evidence": Evidence(address=f"https://{source}.example"),
        }
        one = Observation(
            source=source, trust=TRUST[source], kind=kind, seen_at=seen, **claim | more
        )
        fused = self.fusion.observe(one)
        events = fused.events if fused else []
        self.told += events
        return events

    @property
    def now(self) -> Spacewalk:
        """The only spacewalk on the board."""
        (walk,) = self.fusion.board.spacewalks.values()
        return walk

    def state(self) -> State:
        """Where it is on its way."""
        return self.now.state

    @property
    def standing(self) -> set[Milestone]:
        """What stands as reached."""
        return {fact.milestone for fact in self.now.standing_facts()}

    @property
    def plan(self) -> Plan:
        """The plan that was told; there must be one."""
        assert self.now.plan
        return self.now.plan

    @property
    def summary(self) -> Summary:
        """The summary that was told; there must be one."""
        assert self.now.summary
        return self.now.summary

    def named(self, name: str) -> Spacewalk:
        """The spacewalk of that id; there must be one."""
        walk = self.fusion.board.find(name)
        assert walk
        return walk

    def fact(self, milestone: Milestone) -> Fact:
        """The latest standing occurrence of a milestone; there must be one."""
        fact = self.now.fact(milestone)
        assert fact
        return fact

    def time_of(self, milestone: Milestone) -> str:
        """When it stands as reached, as hours:minutes."""
        reached = self.fact(milestone).occurred_at
        assert reached
        return f"{reached:%H:%M}"
