"""Asks Launch Library no more often than it allows, and hands its answers to their readers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import ClassVar

from pydantic import ConfigDict, Field, SecretStr

from relay.clock import Clock
from relay.core.observation import Observation, Topic
from relay.errors import SourceChanged, SourceUnavailable
from relay.plugins import Document, Http, Settings, Source
from relay.sources.asking import ask
from relay.sources.budget import CallBudget
from relay.sources.fields import Fields, fields, load, number, objects
from relay.sources.launch_library.events import SOURCE, read_event
from relay.sources.launch_library.spacewalks import read_spacewalk
from relay.sources.polling import Endpoint, Poller

EVENTS = "/events/upcoming/?type__ids=3&mode=detailed&limit=10"
"""Events of the past 24 hours are among them, and with them the updates of one under way."""
SPACEWALKS = "/spacewalks/?ordering=-start&mode=detailed&limit=5"
THROTTLE = "/api-throttle/"
"""Free of charge; tells how many calls this address has left."""
CALLS_PER_HOUR = 15
"""What the service allows an address without a key; a key does not make the relay ask more."""
HOUR = 3600.0
MOST_CLAIMS = 500
"""Observations of one document; ten events with all their streams and comments have about 80."""
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=9)
"""Around a planned start everything is asked more often."""

_OF_AN_EVENT = frozenset({"date", "date_precision", "webcast_live", "vid_urls", "updates"})
_OF_A_SPACEWALK = frozenset({"start", "end", "crew"})


class LaunchLibrarySettings(Settings):
    """The section `[sources.launch_library]` of config.toml."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    enabled: bool = True
    """Whether it is asked at all."""
    url: str = "https://ll.thespacedevs.com/2.3.0"
    """Where version 2.3.0 of the API begins."""
    interval_seconds: float = Field(default=600, ge=60)
    """Seconds between two readings of the events, give or take a tenth."""
    active_interval_seconds: float = Field(default=300, ge=60)
    """The same from two hours before a planned start to nine hours after it."""
    api_key: SecretStr = SecretStr("")
    """A key of the API's patrons. It is not needed, and the relay asks no more often with it."""
    allow_private: bool = False
    """Whether `url` may be an address of the local network."""


class LaunchLibrary(Source):
    """Two lists under one source: upcoming events, and spacewalks while one is near."""

    name: ClassVar[str] = SOURCE
    Config: ClassVar[type[Settings]] = LaunchLibrarySettings

    def __init__(
        self, config: Settings, http: Http, clock: Clock, random: Random | None = None
    ) -> None:
        assert isinstance(config, LaunchLibrarySettings)
        self._config = config
        self._http = http
        self._clock = clock
        self._starts: frozenset[datetime] = frozenset()
        self._budget = CallBudget(clock, CALLS_PER_HOUR, HOUR)
        self._limit_known = False
        self._poller = Poller(
            SOURCE,
            self._endpoints(),
            http,
            clock,
            random=random,
            budget=self._budget,
            allow_private=config.allow_private,
        )

    async def documents(self) -> AsyncIterator[Document | SourceUnavailable]:
        if not self._limit_known:
            problem = await self._learn_limit()
            if problem is not None:
                yield problem
        async with aclosing(self._poller.documents()) as found:
            async for item in found:
                yield item

    @staticmethod
    def parse(document: str, fetched_at: datetime) -> list[Observation]:
        results = fields(load(document, SOURCE)).get("results")
        if not isinstance(results, list):
            raise SourceChanged(
                f"{SOURCE}: the document has no list `results`; "
                f"compare the kept document with the API description of version 2.3.0"
            )
        entries = objects(results)
        readable = [entry for entry in entries if _is_event(entry) or _is_spacewalk(entry)]
        if results and not readable:
            raise SourceChanged(
                f"{SOURCE}: none of the {len(results)} results looks like an event or a "
                f"spacewalk; compare the kept document with the API description"
            )
        said = (
            observation
            for entry in readable
            for observation in (read_event if _is_event(entry) else read_spacewalk)(
                entry, fetched_at
            )
        )
        return list(islice(said, MOST_CLAIMS))

    def _endpoints(self) -> list[Endpoint]:
        return [
            Endpoint(
                url=self._url(EVENTS),
                interval=self._events_interval,
                learn=self._learn_starts,
                first_retry=60.0,
                headers=self._headers(),
            ),
            Endpoint(
                url=self._url(SPACEWALKS),
                interval=lambda now: HOUR if self._near(now) else None,
                first_retry=60.0,
                headers=self._headers(),
            ),
        ]

    def _url(self, path: str) -> str:
        return self._config.url.rstrip("/") + path

    def _headers(self) -> Mapping[str, str]:
        key = self._config.api_key.get_secret_value()
        return {"Authorization": f"Token {key}"} if key else {}

    def _events_interval(self, now: datetime) -> float:
        return (
            self._config.active_interval_seconds
            if self._near(now)
            else self._config.interval_seconds
        )

    def _near(self, now: datetime) -> bool:
        return any(start - BEFORE <= now <= start + AFTER for start in self._starts)

    def _learn_starts(self, document: Document) -> None:
        """Remember the planned starts. One that has passed stays: it may be under way unlisted."""
        try:
            observations = self.parse(document.text, document.at)
        except SourceChanged:
            return
        passed = {start for start in self._starts if start <= document.at <= start + AFTER}
        plans = [item.plan for item in observations if item.kind is Topic.SCHEDULE]
        self._starts = frozenset(passed | {plan.start for plan in plans if plan and plan.start})

    async def _learn_limit(self) -> SourceUnavailable | None:
        """Ask once what is left for this address: it may have been used by an earlier run."""
        await self._budget.take()
        try:
            async with self._http.session(allow_private=self._config.allow_private) as session:
                answer = await ask(
                    session,
                    self._url(THROTTLE),
                    self._clock.now(),
                    headers=self._headers(),
                    validators={},
                )
            self._apply_limit(load(answer or "", SOURCE))
        except SourceUnavailable as problem:
            return problem
        except SourceChanged as problem:
            return SourceUnavailable(f"the limit of calls is not known: {problem}")
        self._limit_known = True
        return None

    def _apply_limit(self, answer: object) -> None:
        throttle = next(iter(objects(answer)), fields(answer))
        limit, used = (
            number(throttle.get("your_request_limit")),
            number(throttle.get("current_use")),
        )
        stretch = number(throttle.get("limit_frequency_secs"))
        if limit and limit > 0 and stretch and stretch > 0:
            self._budget.limit(int(limit * HOUR / stretch))
        self._budget.count_used(used or 0)


def _is_event(entry: Fields) -> bool:
    return not _OF_AN_EVENT.isdisjoint(entry)


def _is_spacewalk(entry: Fields) -> bool:
    return not _OF_A_SPACEWALK.isdisjoint(entry)
