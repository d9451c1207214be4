"""The table of milestones. All that is particular to one milestone stands in its row here.

Official start and end follow the segment's rule: a US spacewalk starts when both suits are on
battery power and ends when repressurization of the crewlock begins; a Russian one lasts from
hatch open to hatch closed (NASA and Roscosmos usage, collectSPACE 2018-02-02).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from relay.core.spacewalk import Segment


class Milestone(StrEnum):
    """What happens on the way of a spacewalk, or instead of it."""

    COVERAGE_START = "coverage_start"
    DEPRESS_START = "depress_start"
    HATCH_OPEN = "hatch_open"
    EVA_START = "eva_start"
    EGRESS = "egress"
    TASK = "task"
    TERMINATED = "terminated"
    INGRESS = "ingress"
    HATCH_CLOSED = "hatch_closed"
    REPRESS_START = "repress_start"
    EVA_END = "eva_end"
    DELAYED = "delayed"
    SCRUBBED = "scrubbed"


class Standing(StrEnum):
    """How firmly a milestone is known."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


class Trust(IntEnum):
    """How much one observation is worth."""

    HINT = 1
    """Speech, captions, a sensor outside its window: never more than `reported` alone."""
    AUTOMATIC = 2
    """A well-kept public record that is not the agency's own."""
    AGENCY = 3
    """The agency's own words."""
    MODERATOR = 4
    """A person whom the operator trusts."""


CONFIRMS = Trust.AGENCY
"""From this trust on, one observation is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One milestone. `order` is its place on the way; events of one instant are told in it."""

    title: str
    order: int
    undone_by: Milestone | None = None
    """Its opposite; after that it may happen again."""
    after: Milestone | None = None
    """It is never told before this one has been reached."""
    means: Mapping[Segment, Milestone] = field(default_factory=lambda: MappingProxyType({}))
    """The official milestone that it is at the same time, by segment."""
    repeats: bool = False
    """Each report is one of its own, told apart by its words."""
    calls_off: bool = False
    """The spacewalk does not take place as planned; what comes later is another attempt."""


_M = Milestone
TABLE: Mapping[Milestone, Row] = MappingProxyType(
    {
        _M.COVERAGE_START: Row(title="Live coverage begins", order=10),
        _M.DEPRESS_START: Row(
            title="Depressurization begins", order=20, undone_by=_M.REPRESS_START
        ),
        _M.HATCH_OPEN: Row(
            title="Hatch open",
            order=30,
            undone_by=_M.HATCH_CLOSED,
            means={Segment.RUSSIAN: _M.EVA_START},
        ),
        _M.EVA_START: Row(title="Spacewalk begins", order=40),
        _M.EGRESS: Row(title="Outside", order=50, after=_M.EVA_START),
        _M.TASK: Row(title="Task", order=60, repeats=True, after=_M.EVA_START),
        _M.TERMINATED: Row(title="Called to end early", order=65, after=_M.EVA_START),
        _M.INGRESS: Row(title="Back inside the airlock", order=70, after=_M.EVA_START),
        _M.HATCH_CLOSED: Row(
            title="Hatch closed",
            order=80,
            undone_by=_M.HATCH_OPEN,
            after=_M.EVA_START,
            means={Segment.RUSSIAN: _M.EVA_END},
        ),
        _M.REPRESS_START: Row(
            title="Repressurization begins",
            order=90,
            undone_by=_M.DEPRESS_START,
            means={Segment.US: _M.EVA_END},
        ),
        _M.EVA_END: Row(title="Spacewalk over", order=100, after=_M.EVA_START),
        _M.DELAYED: Row(title="Postponed", order=200, calls_off=True),
        _M.SCRUBBED: Row(title="Called off", order=210, calls_off=True),
    }
)
