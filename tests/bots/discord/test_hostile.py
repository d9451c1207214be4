"""Whatever a source says: nobody is called, nothing is markup, and Discord takes it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.discord.message import URL, alert, card_message, link
from relay.core.card import Card, Line, Phase
from relay.testing.bots import HOSTILE, a_notice
from relay.testing.discord import forms, mentions
from relay.testing.discord.models import NOBODY, Channel, Guild, Pinged, Role, User
from tests.bots.discord.scene import NOON, Scene, a_card, a_place, a_scene

ROLE = "123456789012345678"
WORDS = (
    *HOSTILE,
    "@everyone",
    f"<@&{ROLE}> <@{ROLE}> <#{ROLE}> </nuke:{ROLE}> <t:1:R> <a:x:{ROLE}>",
    "[free](https://evil.example) [free]( https://evil.example ) ![x](y)",
    "# big\n> quoted\n- list\n1. list\n-# small ||spoiler|| ~~gone~~ __under__ ```code```",
    "a" * 10_000,
    "*" * 10_000,
    "@" * 10_000,
    "👩‍🚀" * 3_000,
    "\u202e" * 5_000 + "gnp",
    "\u200b@\u200beveryone",
    "＠everyone @\u0065veryone",
    "https://evil.example/" + "a" * 5_000,
)
PIECES = st.sampled_from(
    ["@", "everyone", "<", "&", ROLE, ">", "[", "](", ")", "`", "*", "\\", "\n", "://", "\u202e"]
)
TEXT = (
    st.text(max_size=60)
    | st.lists(PIECES, max_size=12).map("".join)
    | st.sampled_from([words[:1_200] for words in WORDS])
)


def whom(body: dict[str, Any]) -> Pinged:
    """Whom every text of a message would call, were all of it the message's own text."""
    guild = Guild(1, "g", User(2, "o"), 3)
    guild.roles = {int(ROLE): Role(int(ROLE), "crew", mentionable=True)}
    text = "\n".join(texts(body))
    everything = {"parse": ["everyone", "roles", "users"]}
    return mentions.pinged(text, everything, Channel(4, "c", guild=guild), may=-1)


def texts(part: Any) -> Iterator[str]:
    """All that is read of it; a link's target is not."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from texts(one)
    elif isinstance(part, dict):
        for key, one in part.items():
            if key not in ("url", "custom_id", "allowed_mentions"):
                yield from texts(one)


def read(body: dict[str, Any]) -> dict[str, Any]:
    """What is read as markup: names of fields and what stands below are shown as they are."""
    (embed,) = body["embeds"]
    values = [field["value"] for field in embed.get("fields", [])]
    return {
        "title": embed["title"],
        "description": embed["description"],
        "values": values,
        "content": body["content"],
    }


@settings(max_examples=80)
@given(title=TEXT, text=TEXT, address=TEXT)
def test_an_alert_calls_nobody_and_is_taken(title: str, text: str, address: str) -> None:
    told = a_notice(title=title, text=text, address=f"https://example.org/{address}")
    body = alert(a_place("1" * 18), told)

    forms.message(body, 0)
    assert whom(read(body)) == NOBODY
    assert body["allowed_mentions"] == {"parse": []}


@settings(max_examples=80)
@given(
    title=TEXT,
    state=TEXT,
    hint=TEXT,
    facts=st.lists(st.tuples(TEXT, TEXT), max_size=14),
    lines=st.lists(st.builds(Line, at=TEXT, title=TEXT, standing=TEXT, note=TEXT), max_size=14),
    watch=TEXT,
    phase=st.sampled_from(Phase),
)
def test_a_card_calls_nobody_and_is_taken(
    title: str,
    state: str,
    hint: str,
    facts: list[tuple[str, str]],
    lines: list[Line],
    watch: str,
    phase: Phase,
) -> None:
    card: Card = a_card(
        title=title,
        state=state,
        hint=hint,
        facts=tuple(facts),
        lines=tuple(lines),
        watch=watch,
        phase=phase,
    )
    body = card_message(a_place("1" * 18), card)

    forms.message(body, 0)
    assert whom(read(body)) == NOBODY
    assert body["allowed_mentions"] == {"parse": []}


def test_the_longest_of_everything_is_taken() -> None:
    endless = "a*" * 5_000
    card = a_card(
        title=endless,
        state=endless,
        hint=endless,
        facts=((endless, endless),) * 40,
        lines=(Line(at=endless, title=endless, standing=endless, note=endless),) * 40,
        watch="https://example.org/" + "a" * 1_900,
    )

    forms.message(card_message(a_place("1" * 18), card), 0)
    forms.message(alert(a_place("1" * 18), a_notice(title=endless, text=endless)), 0)


@pytest.mark.parametrize("words", WORDS)
async def test_the_loopback_takes_it_and_nobody_is_called(scene: Scene, words: str) -> None:
    scene.discord.world.add_role(scene.guild, mentionable=True)
    told = a_notice(title=words, text=words, address=f"https://example.org/{words}", time=NOON)
    hostile = a_card(title=words, state=words, facts=((words, words),), watch=words, hint=words)

    posted = await scene.poster.alert(scene.to(), told, "1", None)
    await scene.poster.alert(scene.to(), told, "2", posted)
    shown = await scene.poster.card(scene.to(threads="yes"), hostile, "3", None)
    await scene.poster.card(scene.to(threads="yes"), hostile, "3", shown)

    assert len(scene.told) == 2
    assert not any(message.pinged for message in scene.told)
    assert len(scene.guild.threads) == 1


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "https://exa mple.org",
        "https://example.org/\r\nSet-Cookie: a=b",
        "https://example.org/\x07",
        "https://example.org/<@&1>",
        'https://example.org/"onclick',
        "https://",
        "https://example.org/" + "a" * URL,
        "https://exämple.org",
        " https://example.org",
        "",
    ],
)
def test_what_is_no_usable_address_is_left_out(address: str) -> None:
    assert link(address) == ""


@pytest.mark.parametrize(
    "address",
    ["https://plus.nasa.gov/video/eva-95/", "http://a.example:8080/?a=b&c=%20#d", "https://[::1]/"],
)
def test_a_usable_address_stays(address: str) -> None:
    assert link(address) == address


def test_a_masked_link_is_no_link() -> None:
    body = alert(a_place("1" * 18), a_notice(text="[free](https://evil.example)"))

    assert "](" not in body["embeds"][0]["description"]


def test_times_stay_times() -> None:
    body = alert(a_place("1" * 18), a_notice(text="At <t:1785931200:F>."))

    assert body["embeds"][0]["description"] == "At <t:1785931200:F>."


@settings(max_examples=15)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_any_words_go_over_the_wire(words: list[str]) -> None:
    async def tell() -> None:
        async with a_scene() as scene:
            for number, text in enumerate(words):
                told = a_notice(title=text, text=text, key=f"{number}", time=NOON)
                await scene.poster.alert(scene.to(), told, f"{number}", None)
            assert len(scene.told) == len(words)

    asyncio.run(tell())
