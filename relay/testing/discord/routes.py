"""Finds who answers a request: a walk down the steps of its path."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from relay.testing.discord.limits import Rate
from relay.testing.discord.models import Json, Upload
from relay.testing.discord.refusals import NO_METHOD, NO_ROUTE, Refused
from relay.testing.discord.state import State
from relay.testing.discord.world import World


class Reply(NamedTuple):
    """JSON and its status; nothing is 204."""

    data: Any = None
    status: int = 200


@dataclass(slots=True)
class Call:
    """A request that was let in."""

    state: State
    ids: tuple[str, ...]
    """What stands at the `{}` of the route."""
    now: float
    body: Json = field(default_factory=dict)
    items: list[Json] = field(default_factory=list)
    """The body where it is a list."""
    query: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()

    @property
    def world(self) -> World:
        """Everything there is."""
        return self.state.world


Answer = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers, and within which limit."""

    name: str
    answer: Answer
    rate: Rate | None
    bucket: str
    exempt: bool
    """Its token stands in its path: neither the bot's token nor the global limit is asked for."""


class Routes:
    """All that are served."""

    def __init__(self, table: Mapping[str, Answer], rates: Mapping[str, Rate]) -> None:
        unknown = rates.keys() - table.keys()
        if unknown:
            raise ValueError(f"no such routes: {', '.join(sorted(unknown))}")
        self._root: dict[str, Any] = {}
        for name, answer in table.items():
            self._add(name, answer, rates.get(name))

    def _add(self, name: str, answer: Answer, rate: Rate | None) -> None:
        method, path = name.split(" ")
        node = self._root
        for step in path.split("/")[1:]:
            node = node.setdefault(step, {})
        exempt = path.startswith(("/interactions/", "/webhooks/"))
        bucket = hashlib.sha256(name.encode()).hexdigest()[:32]
        node.setdefault("", {})[method] = Route(name, answer, rate, bucket, exempt)

    def find(self, method: str, path: str) -> tuple[Route, tuple[str, ...]]:
        """The route and what stands at its `{}`. Raises Refused when there is none."""
        node: dict[str, Any] | None = self._root
        ids = []
        for step in path.split("/")[1:]:
            assert node is not None
            below = node.get(step) if step else None
            if below is None:
                below = node.get("{}")
                ids.append(step)
            if below is None:
                raise Refused(NO_ROUTE)
            node = below
        assert node is not None
        methods = node.get("")
        if not methods:
            raise Refused(NO_ROUTE)
        if method not in methods:
            raise Refused(NO_METHOD)
        return methods[method], tuple(ids)
