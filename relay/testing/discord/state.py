"""What all parts of the loopback Discord share."""

import asyncio

from relay.clock import Clock
from relay.testing.discord.counts import Counts
from relay.testing.discord.faults import Faults
from relay.testing.discord.limits import Gate, Limits
from relay.testing.discord.world import World


class State:
    """One Discord, without its sockets."""

    def __init__(self, limits: Limits, clock: Clock, token: str) -> None:
        self.limits = limits
        self.clock = clock
        self.token = token
        self.world = World(clock)
        self.faults = Faults()
        self.counts = Counts()
        self.gate = Gate(limits)
        self.gateway_url = ""
        self.closing = asyncio.Event()

    def now(self) -> float:
        """The present instant, in seconds since 1970."""
        return self.clock.now().timestamp()

    def forget(self) -> None:
        """Messages, counts, faults and what was taken of the limits; guilds and people stay."""
        for channel in self.world.channels.values():
            channel.messages.clear()
            channel.nonces.clear()
        self.faults.clear()
        self.counts = Counts(in_flight=self.counts.in_flight)
        self.gate = Gate(self.limits)
