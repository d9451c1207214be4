"""What a person in a chat says of a spacewalk, before anyone has weighed it."""

from dataclasses import dataclass
from datetime import datetime

from relay.core.milestone import Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One moderator's word on one milestone."""

    author: str
    """The account, as `platform:id`: `discord:80351110224678912`."""
    by: str
    """The name that others see."""
    community: str
    """Where it was said, as `platform:id`; it holds there alone unless the author is trusted."""
    spacewalk: str
    milestone: Milestone
    occurred_at: datetime | None
    """Of what is taken back: the time that it stands at; None for what stands without one, and
    otherwise the latest."""
    note: str = ""
    retracts: bool = False
    corrects: datetime | None = None
    """The time told of the fact that is meant, where it has to be that one and no other."""
