"""What moderators say."""

from typing import Any

import pytest

from relay.core.milestone import Milestone as M
from relay.errors import StatementRefused
from relay.testing.claims import at
from tests.bots.discord.commands.world import HOSTILE, WALK, World, shown, text

MODERATOR = {"manage_messages": True}


async def stated(world: World, person: Any, **options: str) -> Any:
    return await person.slash(world.channel, "milestone", **{"kind": "egress"} | options)


async def test_nothing_is_told_before_it_is_confirmed(world: World) -> None:
    asked = await stated(world, world.member("mod", **MODERATOR), time="13:20", note="on the arm")

    words = text(asked)

    assert "Outside – US EVA 90" in words
    assert f"<t:{int(at('13:20').timestamp())}:F>, 24 Jun 2024, 13:20 UTC" in words
    assert "on the arm" in words
    assert world.desk.heard == []


async def test_confirmed_it_is_told_once_with_who_said_it_and_where(world: World) -> None:
    mod = world.member("mod", **MODERATOR)
    world.desk.told = [object()]  # type: ignore[list-item]
    asked = await stated(world, mod, time="10 min ago", note="on the arm")

    done = await mod.click(shown(asked), custom_id="confirm")
    again = await mod.click(shown(asked), custom_id="confirm")

    assert "was told" in text(done)
    assert not again.acknowledged
    (said,) = world.desk.heard
    assert (said.author, said.by) == (f"discord:{mod.id}", "mod")
    assert (said.community, said.spacewalk) == (f"discord:{world.guild.id}", WALK)
    assert (said.milestone, said.occurred_at, said.note) == (M.EGRESS, at("13:20"), "on the arm")


async def test_cancelled_nothing_is_told(world: World) -> None:
    mod = world.member("mod", **MODERATOR)
    asked = await stated(world, mod)

    assert "Nothing was told" in text(await mod.click(shown(asked), custom_id="cancel"))
    assert world.desk.heard == []


async def test_a_moderators_word_holds_in_their_server_alone(world: World) -> None:
    words = text(await stated(world, world.member("mod", **MODERATOR)))

    assert "this server alone" in words


@pytest.mark.parametrize("where", ["server", "direct message"])
async def test_the_trusted_speak_to_everyone_from_anywhere(world: World, where: str) -> None:
    ann = world.member("ann")
    world.desk.trusted = frozenset({f"discord:{ann.id}"})
    if where == "server":
        asked = await stated(world, ann)
        await ann.click(shown(asked), custom_id="confirm")
    else:
        asked = await ann.user.slash("milestone", kind="egress")
        await ann.user.click(shown(asked), custom_id="confirm")

    assert "told to **everyone**" in text(asked)
    assert len(world.desk.heard) == 1


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("milestone", {"kind": "egress"}),
        ("correct", {"milestone": "eva_start", "time": "12:47"}),
        ("retract", {"milestone": "eva_start"}),
    ],
)
async def test_others_are_told_what_it_takes(
    world: World, command: str, options: dict[str, str]
) -> None:
    ann = world.member("ann", kick_members=True)

    here = text(await ann.slash(world.channel, command, **options))
    alone = text(await ann.user.slash(command, **options))

    assert "Manage Messages" in here
    assert "whom the operator trusts" in alone
    assert world.desk.heard == []


async def test_who_lost_the_right_meanwhile_cannot_confirm(world: World) -> None:
    mod = world.member("mod", **MODERATOR)
    asked = await stated(world, mod)
    world.env.backend.edit_member(world.guild.id, mod.id, {"role_ids": []})

    refused = await mod.click(shown(asked), custom_id="confirm")

    assert "Manage Messages" in text(refused)
    assert world.desk.heard == []


@pytest.mark.parametrize("time", ["25:00", "soon", "2099-01-01 10:00", HOSTILE])
async def test_a_bad_time_gets_examples(world: World, time: str) -> None:
    words = text(await stated(world, world.member("mod", **MODERATOR), time=time))

    assert "3 min ago" in words
    assert world.desk.heard == []


async def test_an_unknown_spacewalk_gets_help(world: World) -> None:
    mod = world.member("mod", **MODERATOR)

    assert "suggested" in text(await stated(world, mod, spacewalk="us-eva-1"))


async def test_what_cannot_be_is_refused_before_it_is_said(world: World) -> None:
    mod = world.member("mod", **MODERATOR)

    words = text(await stated(world, mod, kind="eva_end", time="12:30"))

    assert "cannot be before" in words


async def test_a_refusal_at_the_last_moment_is_shown_to_the_author(world: World) -> None:
    mod = world.member("mod", **MODERATOR)
    asked = await stated(world, mod)
    world.desk.told = StatementRefused("not **so**")

    done = await mod.click(shown(asked), custom_id="confirm")

    assert "not \\*\\*so\\*\\*" in text(done)


async def test_what_stands_already_is_not_told_again(world: World) -> None:
    mod = world.member("mod", **MODERATOR)

    answer = await stated(world, mod, kind="eva_start", time="12:46")

    assert "stands just so already" in text(answer)
    assert shown(answer).components == []


async def test_hostile_words_are_shown_as_words(world: World) -> None:
    mod = world.member("mod", **MODERATOR)

    words = text(await stated(world, mod, note=HOSTILE))

    assert "\\[free\\]\\(" in words
    assert "@\u200beveryone" in words


async def test_a_time_can_be_unknown(world: World) -> None:
    mod = world.member("mod", **MODERATOR)
    asked = await stated(world, mod, time="unknown")
    await mod.click(shown(asked), custom_id="confirm")

    assert world.desk.heard[0].occurred_at is None


async def test_a_correction_shows_both_times(world: World) -> None:
    ann = world.member("ann")
    world.desk.trusted = frozenset({f"discord:{ann.id}"})
    asked = await ann.slash(world.channel, "correct", milestone="eva_start#1.1", time="12:45")
    await ann.click(shown(asked), custom_id="confirm")

    assert f"so far <t:{int(at('12:46').timestamp())}:F>" in text(asked)
    (said,) = world.desk.heard
    assert (said.milestone, said.occurred_at) == (M.EVA_START, at("12:45"))


async def test_a_retraction_names_what_it_takes_back(world: World) -> None:
    ann = world.member("ann")
    world.desk.trusted = frozenset({f"discord:{ann.id}"})
    world.desk.told = [object()]  # type: ignore[list-item]

    asked = await ann.slash(world.channel, "retract", milestone="eva_start")
    done = await ann.click(shown(asked), custom_id="confirm")

    assert "Takes back what was told" in text(asked)
    assert "was taken back" in text(done)
    (said,) = world.desk.heard
    assert said.retracts
    assert said.milestone is M.EVA_START


async def test_only_what_stands_is_suggested_and_can_be_named(world: World) -> None:
    mod = world.member("mod", **MODERATOR)

    found = await mod.autocomplete(world.channel, "retract", "milestone", "", spacewalk=WALK)
    typed = await mod.autocomplete(world.channel, "correct", "milestone", "hatch")
    unknown = text(await mod.slash(world.channel, "retract", milestone="ingress"))

    assert [one["value"] for one in found] == ["hatch_open#1.1", "eva_start#1.1"]
    assert [one["value"] for one in typed] == ["hatch_open#1.1"]
    assert "Nothing like that stands" in unknown
