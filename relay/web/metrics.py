"""What the web face counts of itself, for an operator's Prometheus."""

import math
from collections.abc import Callable
from importlib.metadata import version

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Info, generate_latest
from prometheus_client.process_collector import ProcessCollector

from relay.core.board import Board
from relay.core.standing import State
from relay.plugins import Footage
from relay.web.site import Site

NOWHERE = "none"
"""The route of a request that no handler answers: an address from outside is never a label."""


class Metrics:
    """Counters of one application. Labels are words of the program, never text from outside."""

    def __init__(self, site: Site) -> None:
        """The journal and the board of `site` are looked at whenever somebody reads the figures."""
        self._registry = CollectorRegistry()
        self._streams = self._gauge("streams", "Event streams that are open")
        self._stalled = self._counter(
            "streams_stalled", "Event streams that were closed because their reader did not read"
        )
        self._refused = self._counter("refused", "Connections and requests refused", "why")
        self._answers = self._counter("answers", "Requests answered", "route", "status")
        head = self._gauge("journal_head", "The number of the newest event in the journal")
        head.set_function(lambda: site.journal.head)
        walks = self._gauge("spacewalks", "Spacewalks on the board", "state")
        for state in State:
            walks.labels(state.value).set_function(_count(site.board, state))
        build = Info("spacewalk_relay_build", "The running program", registry=self._registry)
        build.info({"version": version("spacewalk-relay")})
        if site.footage:
            self._show(site.footage, site)
        ProcessCollector(registry=self._registry)

    def _show(self, footage: Footage, site: Site) -> None:
        """What a gauge says in the place of a number that there is not is NaN."""
        age = self._gauge("picture_age_seconds", "Since the newest picture of the stream; or NaN")
        followed = self._gauge("video_followed", "Whether a stream is followed: 1 or 0")
        lost = self._gauge("video_lost", "Whether no stream gives a picture any more: 1 or 0")
        age.set_function(lambda: _age(footage, site))
        followed.set_function(lambda: bool(footage.watching.title))
        lost.set_function(lambda: footage.watching.lost_since is not None)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"spacewalk_relay_{name}", says, labels, registry=self._registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"spacewalk_relay_{name}", says, labels, registry=self._registry)

    def stream_opened(self) -> None:
        """A reader began to follow."""
        self._streams.inc()

    def stream_closed(self) -> None:
        """A stream that was opened ended, whoever ended it and why."""
        self._streams.dec()

    def stream_stalled(self) -> None:
        """A stream is about to be closed because its reader takes nothing."""
        self._stalled.inc()

    def refused(self, why: str) -> None:
        """A connection or a request was turned away. `why` is one of a few fixed words."""
        self._refused.labels(why).inc()

    def answered(self, route: str, status: int) -> None:
        """A request was answered; `route` is what `route_of` says. Statuses count by hundreds."""
        self._answers.labels(route, f"{status // 100}xx").inc()

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)


METRICS = web.AppKey("metrics", Metrics)


def route_of(request: web.Request) -> str:
    """The pattern of the route that answers a request, like "/spacewalks/{id}"."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else NOWHERE


def _age(footage: Footage, site: Site) -> float:
    still = footage.latest()
    return (site.now() - still.at).total_seconds() if still else math.nan


def _count(board: Callable[[], Board], state: State) -> Callable[[], float]:
    return lambda: sum(walk.state is state for walk in board().spacewalks.values())
