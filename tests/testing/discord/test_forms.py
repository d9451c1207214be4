"""Which messages the loopback Discord takes, and which it refuses."""

import json
from typing import Any

import pytest

from tests.testing.discord.conftest import Serve

LONG = "x" * 2001
MISTAKES: list[dict[str, Any]] = [
    {"content": LONG},
    {"content": 7},
    {"content": "a", "nonce": "x" * 26},
    {"embeds": [{"title": "x" * 257}]},
    {"embeds": [{"description": "x" * 4097}]},
    {"embeds": [{"footer": {"text": "x" * 2049}}]},
    {"embeds": [{"fields": [{"name": "", "value": "b"}]}]},
    {"embeds": [{"fields": [{"name": "a", "value": "x" * 1025}]}]},
    {"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]},
    {"embeds": [{"description": "x" * 3001}] * 2},
    {"embeds": [{"title": "a", "url": "javascript:alert(1)"}]},
    {"embeds": [{"title": "a"}] * 11},
    {"content": "a", "allowed_mentions": {"parse": ["all"]}},
    {"content": "a", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}},
    {"content": "a", "allowed_mentions": {"roles": ["crew"]}},
    {"content": "a", "components": [{"type": 1, "components": []}]},
    *(
        {"content": "a", "components": [{"type": 1, "components": [button, *more]}]}
        for button, more in (
            ({"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}, []),
            ({"type": 2, "style": 1, "label": "a", "custom_id": "x" * 101}, []),
            ({"type": 2, "style": 1, "label": "a"}, []),
            ({"type": 2, "style": 5, "label": "a"}, []),
            ({"type": 2, "style": 1, "custom_id": "a"}, [{"type": 2, "custom_id": "a"}]),
        )
    ),
]
FITS: dict[str, Any] = {
    "content": "x" * 2000,
    "nonce": "x" * 25,
    "embeds": [
        {
            "title": "x" * 256,
            "description": "x" * 4096,
            "url": "https://nasa.example/",
            "footer": {"text": "x" * 1000},
            "fields": [{"name": "x", "value": "x"}] * 25,
        }
    ],
    "allowed_mentions": {"parse": []},
    "components": [
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 1, "label": "x" * 80, "custom_id": "x" * 100},
                {"type": 2, "style": 5, "label": "b", "url": "https://nasa.example/"},
            ],
        }
    ],
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda given: json.dumps(given)[:60])
async def test_a_form_that_discord_refuses_is_refused(
    serve: Serve, mistake: dict[str, Any]
) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels

    got = await client("POST", f"/channels/{channel}/messages", mistake)

    assert (got.status, got.data["code"]) == (400, 50035)
    assert got.data["errors"]
    assert client.discord.world.told == []


async def test_the_longest_that_fits_is_kept_as_it_came(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels

    got = await client("POST", f"/channels/{channel}/messages", FITS)

    assert got.status == 200
    assert got.kind == "application/json"
    (message,) = client.discord.world.told
    assert str(message.id) == got.data["id"]
    assert message.content == FITS["content"]
    assert message.data["components"] == FITS["components"]


async def test_an_empty_message_is_none(serve: Serve) -> None:
    client = await serve()
    (channel,) = client.discord.world.add_guild().channels

    assert (await client.say(channel, "")).data["code"] == 50006
