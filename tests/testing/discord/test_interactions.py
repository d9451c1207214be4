"""How the loopback Discord takes a bot's answers to what people do."""

from typing import Any

import pytest

from relay.testing.clock import FakeClock
from relay.testing.discord import (
    Interaction,
    completing,
    press,
    slash,
)
from relay.testing.discord.interactions import Asked
from tests.testing.discord.conftest import Client, Serve

EPHEMERAL = 64


class Talk:
    """An interaction, with a bot that answers it by hand."""

    def __init__(self, client: Client, interaction: Interaction) -> None:
        self.client = client
        self.interaction = interaction
        self.hook = f"/webhooks/{client.discord.world.application}/{interaction.token}"
        self.original = f"{self.hook}/messages/@original"

    async def answer(self, kind: int, data: Any = None, *, response: bool = False) -> Any:
        path = f"/interactions/{self.interaction.id}/{self.interaction.token}/callback"
        query = {"with_response": "1"} if response else {}
        return await self.client("POST", path, {"type": kind, "data": data or {}}, params=query)


def _ask(client: Client, asked: Asked) -> Talk:
    guild = client.discord.world.add_guild()
    (channel,) = guild.channels.values()
    return Talk(client, client.discord.visitors.begin(asked, channel=channel).interaction)


async def test_an_answer_stands_in_the_channel(serve: Serve) -> None:
    talk = _ask(client := await serve(), slash("next"))

    got = await talk.answer(4, {"content": "soon"}, response=True)

    (message,) = talk.interaction.channel.told
    assert (message.content, talk.interaction.content) == ("soon", "soon")
    assert got.data["resource"]["message"]["id"] == str(message.id)
    assert (got.data["interaction"]["id"], got.kind) == (
        str(talk.interaction.id),
        "application/json",
    )
    assert (await talk.answer(4, {"content": "again"})).data["code"] == 40060
    edited = await client("PATCH", talk.original, {"content": "now"})
    assert (edited.status, message.content) == (200, "now")
    assert (await client("DELETE", talk.original)).status == 204
    assert talk.interaction.channel.told == []
    assert (await client("GET", talk.original)).data["code"] == 10008


async def test_nobody_else_sees_what_is_ephemeral_and_nobody_is_pinged(serve: Serve) -> None:
    talk = _ask(await serve(), slash("next"))

    got = await talk.answer(4, {"content": "@everyone", "flags": EPHEMERAL})

    assert (got.status, got.text) == (204, "")
    assert talk.interaction.ephemeral
    assert talk.interaction.original is not None
    assert not talk.interaction.original.pinged
    assert talk.interaction.channel.told == []


@pytest.mark.parametrize("way", ["edit", "followup"])
async def test_a_deferred_answer_is_filled_later(serve: Serve, way: str) -> None:
    talk = _ask(client := await serve(), slash("next"))
    assert (await talk.answer(5)).status == 204
    assert (talk.interaction.loading, talk.interaction.told) == (True, False)

    if way == "edit":
        await client("PATCH", talk.original, {"content": "@everyone soon"})
    else:
        await client("POST", talk.hook, {"content": "@everyone soon"})

    assert (talk.interaction.loading, talk.interaction.told) == (False, True)
    assert talk.interaction.content == "@everyone soon"
    assert talk.interaction.followups == []
    (message,) = talk.interaction.channel.told
    assert message.pinged.everyone
    more = await client("POST", talk.hook, {"content": "more"})
    path = f"{talk.hook}/messages/{more.data['id']}"
    await client("PATCH", path, {"content": "even more"})
    assert [one.content for one in talk.interaction.followups] == ["even more"]


async def test_an_answer_comes_within_three_seconds_and_the_last_word_in_fifteen_minutes(
    serve: Serve, clock: FakeClock
) -> None:
    client = await serve()
    slow, quick = _ask(client, slash("next")), _ask(client, slash("next"))
    await clock.advance(2.9)
    assert (await quick.answer(5)).status == 204
    await clock.advance(0.2)
    late = await slow.answer(5)
    assert (late.status, late.data["code"]) == (404, 10062)
    assert (await client("POST", slow.hook, {"content": "a"})).data["code"] == 10015

    await clock.advance(15 * 60)
    assert (await client("POST", quick.hook, {"content": "a"})).data["code"] == 50027


async def test_a_press_changes_the_message_of_its_button(serve: Serve) -> None:
    client = await serve()
    guild = client.discord.world.add_guild()
    (channel,) = guild.channels.values()
    button = {"type": 2, "style": 1, "label": "Remind me", "custom_id": "remind:us-eva-95"}
    await client.say(channel.id, "card", components=[{"type": 1, "components": [button]}])
    (message,) = channel.told
    begun = client.discord.visitors.begin(press(message, "remind:us-eva-95"), channel=channel)

    await Talk(client, begun.interaction).answer(7, {"content": "pressed"})

    assert begun.data["message"]["id"] == str(message.id)
    assert (message.content, message.edits) == ("pressed", 1)
    with pytest.raises(ValueError, match="no component 'other'"):
        press(message, "other")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (4, {"content": "x" * 2001}),
        (8, {"choices": [{"name": "a", "value": "a"}] * 26}),
        (8, {"choices": [{"name": "x" * 101, "value": "a"}]}),
        (8, {"choices": [{"name": "a", "value": "x" * 101}]}),
        (9, {"title": "x" * 46, "custom_id": "a", "components": []}),
        (9, {"title": "a", "components": []}),
        (3, {}),
    ],
)
async def test_an_answer_that_discord_refuses_is_none(
    serve: Serve, kind: int, data: dict[str, Any]
) -> None:
    talk = _ask(await serve(), completing("next", "spacewalk", spacewalk="us"))

    assert (await talk.answer(kind, data)).data["code"] == 50035
    assert talk.interaction.callback == 0


async def test_who_waits_for_a_silent_bot_is_told_so(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels.values()

    with pytest.raises(TimeoutError):
        await client.discord.interact(slash("next"), channel=channel, within=0)
