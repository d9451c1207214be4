"""How much the loopback Discord takes, and when it says 429."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from relay.testing.discord.refusals import LIMITED, Refused

CAN_BE_OFF = "per_second messages edits old_edits crossposts scheduled_events invalid".split()

BLUR = 1e-6
"""Seconds that a float of the present may be off."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` in `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is enforced. None is no limit. The numbers are Discord's own where it states them
    (https://discord.com/developers/docs/topics/rate-limits), else what its users observe."""

    per_second: int | None = 50
    """Requests of one bot, those of interactions excepted, in any second."""
    messages: Rate | None = Rate(5, 5.0)
    """New messages in a channel; like all others a window that starts with its first request."""
    edits: Rate | None = Rate(5, 5.0)
    """Edits in a channel."""
    old_edits: Rate | None = Rate(3, 6.0)
    """Edits in a channel of messages older than an hour; no header announces it."""
    crossposts: Rate | None = Rate(10, 3600.0)
    scheduled_events: Rate | None = Rate(5, 60.0)
    """New scheduled events of a guild."""
    others: Mapping[str, Rate] = field(default_factory=dict)
    """More of the kind, by route: `{"PATCH /channels/{}": Rate(2, 600)}`."""
    invalid: Rate | None = Rate(10_000, 600.0)
    """Answers of 401, 403 and 429 before everything is refused."""
    nonce_memory: float = 300.0
    """Seconds for which a message is found again by its nonce."""
    rtt: float = 0.0
    """Seconds by which every answer is late."""
    heartbeat_interval: float = 41.25
    shards: int = 1
    """How many the bot is told to use."""

    @classmethod
    def off(cls, **kept: Any) -> Self:
        """Without any limit but those that are named."""
        none: dict[str, Any] = dict.fromkeys(CAN_BE_OFF)
        return cls(**{**none, **kept})

    def by_route(self) -> dict[str, Rate]:
        """The rates that headers announce."""
        named = {
            "POST /channels/{}/messages": self.messages,
            "PATCH /channels/{}/messages/{}": self.edits,
            "POST /channels/{}/messages/{}/crosspost": self.crossposts,
            "POST /guilds/{}/scheduled-events": self.scheduled_events,
        }
        return {route: rate for route, rate in named.items() if rate} | dict(self.others)


class Window:
    """The strictest reading of a rate: no span of that length holds more than so many."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._taken: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until there is room again; 0.0 when there is."""
        oldest = now - self._rate.seconds + BLUR
        while self._taken and self._taken[0] <= oldest:
            self._taken.popleft()
        full = len(self._taken) >= self._rate.count
        return self._taken[0] + self._rate.seconds - now if full else 0.0

    def take(self, now: float) -> float:
        """Like `wait`; room is taken when there is some."""
        wait = self.wait(now)
        if not wait:
            self._taken.append(now)
        return wait


class Bucket:
    """A window that starts with its first request, as the headers of Discord describe it."""

    __slots__ = ("rate", "remaining", "resets_at")

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self.remaining = 0
        self.resets_at = -math.inf

    def take(self, now: float) -> float:
        """Seconds until there is room again; 0.0 when there was some, which is taken."""
        if now >= self.resets_at - BLUR:
            self.remaining = self.rate.count
            self.resets_at = now + self.rate.seconds
        if not self.remaining:
            return self.resets_at - now
        self.remaining -= 1
        return 0.0

    def headers(self, name: str, now: float) -> dict[str, str]:
        """What is left, as Discord says it."""
        return {
            "X-RateLimit-Limit": str(self.rate.count),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{self.resets_at:.3f}",
            "X-RateLimit-Reset-After": f"{max(0.0, self.resets_at - now):.3f}",
            "X-RateLimit-Bucket": name,
        }


class Gate:
    """Lets a request in, or refuses it with how long to wait."""

    def __init__(self, limits: Limits) -> None:
        rate = limits.per_second
        self._all = Window(Rate(rate, 1.0)) if rate else None
        self._invalid = Window(limits.invalid) if limits.invalid else None
        self._old_edits = limits.old_edits
        self._old: dict[int, Window] = {}
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def banned(self, now: float) -> bool:
        """Whether there were too many invalid requests."""
        return self._invalid is not None and self._invalid.wait(now) > 0

    def count_invalid(self, now: float) -> None:
        """One more answer of 401, 403 or 429."""
        if self._invalid is not None:
            self._invalid.take(now)

    def admit(self, now: float) -> None:
        """One more request of the bot."""
        wait = self._all.take(now) if self._all else 0.0
        if wait:
            raise limited(wait, "global")

    def bucket(self, name: str, major: str, rate: Rate, now: float) -> dict[str, str]:
        """One more request of that route and channel or guild: the headers to answer with."""
        bucket = self._buckets.get((name, major))
        if bucket is None:
            bucket = self._buckets[name, major] = Bucket(rate)
        wait = bucket.take(now)
        headers = bucket.headers(name, now)
        if wait:
            raise limited(wait, "user", headers)
        return headers

    def edit_old(self, channel: int, now: float) -> None:
        """One more edit there of a message older than an hour."""
        if self._old_edits is None:
            return
        wait = self._old.setdefault(channel, Window(self._old_edits)).take(now)
        if wait:
            words = "Maximum number of edits to messages older than 1 hour reached."
            raise limited(wait, "user", code=30046, message=words)


def limited(
    wait: float, scope: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Refused:
    """A 429 as Discord words it; seconds are rounded up to milliseconds."""
    everyone = scope == "global"
    body = {
        "message": LIMITED.message,
        "retry_after": math.ceil((wait - BLUR) * 1000) / 1000,
        "global": everyone,
    }
    said = {"Retry-After": str(math.ceil(wait)), "X-RateLimit-Scope": scope, **(headers or {})}
    if everyone:
        said["X-RateLimit-Global"] = "true"
    return Refused(LIMITED, body | more, said)
