"""Discord keeps to what every platform has to keep to, over real sockets."""

from collections.abc import AsyncIterator

import pytest

from bots.discord import Config, Discord
from relay.clock import WallClock
from relay.core.board import Board
from relay.core.event import EventType
from relay.errors import ConfigError
from relay.http import SafeHttp
from relay.plugins import Destination
from relay.testing.bots import BotContract, Stage, a_notice
from relay.testing.desk import FakeDesk
from relay.testing.discord import Limits, Loopback, Message
from relay.testing.sayings import NOON, a_picture, an_event
from tests.bots.discord.scene import a_card

BROKEN = "·"
"""Shown for what nobody sees: the break that takes a mention apart."""


def as_text(message: Message) -> str:
    (embed,) = message.embeds
    text = "\n".join((embed["title"], embed["description"], message.content))
    return text.replace("\u200b", BROKEN)


@pytest.fixture
async def discord() -> AsyncIterator[Loopback]:
    async with Loopback(Limits.off()) as running:
        running.world.add_guild(channels=1)
        yield running


@pytest.fixture
async def stage(discord: Loopback) -> AsyncIterator[Stage]:
    (channel,) = (one for guild in discord.world.guilds.values() for one in guild.channels.values())
    config = Config.model_validate(
        {
            "token": discord.token,
            "api_url": discord.api_url,
            "requests_per_second": 10_000,
            "allow_private": True,
        }
    )
    bot = Discord(config, SafeHttp(), WallClock())
    await bot.start()
    there = Destination(id="there", platform="discord", address=str(channel.id))
    yield Stage(bot, there, lambda: [as_text(message) for message in channel.told])
    await bot.close()


class TestContract(BotContract):
    longest = 6000
    obeyed = (
        "@everyone",
        "@here",
        "<@&123456789012345678>",
        "**bold**",
        "`code`",
        "[bold red]",
    )
    impossible = ("", "general", "123", "user:", "user:Ada", "../users/@me", "1" * 30)


async def test_a_message_that_is_told_again_is_the_same_message(stage: Stage) -> None:
    for _ in range(2):
        await stage.bot.deliver(stage.destination, a_notice(), "key-1", None)

    assert len(stage.said()) == 1


async def test_pictures_come_from_the_desk(stage: Stage, discord: Loopback) -> None:
    desk = FakeDesk(Board(), NOON)
    desk.shots.files[a_picture().name] = b"\xff\xd8 a picture"
    assert isinstance(stage.bot, Discord)
    stage.bot.meet(desk)
    told = a_notice(event=an_event(EventType.PICTURE_TAKEN, media=a_picture()))

    await stage.bot.deliver(stage.destination, told, "key-1", None)
    await stage.bot.show(stage.destination, "card", a_card(picture=a_picture()), "key-2", None)

    sent = [[file.name for file in message.files] for message in discord.world.told]
    assert sent == [[a_picture().name]] * 2


@pytest.mark.parametrize("token", ["", "two words", "tök", "line\nbreak"])
async def test_a_token_that_can_never_work_is_refused_at_the_start(token: str) -> None:
    bot = Discord(Config.model_validate({"token": token}), SafeHttp(), WallClock())

    with pytest.raises(ConfigError, match="token"):
        await bot.start()


async def test_a_server_of_the_local_network_has_to_be_allowed(discord: Loopback) -> None:
    config = Config.model_validate({"token": discord.token, "api_url": discord.api_url})
    bot = Discord(config, SafeHttp(), WallClock())
    await bot.start()
    try:
        (finding,) = await bot.check([])
    finally:
        await bot.close()

    assert not finding.works
    assert discord.counts.requests.total() == 0


async def test_check_names_what_has_to_be_allowed(stage: Stage, discord: Loopback) -> None:
    (guild,) = discord.world.guilds.values()
    guild.permissions = 1 << 10

    (finding,) = await stage.bot.check([stage.destination])

    assert not finding.works
    assert "Send Messages" in finding.says
    assert "View Channel" not in finding.says


async def test_check_says_that_the_token_is_no_good(stage: Stage, discord: Loopback) -> None:
    discord.fail_next("GET", "/users/@me", 401)

    (finding,) = await stage.bot.check([stage.destination])

    assert not finding.works
    assert "token" in finding.says
