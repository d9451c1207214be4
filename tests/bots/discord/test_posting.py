"""Alerts and cards: each posted once, where it belongs, calling nobody but who asked for it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bots.discord.message import alert
from relay.core.notice import Notice
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed
from relay.plugins import Receipt
from relay.testing.bots import a_notice
from relay.testing.discord import (
    MISSING_PERMISSIONS,
    NEWS,
    UNKNOWN_CHANNEL,
    Channel,
    Limits,
    Pinged,
    Rate,
)
from tests.bots.discord.scene import NOON, Scene, a_card, a_place, a_scene

POSTING = "/channels/*/messages"
POST, EDIT = "POST /channels/{}/messages", "PATCH /channels/{}/messages/{}"
LOOK = "GET /channels/{}/messages"
KEY = "nonce-of-24-characters-1"


def news(**changes: Any) -> Notice:
    return a_notice(**({"time": NOON} | changes))


def receipt_of(channel: Channel, place: int = -1) -> Receipt:
    return Receipt(message=f"{channel.id}/{channel.told[place].id}")


# Whom it calls


async def test_the_role_of_the_kind_is_called_and_no_other(scene: Scene) -> None:
    crew = scene.discord.world.add_role(scene.guild)
    other = scene.discord.world.add_role(scene.guild)
    there = scene.to(role__hatch_open=str(crew.id), role__summary=str(other.id))

    await scene.poster.alert(there, news(), "1", None)
    await scene.poster.alert(there, news(kind="task", key="k"), "2", None)

    assert [message.pinged for message in scene.told] == [Pinged(frozenset({crew.id})), Pinged()]


@pytest.mark.parametrize("role", ["", "everyone", "@everyone", "<@&1>", "12", "1" * 40])
def test_what_is_no_role_is_not_called(role: str) -> None:
    body = alert(a_place("1" * 18, role__hatch_open=role), news())

    assert body["content"] == ""
    assert body["allowed_mentions"] == {"parse": []}


def test_allowed_mentions_are_exact() -> None:
    role = "123456789012345678"
    body = alert(a_place("1" * 18, role__hatch_open=role), news())

    assert body["allowed_mentions"] == {"parse": [], "roles": [role]}
    assert body["content"] == f"<@&{role}>"


async def test_a_card_calls_nobody(scene: Scene) -> None:
    crew = scene.discord.world.add_role(scene.guild, mentionable=True)
    there = scene.to(role__hatch_open=str(crew.id))

    await scene.poster.card(there, a_card(title=f"<@&{crew.id}> @everyone"), KEY, None)

    assert not scene.told[0].pinged


# Corrections


async def test_a_correction_edits_what_was_posted(scene: Scene) -> None:
    posted = await scene.poster.alert(scene.to(), news(), "1", None)
    again = await scene.poster.alert(scene.to(), news(revision=2, text="14:41"), "2", posted)

    (message,) = scene.told
    assert again == posted
    assert message.edits == 1
    assert message.embeds[0]["title"] == "Correction: Hatch open"
    assert message.embeds[0]["description"] == "14:41"


async def test_who_is_late_gets_the_correction_as_a_message(scene: Scene) -> None:
    await scene.poster.alert(scene.to(), news(revision=2), "2", None)

    assert scene.titles == ["Correction: Hatch open"]


async def test_a_message_that_was_deleted_stays_deleted(scene: Scene) -> None:
    posted = await scene.poster.alert(scene.to(), news(), "1", None)
    scene.channel.messages.clear()

    again = await scene.poster.alert(scene.to(), news(revision=2), "2", posted)

    assert (again, scene.told) == (posted, [])


async def test_a_card_that_was_deleted_is_not_posted_again(scene: Scene) -> None:
    posted = await scene.poster.card(scene.to(), a_card(), KEY, None)
    scene.channel.messages.clear()

    again = await scene.poster.card(scene.to(), a_card(state="Underway"), KEY, posted)

    assert (again, scene.told) == (posted, [])


async def test_a_channel_that_is_gone_is_closed_for_corrections_too(scene: Scene) -> None:
    posted = await scene.poster.alert(scene.to(), news(), "1", None)
    scene.discord.changes.delete_channel(scene.channel)

    with pytest.raises(DestinationClosed):
        await scene.poster.alert(scene.to(), news(revision=2), "2", posted)


# Threads


async def threaded(scene: Scene) -> Receipt:
    """A card with its thread; the receipt of the card."""
    receipt = await scene.poster.card(scene.to(threads="yes"), a_card(), "card", None)
    shown = {(scene.to().id, "us-eva-95/card"): receipt}

    async def find(destination: str, key: str) -> Receipt | None:
        return shown.get((destination, key))

    scene.poster.threads.shown = find
    return receipt


def of_eva_95(**changes: Any) -> Notice:
    told = news(**changes)
    event = replace(told.event, spacewalk="us-eva-95-renamed", origin="us-eva-95")
    return replace(told, event=event)


async def test_alerts_go_into_the_thread_of_the_card(scene: Scene) -> None:
    await threaded(scene)
    (thread,) = scene.guild.threads.values()

    receipt = await scene.poster.alert(scene.to(threads="yes"), of_eva_95(), "1", None)

    assert (thread.name, len(thread.told), len(scene.told)) == ("US EVA 95", 1, 1)
    assert receipt == receipt_of(thread)


@pytest.mark.parametrize("fate", ["deleted", "locked", "denied"])
async def test_when_the_thread_takes_nothing_the_channel_is_told(scene: Scene, fate: str) -> None:
    await threaded(scene)
    (thread,) = scene.guild.threads.values()
    if fate == "deleted":
        scene.discord.changes.delete_channel(thread)
    thread.locked = fate == "locked"
    thread.refusal = MISSING_PERMISSIONS if fate == "denied" else thread.refusal

    receipt = await scene.poster.alert(scene.to(threads="yes"), of_eva_95(), "1", None)

    assert len(thread.told) == 0
    assert receipt == receipt_of(scene.channel)


async def test_a_correction_in_a_deleted_thread_closes_no_channel(scene: Scene) -> None:
    await threaded(scene)
    there = scene.to(threads="yes")
    posted = await scene.poster.alert(there, of_eva_95(), "1", None)
    (thread,) = scene.guild.threads.values()
    scene.discord.changes.delete_channel(thread)

    again = await scene.poster.alert(there, of_eva_95(revision=2), "2", posted)

    assert again == posted
    assert len(scene.told) == 1


async def test_without_the_right_to_threads_the_card_is_there_all_the_same(scene: Scene) -> None:
    scene.channel.denied = 1 << 35

    receipt = await threaded(scene)

    assert receipt == receipt_of(scene.channel)
    assert scene.guild.threads == {}


async def test_a_thread_that_had_to_wait_is_opened_with_the_next_edit(scene: Scene) -> None:
    scene.discord.fail_next("POST", "/channels/*/messages/*/threads", 503, times=3)
    receipt = await threaded(scene)
    before = len(scene.guild.threads)

    await scene.poster.card(scene.to(threads="yes"), a_card(state="Underway"), "card", receipt)

    assert (before, len(scene.guild.threads), len(scene.told)) == (0, 1, 1)


async def test_a_thread_whose_answer_was_lost_is_not_opened_twice(scene: Scene) -> None:
    scene.discord.fail_next("POST", "/channels/*/messages/*/threads", "drop", stored=True)

    await threaded(scene)

    assert len(scene.guild.threads) == 1


# Publishing


@pytest.fixture
def board(scene: Scene) -> Channel:
    """An announcement channel."""
    scene.channel = scene.discord.world.add_channel(scene.guild, NEWS)
    return scene.channel


async def test_milestones_are_published_once_and_the_ticker_is_not(
    scene: Scene, board: Channel
) -> None:
    there = scene.to(publish="yes")
    posted = await scene.poster.alert(there, news(), "1", None)
    await scene.poster.alert(there, news(kind="task", key="task"), "2", None)
    await scene.poster.alert(there, news(kind="reminder", key="reminder"), "3", None)
    await scene.poster.alert(there, news(revision=2), "4", posted)

    assert [message.published for message in board.told] == [True, False, False]
    assert scene.asked("POST /channels/{}/messages/{}/crosspost") == 1


async def test_in_a_channel_that_is_none_for_announcements_the_alert_stands(scene: Scene) -> None:
    await scene.poster.alert(scene.to(publish="yes"), news(), "1", None)

    assert [message.published for message in scene.told] == [False]


async def test_the_limit_of_publishing_delays_no_alert() -> None:
    async with a_scene(Limits.off(crossposts=Rate(10, 3600.0))) as scene:
        scene.channel = scene.discord.world.add_channel(scene.guild, NEWS)
        for number in range(14):
            told = news(key=f"{number}", title=f"Hatch open {number}")
            await scene.poster.alert(scene.to(publish="yes"), told, f"{number}", None)

        assert [message.published for message in scene.told] == [True] * 10 + [False] * 4
        assert scene.waits == []
        assert scene.refused_for_speed == 0


# Direct messages


async def test_a_person_is_told_directly(scene: Scene) -> None:
    ada = scene.discord.world.add_member(scene.guild, "Ada")
    there = scene.to(f"user:{ada.id}")

    first = await scene.poster.alert(there, news(), "1", None)
    await scene.poster.alert(there, news(key="k", title="Hatch closed"), "2", None)
    await scene.poster.alert(there, news(revision=2), "3", first)

    talk = scene.discord.world.dm(ada)
    titles = [message.embeds[0]["title"] for message in talk.told]
    assert titles == ["Correction: Hatch open", "Hatch closed"]
    assert scene.asked("POST /users/@me/channels") == 1


async def test_a_person_who_takes_no_messages_closes(scene: Scene) -> None:
    ada = scene.discord.world.add_member(scene.guild, "Ada")
    ada.takes_dms = False

    with pytest.raises(DestinationClosed, match="no direct messages"):
        await scene.poster.alert(scene.to(f"user:{ada.id}"), news(), "1", None)


async def test_words_to_a_person_are_said_once(scene: Scene) -> None:
    ada = scene.discord.world.add_member(scene.guild, "Ada")
    scene.discord.fail_next("POST", POSTING, "drop", stored=True)

    await scene.poster.say(f"user:{ada.id}", "@everyone <@&1>")
    await scene.poster.say(f"user:{ada.id}", "@everyone <@&1>")

    told = scene.discord.world.dm(ada).told
    assert len(told) == 2
    assert not any(message.pinged for message in told)


# Once, whatever happens


async def test_the_same_key_again_is_the_same_message(scene: Scene) -> None:
    first = await scene.poster.alert(scene.to(), news(), KEY, None)
    scene.begin_anew()
    second = await scene.poster.alert(scene.to(), news(), KEY, None)

    assert first == second
    assert len(scene.told) == 1
    assert scene.asked(LOOK) == 0


async def test_after_a_long_stop_it_is_found_among_the_messages(scene: Scene) -> None:
    first = await scene.poster.alert(scene.to(), news(), KEY, None)
    await scene.clock.advance(3600)
    scene.begin_anew()
    second = await scene.poster.alert(scene.to(), news(), KEY, None)

    assert first == second
    assert len(scene.told) == 1


async def test_what_an_earlier_run_posted_is_found_however_late_the_try(scene: Scene) -> None:
    """It was posted just before the crash; then Discord was down for longer than a nonce lasts."""
    first = await scene.poster.alert(scene.to(), news(), KEY, None)
    await scene.clock.advance(10)
    scene.begin_anew()
    await scene.clock.advance(600)
    second = await scene.poster.alert(scene.to(), news(), KEY, None)

    assert first == second
    assert len(scene.told) == 1


def telling(scene: Scene, what: str) -> Callable[[], Awaitable[Receipt]]:
    """Tries to post it, each time the same; it is of now."""
    told = news(time=scene.clock.now())
    if what == "card":
        return lambda: scene.poster.card(scene.to(), a_card(), KEY, None)
    return lambda: scene.poster.alert(scene.to(), told, KEY, None)


@pytest.mark.parametrize("what", ["alert", "card"])
async def test_a_try_whose_answer_was_lost_is_found_after_a_long_outage(
    scene: Scene, what: str
) -> None:
    await scene.clock.advance(3600)
    tell = telling(scene, what)
    scene.discord.fail_next("POST", POSTING, "drop", times=3, stored=True)
    with pytest.raises(DeliveryDelayed):
        await tell()
    await scene.clock.advance(600)
    await tell()

    assert len(scene.told) == 1


async def test_what_was_never_tried_is_not_looked_for(scene: Scene) -> None:
    """Thousands wait their turn for minutes: that costs them no second request."""
    await scene.clock.advance(3600)
    told = news(time=scene.clock.now())
    await scene.clock.advance(600)
    await scene.poster.alert(scene.to(), told, KEY, None)

    assert scene.asked(LOOK) == 0


async def test_another_message_of_the_same_title_and_instant_is_another(scene: Scene) -> None:
    """Two tasks of one report."""
    await scene.poster.alert(scene.to(), news(text="The first cable is laid."), "1", None)
    await scene.clock.advance(3600)
    scene.begin_anew()
    await scene.poster.alert(scene.to(), news(text="The first cable is laid."), "1", None)
    await scene.poster.alert(scene.to(), news(text="The second, too.", key="k"), "2", None)

    texts = [message.embeds[0]["description"] for message in scene.told]
    assert texts == ["The first cable is laid.", "The second, too."]


async def test_what_someone_else_wrote_is_not_taken_for_ours(scene: Scene) -> None:
    await scene.poster.alert(scene.to(), news(), KEY, None)
    (copied,) = scene.told
    copied.data = copied.data | {"author": {"id": "1" * 18}}
    await scene.clock.advance(3600)
    scene.begin_anew()
    await scene.poster.alert(scene.to(), news(), KEY, None)

    assert len(scene.told) == 2


async def test_where_the_history_cannot_be_read_it_is_told_all_the_same(scene: Scene) -> None:
    scene.channel.denied = 1 << 16
    await scene.clock.advance(3600)
    scene.begin_anew()
    await scene.poster.alert(scene.to(), news(), KEY, None)

    assert scene.titles == ["Hatch open"]


async def test_a_card_of_an_earlier_run_is_found(scene: Scene) -> None:
    first = await scene.poster.card(scene.to(), a_card(), KEY, None)
    await scene.clock.advance(3600)
    scene.begin_anew()
    second = await scene.poster.card(scene.to(), a_card(state="Preparing"), KEY, None)

    assert first == second
    assert len(scene.told) == 1


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_card_that_an_earlier_try_posted_says_what_is_so_now(
    scene: Scene, restarted: bool
) -> None:
    scene.discord.fail_next("POST", POSTING, "drop", times=3, stored=True)
    with pytest.raises(DeliveryDelayed):
        await scene.poster.card(scene.to(), a_card(), KEY, None)
    if restarted:
        scene.begin_anew()
    await scene.poster.card(scene.to(), a_card(state="Preparing"), KEY, None)

    (message,) = scene.told
    assert message.embeds[0]["description"] == "Preparing"


async def test_a_card_that_is_sure_to_be_new_is_one_request(scene: Scene) -> None:
    await scene.clock.advance(3600)
    await scene.poster.card(scene.to(), a_card(), KEY, None)

    assert scene.discord.counts.requests.total() == 1


async def test_cards_of_two_spacewalks_of_one_title_are_two(scene: Scene) -> None:
    await scene.poster.card(scene.to(), a_card(), "1", None)
    await scene.clock.advance(3600)
    scene.begin_anew()
    await scene.poster.card(scene.to(), a_card(key="us-eva-96"), "2", None)

    assert len(scene.told) == 2


async def test_a_channel_that_is_gone_is_closed(scene: Scene) -> None:
    scene.channel.refusal = UNKNOWN_CHANNEL

    with pytest.raises(DestinationClosed, match="no such channel"):
        await scene.poster.alert(scene.to(), news(), KEY, None)


async def test_an_outage_closes_nothing(scene: Scene) -> None:
    for how in (500, 503, "drop"):
        scene.discord.fail_next("POST", POSTING, how, times=3)
        with pytest.raises(DeliveryDelayed):
            await scene.poster.alert(scene.to(), news(), KEY, None)

    await scene.poster.alert(scene.to(), news(), KEY, None)
    assert scene.titles == ["Hatch open"]


async def test_an_answer_without_an_id_is_tried_again_later(scene: Scene) -> None:
    class Odd:
        async def call(self, *args: Any, **more: Any) -> Any:
            return json.loads('{"id": "../../guilds/1"}')

    poster = type(scene.poster)(Odd(), scene.clock)

    with pytest.raises(DeliveryDelayed):
        await poster.alert(scene.to(), news(), KEY, None)


async def test_an_address_that_is_none_is_refused(scene: Scene) -> None:
    for address in ("general", "user:Ada", f"{scene.channel.id}/messages"):
        with pytest.raises(DeliveryRefused):
            await scene.poster.alert(scene.to(address), news(), KEY, None)
    assert scene.discord.counts.requests.total() == 0
