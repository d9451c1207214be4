"""Requests to Discord's REST interface, paced, with its limits kept and its refusals understood.

discord.py's own client has no limit for all requests together, gives up a dropped connection after
one try and looks through every bucket at each request (docs/performance.md); so what the relay
sends by itself goes through here, and discord.py answers people.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp
from yarl import URL

from bots.discord.pacer import Pacer, Urgency
from bots.discord.refusals import BLOCKED, Answer, TooSlow, refusal
from bots.discord.routes import Routes, route
from bots.discord.upload import Upload, written
from relay.clock import Clock
from relay.errors import DeliveryDelayed

TIMEOUT = aiohttp.ClientTimeout(total=10)
UPLOADING = aiohttp.ClientTimeout(total=60)
"""Files may be large, and lines slow."""
TRIES = 3
PRIVATE = (
    "api_url is not on the public internet: if it is meant, set allow_private = true "
    "under [bots.discord]"
)
SHORT = 0.5
"""Seconds that a request waits in its place for its bucket; for longer it comes back later."""
INVALID, INVALID_WINDOW = 8_000, timedelta(minutes=10)
"""Discord bans an address for a while after 10,000 requests that it refused in ten minutes."""
_AGAIN = frozenset({408, 500, 502, 503, 504})
_INVALID = frozenset({401, 403, 429})


class Calls(Protocol):
    """What the rest of the bot needs of it."""

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        urgency: Urgency = Urgency.TELLING,
        tries: int = TRIES,
    ) -> Any:
        """The answer's JSON. `body` is JSON, or an `Upload`. One try for what would be made twice
        if only its answer were lost.

        Raises DeliveryDelayed, DeliveryRefused, DestinationClosed.
        """
        ...


class Rest(Calls):
    """One bot's account at one address."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        token: str,
        pacer: Pacer,
        clock: Clock,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bot {token}"}
        self._pacer = pacer
        self._clock = clock
        self._wait = wait
        self._routes = Routes(self._now)
        self._invalid: deque[float] = deque(maxlen=INVALID)

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        urgency: Urgency = Urgency.TELLING,
        tries: int = TRIES,
    ) -> Any:
        """What failed on the way is tried again at once a few times, then left to the caller."""
        problem: DeliveryDelayed | None = None
        for attempt in range(tries):
            if attempt:
                await self._wait(SHORT * attempt)
            self._keep_the_budget()
            try:
                return self._result(await self._turn(method, path, body, urgency))
            except DeliveryDelayed as delay:
                problem = delay
                if delay.retry_after > SHORT:
                    break
        assert problem is not None
        raise problem

    def _keep_the_budget(self) -> None:
        if len(self._invalid) < INVALID:
            return
        left = self._invalid[0] + INVALID_WINDOW.total_seconds() - self._now()
        if left > 0:
            raise DeliveryDelayed("too many requests were refused: a ban would follow", left)

    async def _turn(self, method: str, path: str, body: object, urgency: Urgency) -> Answer:
        name = route(method, path)
        while True:
            await self._room(name)
            async with self._pacer.turn(urgency):
                # While it waited for its turn another request may have taken the room.
                if self._routes.is_free(name):
                    with self._routes.flight(name):
                        answer = await self._ask(method, path, body)
                        self._routes.note(name, answer)
                    return answer

    async def _room(self, name: str) -> None:
        while True:
            await self._routes.landing(name)
            left = self._routes.wait(name)
            if left > SHORT:
                raise DeliveryDelayed("the limit of this channel is reached", left)
            if not left:
                return
            await self._wait(left)

    async def _ask(self, method: str, path: str, body: object) -> Answer:
        data, headers = written(body)
        large = isinstance(body, Upload)
        try:
            async with self._session.request(
                method,
                URL(self._url + path, encoded=True),
                data=data,
                headers={**self._headers, **headers},
                timeout=UPLOADING if large else TIMEOUT,
                allow_redirects=False,
            ) as response:
                return Answer(response.status, response.headers, await response.read())
        except TimeoutError as problem:
            # Not again at once: what hangs would hold a place that others need.
            late = TooSlow if large else DeliveryDelayed
            raise late("Discord does not answer in time", 2 * SHORT) from problem
        except (aiohttp.ClientError, OSError) as problem:
            # Of several addresses only the texts of what went wrong remain.
            if "is not a public address" in str(problem):
                raise DeliveryDelayed(PRIVATE, BLOCKED) from problem
            said = f"Discord does not answer ({type(problem).__name__})"
            raise DeliveryDelayed(said, SHORT) from problem

    def _result(self, answer: Answer) -> Any:
        if answer.status in _INVALID:
            self._invalid.append(self._now())
        if not 200 <= answer.status < 300:
            raise self._failure(answer)
        said = answer.json()
        if answer.body and said is None:
            raise DeliveryDelayed("what answered is not Discord: it sent no JSON", BLOCKED)
        return said

    def _failure(self, answer: Answer) -> Exception:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = answer.retry_after()
            if answer.is_global():
                self._pacer.pause(wait)
                return DeliveryDelayed("Discord asks all requests to wait", min(wait, SHORT))
            return DeliveryDelayed("Discord asks this channel to wait", wait)
        if answer.status in _AGAIN:
            return DeliveryDelayed(f"Discord answered {answer.status}", SHORT)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            wait = INVALID_WINDOW.total_seconds() / 2
            self._pacer.pause(wait)
            return DeliveryDelayed("Discord does not accept the token: set a valid one", wait)
        return refusal(answer)

    def _now(self) -> float:
        return self._clock.now().timestamp()
