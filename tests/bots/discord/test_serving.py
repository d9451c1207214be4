"""The whole bot on the wire: it answers commands, and comes back from whatever happens to it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bots.discord import Config, Discord
from relay.core.board import Board
from relay.http import SafeHttp
from relay.testing.claims import at
from relay.testing.clock import FakeClock
from relay.testing.desk import FakeDesk
from relay.testing.discord import Limits, Loopback, slash
from relay.testing.discord.library import speaking_to

NOTHING_KNOWN = "No announced spacewalk is known."


@asynccontextmanager
async def served(
    discord: Loopback, clock: FakeClock, token: str = ""
) -> AsyncIterator[asyncio.Task[None]]:
    """The bot as the relay runs it; cancelled at the end, as when the relay stops."""
    config = Config.model_validate(
        {
            "token": token or discord.token,
            "api_url": discord.api_url,
            "gateway_url": discord.gateway_url,
            "allow_private": True,
        }
    )
    bot = Discord(config, SafeHttp(), clock)
    await bot.start()
    bot.meet(FakeDesk(Board(), at("12:00")))
    with speaking_to(discord):
        serving = asyncio.create_task(bot.serve())
        try:
            yield serving
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            await bot.close()


@pytest.fixture
async def discord() -> AsyncIterator[Loopback]:
    async with Loopback(Limits.off()) as loopback:
        loopback.world.add_guild(channels=1)
        yield loopback


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at("12:00"))


async def ask(discord: Loopback) -> str:
    """What somebody in the first server is answered to /next."""
    guild = next(iter(discord.world.guilds.values()))
    channel = next(iter(guild.channels.values()))
    asked = await discord.interact(slash("next"), channel=channel, user=discord.world.add_user())
    return str((asked.answer or {})["embeds"][0]["description"])


async def test_a_command_is_answered(discord: Loopback, clock: FakeClock) -> None:
    async with served(discord, clock):
        await discord.gateway.ready()

        assert await ask(discord) == NOTHING_KNOWN


async def outage(discord: Loopback) -> None:
    guild = next(iter(discord.world.guilds.values()))
    discord.changes.outage(guild)
    discord.changes.restore(guild)
    await discord.gateway.flush()


BLOWS: dict[str, Callable[[Loopback], Awaitable[object]]] = {
    "RECONNECT": lambda discord: discord.gateway.reconnect(),
    "INVALID_SESSION": lambda discord: discord.gateway.invalidate(),
    "an unknown op": lambda discord: discord.gateway.raw('{"op": 99, "d": null}'),
    "an event in no known form": lambda discord: discord.dispatch("GUILD_ROLE_UPDATE", {"a": 1}),
    "an outage of the server": outage,
}


@pytest.mark.parametrize("blow", BLOWS)
async def test_it_answers_again_after(
    discord: Loopback, clock: FakeClock, blow: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with served(discord, clock) as serving:
        await discord.gateway.ready()
        await BLOWS[blow](discord)
        await discord.gateway.ready()

        assert await ask(discord) == NOTHING_KNOWN
        assert not serving.done()


async def test_a_first_connect_that_fails_is_tried_again(
    discord: Loopback, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail_next("GET", "/users/@me", 403, times=1)
    async with served(discord, clock):
        await clock.asleep(2)
        await clock.advance(5)
        await discord.gateway.ready()

        assert await ask(discord) == NOTHING_KNOWN
    assert [r.exc_info for r in caplog.records if r.name.endswith("connecting")] == [None]


async def test_what_is_no_json_makes_it_connect_anew(discord: Loopback, clock: FakeClock) -> None:
    async with served(discord, clock):
        await discord.gateway.ready()
        await discord.gateway.raw("{")
        await clock.asleep(2)
        await clock.advance(5)
        await discord.gateway.ready()

        assert await ask(discord) == NOTHING_KNOWN


async def test_a_wrong_token_is_one_line_and_ends_nothing(
    discord: Loopback, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(discord, clock, token="another") as serving:
        await clock.asleep(2)
        await clock.advance(100)

        assert not serving.done()
    told = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert ["does not accept the token" in r.getMessage() for r in told] == [True]
    assert "another" not in caplog.text
