"""Pictures, clips and captions for whoever asks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bots.discord.commands import screening
from relay.core.board import Board
from relay.core.media import Caption
from relay.plugins import Clip, Still
from relay.testing.claims import at
from tests.bots.discord.commands.world import HOSTILE, WALK, World, shown, text

JPEG, MP4 = b"\xff\xd8 a picture", b"\0\0\0\x18ftyp a clip"
STILL = Still(jpeg=JPEG, at=at("13:29:53"), credit="NASA")
CLIP = Clip(mp4=MP4, at=at("13:29:28"), length=timedelta(seconds=30), credit="NASA")
HALF_A_MINUTE = timedelta(seconds=30)
NOTHING = "no stream is followed here"
COMMANDS = ("picture", "clip")


def with_footage(world: World) -> None:
    world.desk.shots.still, world.desk.shots.made = STILL, CLIP


def speaking(world: World, *captions: str) -> None:
    spoken = [Caption(at=at(f"13:{n:02}"), text=words) for n, words in enumerate(captions)]
    world.desk.shots.captions = spoken


def stamped(moment: str) -> str:
    return f"<t:{int(at(moment).timestamp())}:f>"


# A picture


async def test_a_picture_says_of_when_it_is_how_old_and_whose(world: World) -> None:
    with_footage(world)

    message = shown(await world.member("ann").slash(world.channel, "picture"))

    (embed,) = message.embeds
    (file,) = message.attachments
    assert embed.description == f"Picture of {stamped('13:29:53')}. 7 s old. Credit: NASA"
    assert file.filename == "us-eva-90-20240624-132953.jpg"
    assert embed.image.url == f"attachment://{file.filename}"
    assert file.description == "The live stream at 2024-06-24 13:29:53 UTC"
    assert await file.read() == JPEG


@pytest.mark.parametrize(
    ("still", "words"),
    [
        (replace(STILL, exact=False), "Picture of about "),
        (replace(STILL, look="black"), "The picture seems to be black (a guess)"),
        (replace(STILL, credit=HOSTILE), "Credit: \\*\\*@\u200beveryone\\*\\*"),
    ],
)
async def test_what_is_doubtful_of_a_picture_is_said(
    world: World, still: Still, words: str
) -> None:
    world.desk.shots.still = still

    # What stands in brackets is escaped as everything else.
    answer = text(await world.member("ann").slash(world.channel, "picture"))

    assert words in answer.replace("\\(", "(").replace("\\)", ")")


async def test_a_clock_that_runs_fast_makes_no_picture_of_the_future(world: World) -> None:
    world.desk.shots.still = replace(STILL, at=at("13:31"))

    assert " old" not in text(await world.member("ann").slash(world.channel, "picture"))


async def test_a_picture_of_no_spacewalk_is_named_for_that(world: World) -> None:
    with_footage(world)
    world.desk.current = Board()

    message = shown(await world.member("ann").slash(world.channel, "picture"))

    assert message.attachments[0].filename == "live-20240624-132953.jpg"


# A clip


async def test_a_clip_is_the_newest_half_minute_unless_told_otherwise(world: World) -> None:
    with_footage(world)

    message = shown(await world.member("ann").slash(world.channel, "clip"))

    (asked,) = world.desk.shots.asked
    (file,) = message.attachments
    assert asked == (None, HALF_A_MINUTE, 26_214_400)
    assert file.filename == "us-eva-90-20240624-132928.mp4"
    assert await file.read() == MP4
    assert message.embeds[0].image.url is None
    assert message.embeds[0].description == (
        f"It begins at {stamped('13:29:28')}. Length 30 s. Credit: NASA"
    )


@pytest.mark.parametrize(
    ("seconds", "before", "start"),
    [
        (30, "2 min ago", "13:27:30"),
        (90, "13:29", "13:27:30"),
        (5, "13:29:05 UTC", "13:29"),
        (30, "9:29 EDT", "13:28:30"),
    ],
)
async def test_a_clip_ends_when_it_was_asked_to(
    world: World, seconds: int, before: str, start: str
) -> None:
    with_footage(world)

    await world.member("ann").slash(world.channel, "clip", seconds=seconds, before=before)

    (asked,) = world.desk.shots.asked
    assert asked[:2] == (at(start), timedelta(seconds=seconds))


@pytest.mark.parametrize("before", ["yesterday", "25:00", "13:32"])
async def test_a_time_that_cannot_be_is_refused_before_anything_is_cut(
    world: World, before: str
) -> None:
    with_footage(world)

    answer = text(await world.member("ann").slash(world.channel, "clip", before=before))

    assert "Write it like" in answer
    assert world.desk.shots.asked == []


async def test_a_clip_of_long_ago_is_the_streams_to_refuse(world: World) -> None:
    await world.member("ann").slash(world.channel, "clip", before="13:45")

    (asked,) = world.desk.shots.asked
    assert asked[0] == at("13:44:30") - timedelta(days=1)


async def test_a_clip_that_was_made_smaller_says_so(world: World) -> None:
    world.desk.shots.made = replace(CLIP, reencoded=True)

    answer = text(await world.member("ann").slash(world.channel, "clip"))

    assert answer.endswith("It was made smaller, and less sharp, to fit here")


async def test_a_clip_that_is_larger_than_the_place_takes_is_not_sent(world: World) -> None:
    world.desk.shots.made = replace(CLIP, mp4=bytes(26_214_401))

    message = shown(await world.member("ann").slash(world.channel, "clip"))

    assert message.attachments == []
    assert message.embeds[0].description == screening.TOO_LARGE


# Either


@pytest.mark.parametrize("command", COMMANDS)
async def test_why_there_is_none_is_told_to_the_asker_alone(world: World, command: str) -> None:
    world.desk.shots.problem = f"{NOTHING} {HOSTILE}"

    answer = text(await world.member("ann").slash(world.channel, command))

    assert answer.strip().startswith(NOTHING)
    assert "\\*\\*@\u200beveryone\\*\\*" in answer


@pytest.mark.parametrize("command", COMMANDS)
async def test_after_a_failure_the_next_one_is_made(world: World, command: str) -> None:
    ann = world.member("ann")
    await ann.slash(world.channel, command)
    with_footage(world)

    assert len(shown(await ann.slash(world.channel, command)).attachments) == 1


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_never_ends_is_given_up(
    world: World, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_footage(world)
    monkeypatch.setattr(screening, "LONGEST", 0.0)

    answer = text(await world.member("ann").slash(world.channel, command))

    assert answer.strip() == screening.TOO_LONG


async def test_both_work_in_a_direct_message(world: World) -> None:
    with_footage(world)
    ann = world.env.create_user("ann")

    made = [shown(await ann.slash(command)) for command in COMMANDS]

    assert [len(message.attachments) for message in made] == [1, 1]


# Captions


async def test_said_finds_the_newest_lines_that_hold_the_words(world: World) -> None:
    speaking(world, *(f"THE HATCH IS OPEN {n}" for n in range(10)), "something else")

    answer = text(await world.member("ann").slash(world.channel, "said", words="hatch open"))

    lines = answer.strip().splitlines()
    assert lines[0].startswith("From the closed captions: human speech, typed live")
    assert lines[1] == f"{stamped('13:02')} THE HATCH IS OPEN 2"
    assert len(lines) == 9


async def test_said_says_so_when_nothing_holds_the_words(world: World) -> None:
    speaking(world, "THE HATCH IS OPEN")

    answer = text(await world.member("ann").slash(world.channel, "said", words="soyuz"))

    assert answer.strip() == "No closed caption of that spacewalk holds these words."


async def test_captions_are_hostile(world: World) -> None:
    speaking(world, f"OPEN {HOSTILE}\n# heading\x1b[2J\u202e", *["OPEN " + "_*" * 300] * 7)

    answer = text(await world.member("ann").slash(world.channel, "said", words="open"))

    assert "\\*\\*@\u200beveryone\\*\\*" in answer
    assert "[free](" not in answer
    assert "\n#" not in answer
    assert len(answer.strip().splitlines()) == 9
    assert len(answer) <= 4096


async def test_an_unknown_spacewalk_is_said_so(world: World) -> None:
    ann = world.member("ann")

    answer = text(await ann.slash(world.channel, "said", words="x", spacewalk="us-eva-1"))

    assert answer.strip() == "No such spacewalk is known."


async def test_spacewalks_are_suggested(world: World) -> None:
    found = await world.member("ann").autocomplete(world.channel, "said", "spacewalk", "EVA 9")

    assert [one["value"] for one in found] == [WALK]


async def test_they_are_allowed_as_often_as_other_commands(world: World) -> None:
    with_footage(world)
    world.rate = type(world.rate)(2, 30)
    await world.env.restart_bot(world.client())
    ann = world.member("ann")

    answers = [text(await ann.slash(world.channel, "picture")) for _ in range(3)]

    assert "Picture of" in answers[1]
    assert "try again in" in answers[2]
