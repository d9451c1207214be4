"""A server's calendar goes with the plan."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bots.discord import calendar
from bots.discord.calendar import ACTIVE, CANCELED, COMPLETED, SCHEDULED
from relay.core.card import Card, Phase
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed
from relay.plugins import Destination, Receipt
from relay.testing.discord import Limits, Permission
from tests.bots.discord.scene import HOUR, NOON, Scene, a_card, a_scene

LISTED = "GET /guilds/{}/scheduled-events"
MADE = "POST /guilds/{}/scheduled-events"
EVENTS = "/guilds/*/scheduled-events"


def there(scene: Scene) -> Destination:
    return scene.to(events="yes", guild=str(scene.guild.id))


async def keep(scene: Scene, posted: Receipt | None, **changes: Any) -> Receipt | None:
    """Bring it in step with a card that is as these changes say."""
    card, now = a_card(**changes), scene.clock.now()
    return await calendar.keep(scene.rest, there(scene), card, posted, now)


def entries(scene: Scene) -> list[dict[str, Any]]:
    return list(scene.guild.scheduled.values())


def statuses(scene: Scene) -> list[int]:
    return [entry["status"] for entry in entries(scene)]


def begins(entry: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["scheduled_start_time"])


async def test_an_entry_is_made_with_what_is_planned(scene: Scene) -> None:
    posted = await keep(scene, None)

    (entry,) = entries(scene)
    assert posted == Receipt(message=entry["id"])
    assert entry["name"] == "US EVA 95"
    assert begins(entry) == NOON + HOUR
    assert datetime.fromisoformat(entry["scheduled_end_time"]) == NOON + 7 * HOUR
    assert entry["entity_metadata"] == {"location": "https://plus.nasa.gov/eva-95"}
    assert entry["description"].startswith("A new solar array.")


async def test_without_a_length_or_an_address_it_can_be_made_too(scene: Scene) -> None:
    await keep(scene, None, end=None, watch="", description="")

    (entry,) = entries(scene)
    assert datetime.fromisoformat(entry["scheduled_end_time"]) == NOON + 7.5 * HOUR
    assert entry["entity_metadata"] == {"location": "NASA+"}


async def test_an_address_that_is_too_long_is_left_out_and_not_cut(scene: Scene) -> None:
    await keep(scene, None, watch="https://plus.nasa.gov/" + "a" * 100)

    assert entries(scene)[0]["entity_metadata"] == {"location": "NASA+"}


async def test_a_slip_moves_it(scene: Scene) -> None:
    posted = await keep(scene, None)
    again = await keep(scene, posted, start=NOON + 25 * HOUR, end=NOON + 31 * HOUR)

    (entry,) = entries(scene)
    assert again == posted
    assert begins(entry) == NOON + 25 * HOUR


async def test_it_starts_and_ends_with_the_spacewalk(scene: Scene) -> None:
    posted = await keep(scene, None)
    posted = await keep(scene, posted, phase=Phase.PREPARING)
    before = statuses(scene)
    await scene.clock.advance(3600)
    posted = await keep(scene, posted, phase=Phase.UNDERWAY)
    posted = await keep(scene, posted, phase=Phase.UNDERWAY, state="Underway (doubtful)")
    during = statuses(scene)
    posted = await keep(scene, posted, phase=Phase.OVER)
    await keep(scene, posted, phase=Phase.OVER, state="Over, corrected")

    assert (before, during, statuses(scene)) == ([SCHEDULED], [ACTIVE], [COMPLETED])


async def test_one_that_began_and_ended_unseen_ends(scene: Scene) -> None:
    posted = await keep(scene, None)
    await scene.clock.advance(8 * 3600)
    await keep(scene, posted, phase=Phase.OVER)

    assert statuses(scene) == [COMPLETED]


@pytest.mark.parametrize(("phase", "status"), [(None, CANCELED), (Phase.UNDERWAY, COMPLETED)])
async def test_what_is_called_off_ends_as_discord_allows(
    scene: Scene, phase: Phase | None, status: int
) -> None:
    posted = await keep(scene, None)
    if phase:
        posted = await keep(scene, posted, phase=phase)
    await keep(scene, posted, phase=Phase.CALLED_OFF, start=None, end=None)

    assert statuses(scene) == [status]


@pytest.mark.parametrize("forgotten", [False, True])
async def test_planned_anew_after_a_cancel_is_a_new_entry(scene: Scene, forgotten: bool) -> None:
    """Discord may or may not know an entry that is over."""
    posted = await keep(scene, None)
    posted = await keep(scene, posted, phase=Phase.CALLED_OFF, start=None)
    if forgotten:
        scene.guild.scheduled.clear()
    posted = await keep(scene, posted, start=NOON + 49 * HOUR, end=None)
    await keep(scene, posted, start=NOON + 50 * HOUR, end=None)

    standing = [entry for entry in entries(scene) if entry["status"] == SCHEDULED]
    assert [begins(entry) for entry in standing] == [NOON + 50 * HOUR]
    assert scene.asked(MADE) == 2


async def test_what_someone_deleted_is_not_made_again(scene: Scene) -> None:
    posted = await keep(scene, None)
    scene.guild.scheduled.clear()
    posted = await keep(scene, posted, start=NOON + 2 * HOUR)
    await keep(scene, posted, phase=Phase.UNDERWAY)

    assert entries(scene) == []
    assert scene.asked(MADE) == 1


async def test_what_someone_cancelled_by_hand_is_not_made_again(scene: Scene) -> None:
    posted = await keep(scene, None)
    (entry,) = entries(scene)
    entry["status"] = CANCELED
    await keep(scene, posted, start=NOON + 2 * HOUR)

    assert statuses(scene) == [CANCELED]


async def test_one_whose_record_was_lost_is_found(scene: Scene) -> None:
    await keep(scene, None)
    scene.begin_anew()
    posted = await keep(scene, None, start=NOON + 2 * HOUR)

    (entry,) = entries(scene)
    assert posted == Receipt(message=entry["id"])
    assert begins(entry) == NOON + 2 * HOUR


@pytest.mark.parametrize("how", ["drop", 503])
async def test_one_whose_answer_was_lost_is_not_made_twice(scene: Scene, how: int | str) -> None:
    scene.discord.fail_next("POST", EVENTS, how, stored=True)
    with pytest.raises(DeliveryDelayed):
        await keep(scene, None)
    posted = await keep(scene, None)

    assert posted is not None
    assert len(entries(scene)) == 1


async def test_two_spacewalks_have_an_entry_each(scene: Scene) -> None:
    await keep(scene, None)
    await keep(scene, None, key="us-eva-96", title="US EVA 96")

    assert [entry["name"] for entry in entries(scene)] == ["US EVA 95", "US EVA 96"]


@pytest.mark.parametrize(
    "changes",
    [
        {"phase": Phase.UNDERWAY},
        {"phase": Phase.OVER},
        {"phase": Phase.CALLED_OFF, "start": None},
        {"start": None},
        {"start": NOON - timedelta(minutes=1)},
    ],
)
async def test_nothing_is_entered_that_cannot_be(scene: Scene, changes: dict[str, Any]) -> None:
    assert await keep(scene, None, **changes) is None
    assert entries(scene) == []


async def test_a_full_calendar_is_said(scene: Scene) -> None:
    for number in range(100):
        await keep(scene, None, key=f"us-eva-{number}-made", title=f"{number}")

    with pytest.raises(DeliveryRefused, match=r"100.*30038"):
        await keep(scene, None)


async def test_a_missing_right_is_named_and_closes_nothing(scene: Scene) -> None:
    events = Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS
    scene.discord.changes.permit(scene.guild, scene.guild.permissions & ~int(events))

    with pytest.raises(DeliveryRefused, match="Create Events") as refused:
        await keep(scene, None)

    assert not isinstance(refused.value, DestinationClosed)


@pytest.mark.parametrize("guild", ["", "general", "../users/@me"])
async def test_a_server_that_is_none_is_refused(scene: Scene, guild: str) -> None:
    place = scene.to(events="yes", guild=guild)

    with pytest.raises(DeliveryRefused, match="server"):
        await calendar.keep(scene.rest, place, a_card(), None, NOON)


async def test_the_limit_of_making_entries_draws_no_429() -> None:
    async with a_scene(Limits()) as scene:
        made, delayed = 0, 0.0
        for number in range(8):
            try:
                await keep(scene, None, key=f"us-eva-{number}-made")
                made += 1
            except DeliveryDelayed as delay:
                delayed = delay.retry_after

        assert (made, scene.refused_for_speed) == (5, 0)
        assert delayed == pytest.approx(60, abs=1)


async def test_hostile_words_are_taken(scene: Scene) -> None:
    words = "@everyone <@&1> [free](https://evil.example) \u202e**x**\ud800" * 400
    await keep(scene, None, title=words, description=words)

    (entry,) = entries(scene)
    assert "[free](" not in entry["description"]
    assert entry["description"].endswith("(us-eva-95)")


async def test_an_end_before_the_start_is_mended(scene: Scene) -> None:
    card: Card = a_card(end=NOON)

    await calendar.keep(scene.rest, there(scene), card, None, NOON)

    assert len(entries(scene)) == 1
