"""What takes a while to be made, on the wire: a note meanwhile, and one at a time in a server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest

from bots.discord.client import build
from bots.discord.commands import screening
from relay.core.board import Board
from relay.errors import VideoError
from relay.plugins import Clip, Destination, Still
from relay.testing.claims import at
from relay.testing.desk import FakeDesk
from relay.testing.discord import Channel, Interaction, Limits, Loopback, slash
from relay.testing.discord.library import speaking_to
from relay.testing.footage import FakeFootage

MP4 = b"\0\0\0\x18ftyp a clip"
CLIP = Clip(mp4=MP4, at=at("12:00"), length=timedelta(seconds=30), credit="NASA")


class Slow(FakeFootage):
    """A clip waits until the test lets it go on."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.still = Still(jpeg=b"\xff\xd8", at=at("12:00"))

    async def clip(
        self,
        start: datetime | None,
        length: timedelta,
        most: int,
        progress: Callable[[float], None] | None = None,
    ) -> Clip:
        assert progress is not None
        for share in self.shares:
            progress(share)
        self.begun.set()
        await self.go_on.wait()
        return await super().clip(start, length, most)


async def unasked(_: Destination) -> str:
    raise AssertionError("nobody asks for a test message here")


@pytest.fixture
def footage(monkeypatch: pytest.MonkeyPatch) -> Slow:
    monkeypatch.setattr(screening, "NOTED_AFTER", 0.0)
    made = Slow()
    made.made = CLIP
    return made


@pytest.fixture
async def discord(footage: Slow) -> AsyncIterator[Loopback]:
    """With the bot connected to it, in two servers."""
    desk = FakeDesk(Board(), at("12:01"))
    desk.shots = footage
    async with Loopback(Limits.off()) as loopback:
        for _ in range(2):
            loopback.world.add_guild(channels=1)
        with speaking_to(loopback):
            async with build(desk, unasked, shard_count=1) as client:
                running = asyncio.create_task(client.start(loopback.token))
                await loopback.gateway.ready()
                yield loopback
                await client.close()
                await asyncio.gather(running, return_exceptions=True)


def channels(discord: Loopback) -> list[Channel]:
    return [one for guild in discord.world.guilds.values() for one in guild.channels.values()]


async def ask(discord: Loopback, command: str, where: int = 0) -> Interaction:
    return await discord.interact(slash(command), channel=channels(discord)[where])


def words(interaction: Interaction) -> str:
    assert interaction.ephemeral, "others could read it"
    return str(interaction.embeds[0]["description"])


async def test_who_waits_is_told_what_for_and_then_gets_it(
    discord: Loopback, footage: Slow
) -> None:
    asked = await ask(discord, "clip")
    noted = words(asked)
    footage.go_on.set()
    await asked.until(lambda it: bool(it.original and it.original.files))

    assert noted.startswith("Cutting 30 seconds of the stream")
    assert words(asked).startswith("It begins at")
    assert asked.original
    assert [(one.name, one.data) for one in asked.original.files] == [
        ("live-20240624-120000.mp4", MP4)
    ]
    assert asked.followups == []
    assert footage.asked == [(None, timedelta(seconds=30), 10 * 1024 * 1024)]


async def test_the_note_says_how_much_is_done(discord: Loopback, footage: Slow) -> None:
    footage.shares = (0.1, 0.4)
    asked = await ask(discord, "clip")
    noted = words(asked)
    footage.go_on.set()
    assert noted.endswith("… 40%")


async def test_in_a_server_one_thing_is_made_at_a_time(discord: Loopback, footage: Slow) -> None:
    first = await ask(discord, "clip")
    await footage.begun.wait()

    refused = [words(await ask(discord, command)) for command in ("clip", "picture")]
    elsewhere = await ask(discord, "picture", where=1)
    footage.go_on.set()
    await first.until(lambda it: bool(it.original and it.original.files))
    again = await ask(discord, "picture")

    assert refused == [screening.BUSY_HERE] * 2
    assert words(elsewhere).startswith("Picture of")
    assert words(again).startswith("Picture of")
    assert len(footage.asked) == 1


async def test_a_failure_takes_the_place_of_the_note(discord: Loopback, footage: Slow) -> None:
    footage.made, footage.problem = None, str(VideoError("the stream was lost"))
    asked = await ask(discord, "clip")
    footage.go_on.set()
    await asked.until(lambda it: it.embeds[0]["description"] == "the stream was lost")

    assert words(asked) == "the stream was lost"
