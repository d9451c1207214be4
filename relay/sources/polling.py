"""The loop that every polled source shares: when to ask again, and how politely."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import aiohttp

from relay.clock import Clock
from relay.errors import SourceUnavailable
from relay.plugins import Document, Http
from relay.sources.asking import TooManyCalls, ask
from relay.sources.budget import CallBudget

LONGEST_BACKOFF = 15 * 60.0
"""Seconds between tries of a source that stays away."""
JITTER = 0.1
"""Share by which every wait is longer or shorter, so that many relays do not ask in step."""
IDLE = 5 * 60.0
"""Seconds until an endpoint that was not wanted is considered again."""


@dataclass(slots=True, kw_only=True)
class Endpoint:
    """One address that is asked again and again. What is known of it outlives the loop, so that
    restarting the loop neither asks sooner nor forgets a backoff."""

    url: str
    interval: Callable[[datetime], float | None]
    """Seconds until it is asked again, as of that instant; None while it need not be asked."""
    learn: Callable[[Document], None] = lambda document: None
    """Is shown each new document before the next try is planned."""
    first_retry: float = 15.0
    """Seconds after the first failure; doubled by each further one."""
    headers: Mapping[str, str] = field(default_factory=dict)
    conditional: bool = True
    """Whether an unchanged document may be left out. Not so where its meaning changes with time."""

    due: datetime | None = None
    failures: int = 0
    validators: dict[str, str] = field(default_factory=dict)


def every(seconds: float) -> Callable[[datetime], float | None]:
    """The interval of an endpoint that is always wanted equally often."""
    return lambda now: seconds


class Poller:
    """Asks the endpoints of one source in turn, for ever."""

    def __init__(
        self,
        source: str,
        endpoints: Sequence[Endpoint],
        http: Http,
        clock: Clock,
        *,
        random: Random | None = None,
        budget: CallBudget | None = None,
        allow_private: bool = False,
    ) -> None:
        self._source = source
        self._endpoints = endpoints
        self._http = http
        self._clock = clock
        self._random = random or Random()
        self._budget = budget
        self._allow_private = allow_private

    async def documents(self) -> AsyncGenerator[Document | SourceUnavailable, None]:
        """New documents as they come, and failed tries as they fail. The first answer after a
        start is always a full document."""
        for endpoint in self._endpoints:
            endpoint.validators.clear()
        async with self._http.session(allow_private=self._allow_private) as session:
            while True:
                found = await self._turn(session)
                if found is not None:
                    yield found

    async def _turn(self, session: aiohttp.ClientSession) -> Document | SourceUnavailable | None:
        """Wait for the endpoint that is due first and ask it, if it is wanted then."""
        endpoint = min(self._endpoints, key=self._due)
        await self._clock.sleep((self._due(endpoint) - self._clock.now()).total_seconds())
        if endpoint.interval(self._clock.now()) is None:
            self._plan(endpoint, IDLE)
            return None
        if self._budget is not None:
            await self._budget.take()
        try:
            return await self._fetch(session, endpoint)
        except SourceUnavailable as problem:
            self._back_off(endpoint, problem)
            return problem

    async def _fetch(self, session: aiohttp.ClientSession, endpoint: Endpoint) -> Document | None:
        self._plan(endpoint, endpoint.first_retry)
        text = await ask(
            session,
            endpoint.url,
            self._clock.now(),
            headers=endpoint.headers,
            validators=endpoint.validators,
        )
        if not endpoint.conditional:
            endpoint.validators.clear()
        document = None if text is None else Document(self._source, self._clock.now(), text)
        if document is not None:
            endpoint.learn(document)
        endpoint.failures = 0
        self._plan(endpoint, endpoint.interval(self._clock.now()) or IDLE)
        return document

    def _back_off(self, endpoint: Endpoint, problem: SourceUnavailable) -> None:
        doubled = endpoint.first_retry * 2.0 ** min(endpoint.failures, 20)
        endpoint.failures += 1
        self._plan(endpoint, min(doubled, LONGEST_BACKOFF / (1 + JITTER)))
        if problem.retry_after is None:
            return
        asked = self._endpoints if isinstance(problem, TooManyCalls) else (endpoint,)
        wished = self._clock.now() + timedelta(seconds=problem.retry_after)
        for other in asked:
            other.due = max(self._due(other), wished)

    def _plan(self, endpoint: Endpoint, seconds: float) -> None:
        wait = seconds * self._random.uniform(1 - JITTER, 1 + JITTER)
        endpoint.due = self._clock.now() + timedelta(seconds=wait)

    def _due(self, endpoint: Endpoint) -> datetime:
        return endpoint.due or self._clock.now()
