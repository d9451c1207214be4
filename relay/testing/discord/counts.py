"""What the loopback Discord was asked and what it answered, in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Counts:
    """Since the start, or since everything was last forgotten."""

    requests: Counter[str] = field(default_factory=Counter)
    """By route, like `POST /channels/{}/messages`."""
    statuses: Counter[int] = field(default_factory=Counter)
    limited: Counter[str] = field(default_factory=Counter)
    """429s by scope: `global`, or `user` for one route."""
    invalid: int = 0
    """Answers of 401, 403 and 429."""
    faults: int = 0
    """Requests that were made to fail."""
    deduplicated: int = 0
    """Messages that were found by their nonce instead of made again."""
    identifies: int = 0
    resumes: int = 0
    in_flight: int = 0
    most_in_flight: int = 0

    def json(self) -> dict[str, Any]:
        """For a bench."""
        return {
            "requests": dict(self.requests),
            "statuses": {str(status): number for status, number in self.statuses.items()},
            "limited": dict(self.limited),
            "invalid": self.invalid,
            "faults": self.faults,
            "deduplicated": self.deduplicated,
            "identifies": self.identifies,
            "resumes": self.resumes,
            "most_in_flight": self.most_in_flight,
        }
