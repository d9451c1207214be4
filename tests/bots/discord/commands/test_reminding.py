"""Reminders that people set for themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relay.plugins import Destination
from tests.bots.discord.commands.world import WALK, World, shown, text

HOUR = timedelta(hours=1)
EVERY = (timedelta(hours=24), HOUR, timedelta(minutes=10))


def mine(world: World, user: int) -> Destination:
    return world.desk.kept[f"discord.user.{user}"]


async def test_by_direct_message_after_it_was_shown_to_arrive(before: World) -> None:
    ann = before.member("ann")
    asked = await ann.slash(before.channel, "remind me", spacewalk=WALK)
    await ann.select(shown(asked), ["3600"], custom_id="leads")

    done = await ann.click(shown(asked), custom_id="by-message")

    assert "US EVA 90: 1 h before" in text(done)
    wish = mine(before, ann.id)
    assert wish == Destination(
        id=f"discord.user.{ann.id}",
        platform="discord",
        address=f"user:{ann.id}",
        kinds=frozenset({"reminder"}),
        lead_times=(HOUR,),
        priority=150,
        spacewalks=frozenset({WALK}),
        made_in_chat=True,
    )
    assert before.tried == [wish]


async def test_every_spacewalk_when_none_is_named(before: World) -> None:
    ann = before.env.create_user("ann")
    asked = await ann.slash("remind me")

    done = await ann.click(shown(asked), custom_id="by-message")

    assert "every spacewalk: 24 h, 1 h, 10 min before" in text(done)
    assert mine(before, ann.id).spacewalks == frozenset()
    assert mine(before, ann.id).lead_times == EVERY


async def test_one_more_spacewalk_comes_on_top_and_all_stays_all(before: World) -> None:
    ann = before.member("ann")
    identity = f"discord.user.{ann.id}"
    known = Destination(id=identity, platform="discord", address="user:1", made_in_chat=True)
    for spacewalks, expected in (({"rs-eva-49"}, {"rs-eva-49", WALK}), (set(), set())):
        before.desk.kept[identity] = replace(known, spacewalks=frozenset(spacewalks))
        asked = await ann.slash(before.channel, "remind me", spacewalk=WALK)
        await ann.click(shown(asked), custom_id="by-message")
        assert before.desk.kept[identity].spacewalks == expected


async def test_what_cannot_arrive_is_not_promised(before: World) -> None:
    before.hindered = "**Cannot** send to this user"
    ann = before.member("ann")
    asked = await ann.slash(before.channel, "remind me")

    done = await ann.click(shown(asked), custom_id="by-message")

    assert "could not write to you: \\*\\*Cannot\\*\\* send" in text(done)
    assert before.desk.kept == {}


async def test_who_could_not_be_reached_is_told_again_when_it_works(before: World) -> None:
    ann = before.member("ann")
    identity = f"discord.user.{ann.id}"
    before.desk.kept[identity] = Destination(id=identity, platform="discord", address="user:1")
    before.desk.reasons[identity] = "closed"
    asked = await ann.slash(before.channel, "remind me")
    assert "held back" in text(asked)

    done = await ann.click(shown(asked), custom_id="by-message")

    assert before.desk.reasons == {}
    assert not before.desk.kept[identity].paused
    assert "held back" not in text(done)


async def test_off_ends_it_and_says_when_there_was_nothing(before: World) -> None:
    ann = before.member("ann")
    asked = await ann.slash(before.channel, "remind me")
    await ann.click(shown(asked), custom_id="by-message")

    first = await ann.slash(before.channel, "remind off")
    second = await ann.slash(before.channel, "remind off")

    assert before.desk.kept == {}
    assert "are off" in text(first)
    assert "had no reminders" in text(second)


@pytest.mark.parametrize("named", ["us-eva-1", "**@everyone**"])
async def test_an_unknown_spacewalk_gets_help(before: World, named: str) -> None:
    answer = text(await before.member("ann").slash(before.channel, "remind me", spacewalk=named))

    assert "Choose one of those that are suggested" in answer
    assert "**@everyone" not in answer


async def test_nothing_is_left_to_remind_of_once_it_began(world: World) -> None:
    answer = text(await world.member("ann").slash(world.channel, "remind me", spacewalk=WALK))

    assert "nothing is left to remind of" in answer


async def test_without_lead_times_there_are_no_reminders(before: World) -> None:
    before.desk.leads = ()

    answer = text(await before.member("ann").slash(before.channel, "remind me"))

    assert "operator has switched them off" in answer


async def test_while_discord_is_busy_it_is_said_and_nothing_is_promised(silent: World) -> None:
    ann = silent.member("ann")
    asked = await ann.slash(silent.channel, "remind me")

    done = text(await ann.click(shown(asked), custom_id="by-message"))

    assert done.strip() == "Discord is busy; try again later."
    assert len(silent.tried) == 1
    assert silent.desk.kept == {}
