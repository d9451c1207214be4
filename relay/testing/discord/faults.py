"""Requests that fail on request."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

How = int | str
"""A status; `drop` closes the connection, `hang` never answers."""


@dataclass(slots=True)
class Fault:
    """What happens to the next requests that match."""

    method: str
    path: re.Pattern[str]
    how: How
    times: int
    stored: bool
    """Whether the request does its work first: only its answer is lost."""
    html: bool
    """Whether the body is a proxy's page instead of JSON, and no `Via` header comes with it."""
    retry_after: float
    """Seconds that a 429 says."""


class Faults:
    """Those that are still to come, the oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self,
        method: str,
        path: str,
        how: How,
        times: int = 1,
        *,
        stored: bool = False,
        html: bool = False,
        retry_after: float = 1.0,
    ) -> None:
        """`path` begins after `/api/v10`; a `*` in it stands for one step; `*` alone for all."""
        if isinstance(how, str) and how not in {"drop", "hang"}:
            raise ValueError(f"a request can `drop` or `hang`, not {how!r}")
        steps = ".*" if path == "*" else re.escape(path).replace(r"\*", "[^/]+")
        self._waiting.append(
            Fault(method, re.compile(steps), how, times, stored, html, retry_after)
        )

    def take(self, method: str, path: str) -> Fault | None:
        """The one that this request meets."""
        if not self._waiting:
            return None
        meets: Callable[[Fault], bool] = partial(_meets, method, path)
        fault = next(filter(meets, self._waiting), None)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault

    def clear(self) -> None:
        """Nothing fails any more."""
        self._waiting.clear()


def _meets(method: str, path: str, fault: Fault) -> bool:
    return fault.method in {method, "*"} and fault.path.fullmatch(path) is not None
