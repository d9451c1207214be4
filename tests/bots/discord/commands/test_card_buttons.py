"""The buttons on cards."""

import pytest

from bots.discord.ids import REMIND, TIMELINE, custom_id
from tests.bots.discord.commands.world import WALK, World, shown, text


@pytest.mark.parametrize("restarted", [False, True])
async def test_the_buttons_of_a_card_work_also_after_a_restart(
    before: World, restarted: bool
) -> None:
    ann = before.member("ann")
    backend = before.env.backend
    row = [
        {"type": 2, "style": 2, "label": label, "custom_id": custom_id(action, WALK)}
        for label, action in (("Remind me", REMIND), ("Timeline", TIMELINE))
    ]
    components = [{"type": 1, "components": row}]
    backend.create_message(before.channel.id, backend.bot_user.id, "a card", components=components)
    card = before.channel.last_message
    assert card is not None
    if restarted:
        await before.env.restart_bot(before.client())

    timeline = await ann.click(card, label="Timeline")
    asked = await ann.click(card, label="Remind me")
    await ann.click(shown(asked), custom_id="by-message")

    assert "US EVA 90" in text(timeline)
    assert "Be reminded of US EVA 90" in text(asked)
    assert before.desk.kept[f"discord.user.{ann.id}"].spacewalks == {WALK}


async def test_a_buttons_failure_is_apologized_for(before: World) -> None:
    before.may_fail = True
    ann = before.member("ann")
    backend = before.env.backend
    button = {"type": 2, "style": 2, "label": "T", "custom_id": custom_id(TIMELINE, WALK)}
    backend.create_message(
        before.channel.id,
        backend.bot_user.id,
        "a card",
        components=[{"type": 1, "components": [button]}],
    )
    card = before.channel.last_message
    assert card is not None
    before.desk.current = None  # type: ignore[assignment]

    assert "Sorry" in text(await ann.click(card, label="T"))
