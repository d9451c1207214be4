"""What moderators say."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from simcord import SetupError

from bots.discord.message import stamp
from relay.core.event import Event, EventType
from relay.core.marks import foresee
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.observation import Evidence
from relay.core.standing import Fact
from relay.errors import StatementRefused
from relay.testing.claims import Walk, at
from relay.testing.desk import FakeDesk
from tests.bots.discord.commands.world import HOSTILE, WALK, World, shown, text

MODERATOR = {"manage_messages": True}


async def stated(world: World, person: Any, **options: str) -> Any:
    return await person.slash(world.channel, "milestone", **{"kind": "egress"} | options)


async def test_nothing_is_told_before_it_is_confirmed(world: World) -> None:
    asked = await stated(world, world.member("mod", **MODERATOR), time="13:20", note="on the arm")

    words = text(asked)

    assert "Outside – US EVA 90" in words
    assert f"<t:{int(at('13:20').timestamp())}:f>, 24 Jun 2024, 13:20 UTC" in words
    assert "on the arm" in words
    assert world.desk.heard == []


async def test_confirmed_it_is_told_once_with_who_said_it_and_where(world: World) -> None:
    mod = world.member("mod", **MODERATOR)
    world.desk.told = [object()]  # type: ignore[list-item]
    asked = await stated(world, mod, time="10 min ago", note="on the arm")

    done = await mod.click(shown(asked), custom_id="confirm")

    assert "was told" in text(done)
    with pytest.raises(SetupError, match="No matching component"):
        await mod.click(shown(asked), custom_id="confirm")
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

    assert f"so far <t:{int(at('12:46').timestamp())}:f>" in text(asked)
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


@pytest.fixture
async def twice() -> AsyncIterator[World]:
    """The hatch was opened at 12:00, closed for a leak check at 12:20, and opened at 12:40."""
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    for milestone, when in (
        (M.HATCH_OPEN, "12:00"),
        (M.EVA_START, "12:00"),
        (M.HATCH_CLOSED, "12:20"),
        (M.HATCH_OPEN, "12:40"),
    ):
        walk.says("station_blog", milestone, "12:50", when, evidence=Evidence(words=when))
    made = World(FakeDesk(walk.fusion.board, at("13:30")))
    await made.begin()
    yield made
    await made.end()


async def trusted(world: World) -> Any:
    ann = world.member("ann")
    world.desk.trusted = frozenset({f"discord:{ann.id}"})
    return ann


async def test_what_is_shown_is_what_is_taken_back(twice: World) -> None:
    ann = await trusted(twice)

    last = await ann.slash(twice.channel, "retract", milestone="hatch_open#1.2")
    first = text(await ann.slash(twice.channel, "retract", milestone="hatch_open#1.1"))
    await ann.click(shown(last), custom_id="confirm")

    assert "It stands at" in text(last)
    assert "24 Jun 2024, 12:40 UTC" in text(last)
    assert "It stands at" not in first
    assert "only the last can be taken back" in first
    (said,) = twice.desk.heard
    assert (said.retracts, said.occurred_at) == (True, at("12:40"))


async def test_a_mark_is_taken_back_at_the_time_that_was_chosen(world: World) -> None:
    mod = world.member("mod", **MODERATOR)
    walk = world.desk.board.spacewalks[WALK]
    closed = Fact(milestone=M.HATCH_CLOSED, occurred_at=at("12:50"), revision=-999)
    opened = Fact(milestone=M.HATCH_OPEN, occurrence=2, occurred_at=at("13:00"), revision=-999)
    again = replace(closed, occurrence=2, occurred_at=at("13:10"))
    marks = {f"discord:{world.guild.id}": {one.key: one for one in (closed, opened, again)}}
    world.desk.current = replace(world.desk.board, spacewalks={WALK: replace(walk, marks=marks)})

    asked = await mod.slash(world.channel, "retract", milestone="hatch_closed#1.1")
    await mod.click(shown(asked), custom_id="confirm")

    assert "It stands at" in text(asked)
    assert "24 Jun 2024, 12:50 UTC" in text(asked)
    (said,) = world.desk.heard
    seen = foresee(world.desk.board, said, world.desk.moment, trusted=False)
    assert (seen.key, seen.previous) == (closed.key, at("12:50"))


async def test_only_what_is_chosen_is_corrected(twice: World) -> None:
    ann = await trusted(twice)
    chosen = {"milestone": "hatch_open#1.1"}

    asked = await ann.slash(twice.channel, "correct", time="12:05", **chosen)
    beyond = text(await ann.slash(twice.channel, "correct", time="12:30", **chosen))
    await ann.click(shown(asked), custom_id="confirm")

    assert f"so far {stamp(at('12:00'), 'time')}" in text(asked)
    assert "it would be another 'Hatch open'" in beyond
    (said,) = twice.desk.heard
    assert (said.occurred_at, said.corrects) == (at("12:05"), at("12:00"))


async def test_what_has_no_time_is_not_mistaken_for_another(world: World) -> None:
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.says("station_blog", M.EVA_START, "12:10", "12:00")
    walk.says("station_blog", M.HATCH_OPEN, "12:10")
    walk.says("station_blog", M.HATCH_CLOSED, "12:30", "12:20")
    walk.says("station_blog", M.HATCH_OPEN, "12:50", "12:40")
    world.desk.current = walk.fusion.board
    ann = await trusted(world)
    (timeless,) = (f for f in walk.now.standing_facts() if not f.occurred_at)
    chosen = f"hatch_open#1.{timeless.occurrence}"

    answer = text(await ann.slash(world.channel, "correct", milestone=chosen, time="12:45"))

    assert "cannot be told apart by their times" in answer


async def test_the_trusted_choose_among_what_stands_for_everyone(world: World) -> None:
    ann = await trusted(world)
    walk = world.desk.board.spacewalks[WALK]
    own = Fact(milestone=M.EGRESS, occurred_at=at("13:00"), revision=-999)
    marks = {f"discord:{world.guild.id}": {own.key: own}}
    world.desk.current = replace(world.desk.board, spacewalks={WALK: replace(walk, marks=marks)})

    theirs = await ann.autocomplete(world.channel, "retract", "milestone", "outside")
    mod = world.member("mod", **MODERATOR)
    here = await mod.autocomplete(world.channel, "retract", "milestone", "outside")

    assert theirs == []
    assert [one["value"] for one in here] == ["egress#1.1"]


async def test_what_changes_with_it_is_named_beforehand(world: World) -> None:
    hatch = Event(
        type=EventType.MILESTONE_CORRECTED,
        spacewalk=WALK,
        time=at("13:30"),
        milestone=M.EVA_START,
        standing=Standing.RETRACTED,
    )
    summary = Event(type=EventType.SUMMARY, spacewalk=WALK, time=at("13:30"))
    world.desk.following = [hatch, summary]

    words = text(await stated(world, world.member("mod", **MODERATOR)))

    assert "With it Spacewalk begins is **taken back**." in words
    assert "With it the summary is **taken back**." in words
