"""Listens to the station's public telemetry, one connection at a time, and for ever."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from relay.clock import Clock
from relay.core.observation import Observation
from relay.errors import SourceUnavailable
from relay.plugins import Document, Http, Settings, Source
from relay.sources.iss_telemetry.line import Call, Line
from relay.sources.iss_telemetry.messages import Subscription, Update
from relay.sources.iss_telemetry.patience import Patience
from relay.sources.iss_telemetry.reading import Reading
from relay.sources.iss_telemetry.samples import (
    HEARTBEAT,
    PRESSURE,
    PUMP,
    PUMP_POWER,
    REFERENCES,
    SOURCE,
    STATUS,
)
from relay.sources.iss_telemetry.telling import Telling

FIELDS = ("TimeStamp", "Value")
"""Of every item: hours of the year at its last change, and the value then."""

Item = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,40}$")]


class IssTelemetrySettings(Settings):
    """The section `[sources.iss_telemetry]` of config.toml."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    enabled: bool = True
    """Whether it is listened to at all."""
    url: str = "wss://push.lightstreamer.com/lightstreamer"
    """Where the Lightstreamer server takes WebSockets."""
    adapter_set: str = "ISSLIVE"
    """The server's name for the feed."""
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=20)] = (
        PRESSURE,
        PUMP_POWER,
        PUMP,
        *REFERENCES,
        HEARTBEAT,
    )
    """What is listened to: the pressure of the crew lock, the power and the switch of its pump,
    the pressures of the equipment lock and of the cabin, and the station's time."""
    allow_private: bool = False
    """Whether `url` may be an address of the local network."""


class IssTelemetry(Source):
    """A document is one update of one item, like `{"item": "AIRLOCK000049", "TimeStamp":
    "6803.9153", "Value": "20.3"}`, or says that the signal is lost: `{"signal": "lost"}`, or
    back: `{"signal": "back"}`. The station's time also has its `Status.Class`."""

    name: ClassVar[str] = SOURCE
    Config: ClassVar[type[Settings]] = IssTelemetrySettings

    def __init__(
        self, config: Settings, http: Http, clock: Clock, random: Random | None = None
    ) -> None:
        assert isinstance(config, IssTelemetrySettings)
        self._http = http
        self._clock = clock
        self._patience = Patience(random or Random())
        self._call = Call(
            url=config.url,
            adapter_set=config.adapter_set,
            subscriptions=tuple(_subscriptions(config.items)),
            allow_private=config.allow_private,
        )

    async def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        calls = _Calls(self._http, self._call, self._clock, self._patience)
        try:
            while True:
                for found in await calls.step():
                    yield found
        finally:
            await calls.close()

    @staticmethod
    def parse(document: str, fetched_at: datetime) -> list[Observation]:
        return Reading()(document, fetched_at)

    @classmethod
    def reader(cls) -> Reading:
        """Reads documents in their order, and remembers: a step is seen between two of them."""
        return Reading()


class _Calls:
    """One call after the other, and the waiting between them."""

    def __init__(self, http: Http, call: Call, clock: Clock, patience: Patience) -> None:
        self._http = http
        self._call = call
        self._clock = clock
        self._patience = patience
        self._telling = Telling(clock.now())
        self._not_before = clock.now()
        self._updates = self._dial()

    async def step(self) -> list[Document | SourceUnavailable]:
        """What comes next, if anything: of the line, or of a part of the wait for it."""
        if self._clock.now() < self._not_before:
            await self._rest()
            return self._documents(self._telling.passed(self._clock.now()))
        try:
            update = await anext(self._updates)
        except SourceUnavailable as problem:
            return self._hung_up(problem)
        now = self._clock.now()
        if update is not None:
            self._patience.served(now)
        return self._documents(self._telling.heard(update, now))

    async def close(self) -> None:
        """Hang up."""
        await self._updates.aclose()

    def _dial(self) -> AsyncGenerator[Update | None, None]:
        return Line(self._http, self._call).updates()

    async def _rest(self) -> None:
        until = min(self._not_before, self._telling.due or self._not_before)
        await self._clock.sleep((until - self._clock.now()).total_seconds())

    def _hung_up(self, problem: SourceUnavailable) -> list[Document | SourceUnavailable]:
        now = self._clock.now()
        wait = self._patience.failed(problem.retry_after)
        self._not_before = now + timedelta(seconds=wait)
        self._telling.cut(now)
        self._updates = self._dial()
        return [problem, *self._documents(self._telling.passed(now))]

    def _documents(self, texts: Iterable[str]) -> list[Document | SourceUnavailable]:
        return [Document(SOURCE, self._clock.now(), text) for text in texts]


def _subscriptions(items: Iterable[str]) -> Iterable[Subscription]:
    """One for all that have no more than a value, and one for the time, which has a status."""
    wanted = dict.fromkeys(items)
    values = tuple(item for item in wanted if item != HEARTBEAT)
    if values:
        yield Subscription(1, values, FIELDS)
    if HEARTBEAT in wanted:
        yield Subscription(2, (HEARTBEAT,), (*FIELDS, STATUS))
