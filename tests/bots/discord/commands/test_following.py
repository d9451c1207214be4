"""What followers ask."""

from dataclasses import replace

import discord
import pytest

from bots.discord.commands.answering import language
from relay.core.board import Board
from relay.testing.claims import at
from tests.bots.discord.commands.world import HOSTILE, WALK, World, text

QUESTIONS = ("next", "now", "live", "timeline", "crew", "history")


async def test_now_has_the_readers_own_time(world: World) -> None:
    answer = text(await world.member("ann").slash(world.channel, "now"))

    assert "US EVA 90: PET 0:44" in answer
    assert f"<t:{int(at('12:46').timestamp())}:f> Spacewalk begins" in answer


async def test_next_is_answered_from_the_plan(before: World) -> None:
    answer = text(await before.member("ann").slash(before.channel, "next"))

    assert f"<t:{int(at('12:50').timestamp())}:f>" in answer


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_question_is_answered_at_once_in_a_direct_message(
    world: World, question: str
) -> None:
    result = await world.env.create_user("ann").slash(question)

    assert text(result)
    assert not result.deferred


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_question_has_an_answer_when_nothing_is_known(
    world: World, question: str
) -> None:
    world.desk.current = Board()

    assert text(await world.member("ann").slash(world.channel, question))


async def test_a_spacewalk_can_be_chosen_by_id_and_by_name(world: World) -> None:
    ann = world.member("ann")

    by_id = text(await ann.slash(world.channel, "timeline", spacewalk=WALK))
    by_name = text(await ann.slash(world.channel, "timeline", spacewalk="us eva 90"))

    assert "Hatch open" in by_id
    assert by_id == by_name


async def test_an_unknown_spacewalk_is_said_so(world: World) -> None:
    answer = text(await world.member("ann").slash(world.channel, "crew", spacewalk="us-eva-1"))

    assert answer.strip() == "No such spacewalk is known."


async def test_suggestions_fit_what_was_typed(world: World) -> None:
    ann = world.member("ann")

    found = await ann.autocomplete(world.channel, "timeline", "spacewalk", "EVA 9")
    none = await ann.autocomplete(world.channel, "timeline", "spacewalk", "soyuz")

    assert [one["value"] for one in found] == [WALK]
    assert none == []


async def test_there_are_never_more_suggestions_than_discord_takes(world: World) -> None:
    (walk,) = world.desk.current.spacewalks.values()
    many = {f"us-eva-{n}": replace(walk, id=f"us-eva-{n}", number=str(n)) for n in range(200)}
    world.desk.current = Board(spacewalks=many)

    found = await world.member("ann").autocomplete(world.channel, "crew", "spacewalk", "")

    assert len(found) == 25


async def test_hostile_names_neither_ping_nor_break_the_markdown(world: World) -> None:
    (walk,) = world.desk.current.spacewalks.values()
    world.desk.current = Board(spacewalks={WALK: replace(walk, crew=(HOSTILE,))})

    answer = text(await world.member("ann").slash(world.channel, "crew"))

    assert "\\*\\*@\u200beveryone\\*\\*" in answer
    assert "<\u200b@\u200b&1>" in answer
    assert "[free](" not in answer


async def test_a_server_sees_its_own_marks_and_others_do_not(world: World) -> None:
    (walk,) = world.desk.current.spacewalks.values()
    fact = next(iter(walk.facts.values()))
    key = ("egress", 1, 1)
    own = replace(fact, milestone=type(fact.milestone)("egress"), occurred_at=at("12:50"))
    marked = replace(walk, marks={f"discord:{world.guild.id}": {key: own}})  # type: ignore[dict-item]
    world.desk.current = Board(spacewalks={WALK: marked})
    elsewhere = world.env.create_guild("Elsewhere")
    bob = elsewhere.add_member(world.env.create_user("bob"))

    here = text(await world.member("ann").slash(world.channel, "timeline"))
    there = text(await bob.slash(elsewhere.create_text_channel("x"), "timeline"))

    assert "Outside" in here
    assert "Outside" not in there


async def test_too_many_questions_are_answered_with_when_to_come_back(world: World) -> None:
    world.rate = type(world.rate)(3, 30)
    await world.env.restart_bot(world.client())
    ann, bob = world.member("ann"), world.env.create_user("bob")

    answers = [text(await ann.slash(world.channel, "now")) for _ in range(4)]
    other = text(await bob.slash("now"))
    world.moment += 10
    later = text(await ann.slash(world.channel, "now"))

    assert "PET" in answers[2]
    assert "try again in 11 s" in answers[3]
    assert "PET" in other
    assert "PET" in later


async def test_a_failure_is_logged_and_apologized_for(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.may_fail = True
    world.desk.current = None  # type: ignore[assignment]

    answer = text(await world.member("ann").slash(world.channel, "now"))

    assert "Sorry" in answer
    assert "AttributeError" in caplog.text


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (discord.Locale.american_english, "en"),
        (discord.Locale.german, "de"),
        (discord.Locale.spain_spanish, "es"),
        (discord.Locale.vietnamese, "en"),
    ],
)
def test_the_language_is_that_of_the_asker(locale: discord.Locale, expected: str) -> None:
    assert language(locale) == expected


async def test_a_long_history_is_cut_to_what_discord_shows(world: World) -> None:
    (walk,) = world.desk.current.spacewalks.values()
    long = replace(walk, crew=tuple("_" * 80 for _ in range(90)))
    world.desk.current = Board(spacewalks={WALK: long})

    answer = text(await world.member("ann").slash(world.channel, "crew")).strip()

    assert len(answer) <= 4096
    assert answer.endswith("…")
    assert answer[:-1].endswith("\\_")
