"""The loopback Discord is Discord to the library that the bot is made with."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from relay.testing.discord import (
    NEWS,
    Limits,
    Loopback,
    Permission,
    Pinged,
    completing,
    press,
    slash,
    submit,
)
from relay.testing.discord.library import speaking_to
from tests.testing.discord.bot import PATIENCE, Buttons, Client


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback(Limits(shards=2)) as server:
        for _ in range(4):
            server.world.add_guild(channels=2)
        yield server


@pytest.fixture
async def client(loopback: Loopback) -> AsyncIterator[Client]:
    with speaking_to(loopback):
        made = Client()
        running = asyncio.create_task(made.start(loopback.token))
        await made.until("ready 0", "ready 1")
        yield made
        await made.close()
        await running


def _channel(loopback: Loopback, client: Client) -> tuple[Any, Any]:
    """The same one, as the server has it and as the library sees it."""
    guild = next(iter(loopback.world.guilds.values()))
    channel = next(iter(guild.channels.values()))
    return channel, client.get_channel(channel.id)


async def test_it_logs_in_with_its_shards_guilds_and_commands(
    loopback: Loopback, client: Client
) -> None:
    assert {guild.id for guild in client.guilds} == set(loopback.world.guilds)
    assert sorted(guild.shard_id for guild in client.guilds) == [0, 0, 1, 1]
    assert [command["name"] for command in loopback.world.commands] == ["next", "form"]
    assert loopback.gateway.identified[0]["intents"] == discord.Intents(guilds=True).value
    channel, seen = _channel(loopback, client)
    loopback.changes.deny(channel, Permission.SEND_MESSAGES)
    loopback.changes.outage(channel.guild)
    await client.until(f"unavailable {channel.guild.id}")
    assert not seen.permissions_for(seen.guild.me).send_messages
    assert seen.permissions_for(seen.guild.me).view_channel


async def test_it_sends_edits_and_finds_its_nonce_again(loopback: Loopback, client: Client) -> None:
    channel, seen = _channel(loopback, client)
    role = loopback.world.add_role(channel.guild)

    sent = await seen.send(
        f"<@&{role.id}> @everyone",
        nonce="us-eva-95",
        allowed_mentions=discord.AllowedMentions(
            roles=[discord.Object(role.id)], everyone=False, users=False
        ),
        file=discord.File(io.BytesIO(b"picture"), "eva.png"),
        embed=discord.Embed(title="Hatch open").set_image(url="attachment://eva.png"),
    )
    again = await seen.send("again", nonce="us-eva-95")
    await sent.edit(content="corrected", embed=discord.Embed(title="EVA start"))

    (message,) = channel.told
    assert again.id == sent.id == message.id
    assert message.pinged == Pinged(frozenset({role.id}))
    assert message.files[0].data == b"picture"
    assert (message.content, message.embeds[0]["title"]) == ("corrected", "EVA start")


async def test_it_publishes_threads_and_schedules(loopback: Loopback, client: Client) -> None:
    channel, seen = _channel(loopback, client)
    news = loopback.world.add_channel(channel.guild, NEWS)
    await loopback.gateway.flush()

    thread = await (await seen.send("US EVA 95")).create_thread(name="US EVA 95")
    await thread.send("in the thread")
    announced: Any = await client.fetch_channel(news.id)
    await (await announced.send("milestone")).publish()
    start = discord.utils.utcnow() + timedelta(hours=1)
    event = await seen.guild.create_scheduled_event(
        name="US EVA 95",
        start_time=start,
        end_time=start + timedelta(hours=6),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location="ISS",
    )
    event = await event.start()
    await event.end()

    assert [one.content for one in channel.guild.threads[thread.id].told] == ["in the thread"]
    assert news.told[0].published
    assert channel.guild.scheduled[event.id]["status"] == 3


async def test_it_is_refused_as_by_discord(loopback: Loopback, client: Client) -> None:
    channel, seen = _channel(loopback, client)
    loopback.changes.deny(channel, Permission.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden) as refused:
        await seen.send("a")
    assert refused.value.code == 50013
    loopback.changes.deny(channel, 0)
    with pytest.raises(discord.HTTPException, match=r"In content: Must be 2000 or fewer"):
        await seen.send("x" * 2001)
    loopback.fail_next("POST", "/channels/*/messages", "drop", stored=True)
    with pytest.raises(aiohttp.ClientError):
        await seen.send("a", nonce="1")
    await seen.send("a", nonce="1")
    assert len(channel.told) == 1


async def test_it_answers_commands_completions_forms_and_buttons(
    loopback: Loopback, client: Client
) -> None:
    channel, seen = _channel(loopback, client)

    told = await loopback.interact(
        slash("next", spacewalk="us-eva-95", where=channel), channel=channel, locale="de"
    )
    assert told.content == f"us-eva-95 {channel.name} de False"
    assert told.ephemeral
    assert 0 < told.answered_after < PATIENCE
    offered = await loopback.interact(
        completing("next", "spacewalk", spacewalk="us"), channel=channel
    )
    assert offered.choices == [{"name": "us-eva-95", "value": "us"}]
    asked = await loopback.interact(slash("form"), channel=channel)
    assert (asked.callback, asked.answer["title"]) == (9, "Milestone")
    filled = await loopback.interact(submit("form", {"when": "14:41"}), channel=channel)
    assert filled.content == "at 14:41"
    await seen.send("card", view=Buttons())
    card = channel.told[-1]
    await loopback.interact(press(card, "remind:us-eva-95"), channel=channel)
    assert card.content == "reminded"
    alone = await loopback.interact(slash("next", spacewalk="a"), by_user=True)
    assert alone.content == "a None en-US False"


@pytest.mark.parametrize("lost", ["reconnect", "drop", "close"])
async def test_it_comes_back_and_hears_what_it_missed(
    loopback: Loopback, client: Client, lost: str
) -> None:
    gateway = loopback.gateway
    guild = next(iter(loopback.world.guilds.values()))
    match lost:
        case "reconnect":
            await gateway.reconnect()
        case "drop":
            gateway.drop()
        case "close":
            await gateway.close(4000)
    loopback.changes.kick(guild)

    await client.until("resumed 0", "resumed 1", f"removed {guild.id}")
    assert loopback.counts.identifies == 2
    assert len(client.guilds) == 3


async def test_it_identifies_again_when_its_session_is_over(
    loopback: Loopback, client: Client
) -> None:
    await loopback.gateway.invalidate()

    await client.until("ready 0", "ready 1")
    assert loopback.counts.identifies == 4
    assert loopback.counts.resumes == 0
    async with asyncio.timeout(PATIENCE):
        await loopback.gateway.ready(2)


async def test_a_wrong_token_is_refused(loopback: Loopback) -> None:
    with speaking_to(loopback):
        stranger = Client()
        async with asyncio.timeout(PATIENCE), stranger:
            with pytest.raises(discord.LoginFailure):
                await stranger.login("wrong")
