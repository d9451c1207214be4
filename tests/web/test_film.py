"""What a page says of the live stream, and when that is news."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from relay.core.event import Event, EventType
from relay.core.media import Caption, Media, MediaKind
from relay.core.milestone import Milestone
from relay.core.standing import State
from relay.errors import StoreError, VideoError
from relay.plugins import Watching
from relay.testing.footage import FakeFootage
from relay.testing.site import Stage, stage
from relay.web import reel as module
from relay.web.film import LOOKS, SHOTS, age, current, of_milestone, picture, shots
from relay.web.reel import EMPTY, reel
from relay.web.states import PACE, States
from relay.web.updates import shown, update
from tests.web.films import ON, PLAYER, media, spoken, still
from tests.web.told import (
    BEGUN,
    COVERAGE,
    ENDED,
    EVA,
    HOSTILE,
    HOSTILE_ADDRESSES,
    PLANNED,
    VAGUE,
    WHOLE,
    at,
    walk_of,
)

NOW = at("13:45")


def footage(**more: Any) -> FakeFootage:
    made = FakeFootage()
    made.still, made.now = still(at("13:44"), **more), ON
    return made


async def parts(made: Stage, topic: str = "now") -> dict[str, str]:
    found: dict[str, str] = json.loads(
        update(made.site, topic, None, await reel(made.site, topic)) or ""
    )["parts"]
    return found


async def news(made: Stage, before: dict[str, str]) -> set[str]:
    after = await parts(made)
    return {name for name, html in after.items() if html != before[name]}


@pytest.mark.parametrize(
    ("events", "clock", "expected"),
    [
        ([PLANNED], "8:59", False),
        ([PLANNED], "9:00", True),
        ([VAGUE], "12:00", False),
        ([PLANNED, COVERAGE], "10:40", True),
        (WHOLE[:5], "13:45", True),
        ([*WHOLE[:5], ENDED], "18:40", False),
    ],
)
def test_the_stream_shows_a_spacewalk_from_shortly_before_it_until_its_end(
    events: list[Event], clock: str, expected: bool
) -> None:
    assert expected == current(walk_of(*events), at(clock))


def test_a_spacewalk_that_is_not_heard_of_any_more_is_not_shown() -> None:
    walk = walk_of(PLANNED, BEGUN)
    assert State.UNDERWAY is walk.state
    assert not current(walk, at("12:00", 2))
    assert not current(walk_of(PLANNED), at("12:00", 2))


def test_a_picture_is_said_with_its_time_its_age_and_whose_it_is() -> None:
    found = picture(footage(), NOW)
    assert found
    assert found.at
    assert ("13:44 UTC", "about 1 min ago", "NASA") == (found.at.text, found.age, found.credit)
    assert ("", "") == (found.doubt, found.lost)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-9, "about 5 s ago"),
        (0, "about 5 s ago"),
        (12, "about 10 s ago"),
        (57, "about 55 s ago"),
        (58, "about 1 min ago"),
        (3569, "about 59 min ago"),
        (3570, "about 1 h ago"),
    ],
)
def test_an_age_is_rounded(seconds: int, words: str) -> None:
    assert words == age(timedelta(seconds=seconds))


@pytest.mark.parametrize("look", LOOKS)
def test_the_look_is_a_guess(look: str) -> None:
    found = picture(footage(look=look), NOW)
    assert found
    assert found.doubt.endswith("(a guess).")


def test_a_loss_is_said_with_its_reason_and_the_last_picture_stays() -> None:
    made = footage(look="black")
    made.now = Watching(lost_since=at("13:40"), problem="the server says 404", player=PLAYER)
    found = picture(made, NOW)
    assert found
    assert found.at
    assert "No picture since 13:40 UTC: the server says 404" == found.lost
    assert ("", "") == (found.doubt, found.player)
    made.still = None
    bare = picture(made, NOW)
    assert bare
    assert (None, found.lost) == (bare.at, bare.lost)


def test_without_any_picture_there_is_nothing_to_say() -> None:
    assert picture(FakeFootage(), NOW) is None


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_only_a_web_address_is_given_to_a_player(address: str) -> None:
    made = footage()
    made.now = Watching(player=address)
    found = picture(made, NOW)
    assert found
    assert "" == found.player


@pytest.mark.parametrize(
    ("name", "milestone"),
    [
        (media(NOW, "hatch-open").name, Milestone.HATCH_OPEN),
        (media(NOW, "eva-start", clip=True).name, Milestone.EVA_START),
        (media(NOW, "picture").name, None),
        ("hatch-open.jpg", None),
        (f"{EVA}-20260806t134500z-hatch-open-00ff.jpg.exe", None),
    ],
)
def test_a_name_says_of_what_milestone_a_file_is(name: str, milestone: Milestone | None) -> None:
    assert milestone is of_milestone(name)


def test_the_gallery_has_the_newest_first_and_an_end() -> None:
    lapse = Media(
        name="x.mp4",
        kind=MediaKind.HYPERLAPSE,
        at=NOW,
        size=1,
        length=timedelta(seconds=78),
        look="black",
    )
    clip = media(at("23:00", -1), "task", clip=True)
    newest, oldest = shots([clip, lapse])
    assert ("The whole spacewalk, sped up", "1:18", True) == (
        newest.title,
        newest.length,
        newest.video,
    )
    assert ("Task", "30 s", "5 Aug 2026, 23:00 UTC") == (
        oldest.title,
        oldest.length,
        oldest.at.text,
    )
    many = [media(at("12:00") + n * timedelta(seconds=1)) for n in range(SHOTS + 5)]
    assert [one.name for one in reversed(many[5:])] == [one.name for one in shots(many)]


async def test_a_new_picture_is_news_of_the_picture_alone_and_its_age_is_none() -> None:
    async with stage(WHOLE[:5], NOW) as made:
        made.footage.still, made.footage.now = still(at("13:44")), ON
        before = await parts(made)
        assert "/live/picture.jpg?t=" in before["picture"]
        made.now += timedelta(seconds=40)
        assert set() == await news(made, before)
        made.footage.still = still(at("13:45"))
        assert {"picture"} == await news(made, before)


async def test_files_and_captions_are_news_of_their_parts() -> None:
    async with stage(WHOLE[:5], NOW) as made:
        before = await parts(made)
        assert ("", "", "") == (before["picture"], before["gallery"], before["captions"])
        made.footage.media.append(media(at("12:04"), "hatch-open"))
        assert {"gallery"} == await news(made, before)
        made.footage.captions += spoken(NOW, *(f"LINE {n}" for n in range(9)))
        assert {"gallery", "captions"} == await news(made, before)
        said = (await parts(made))["captions"]
    assert [f"LINE {n}" for n in range(3, 9)] == [
        f"LINE {n}" for n in range(9) if f"E {n}<" in said
    ]
    assert f"/spacewalks/{EVA}/transcript" in said


async def test_what_is_kept_of_a_spacewalk_outlasts_its_end_and_the_picture_does_not() -> None:
    async with stage(WHOLE, at("18:55")) as made:
        made.footage.still, made.footage.now = still(at("18:54")), ON
        made.footage.media.append(media(at("12:04"), "hatch-open"))
        found = await parts(made)
    assert "" == found["picture"]
    assert "Hatch open" in found["gallery"]


async def test_an_overlay_and_a_page_about_nothing_ask_for_nothing() -> None:
    async with stage(WHOLE[:5], NOW) as made:
        made.footage.media.append(media(at("12:04")))
        for topic in ("overlay", f"overlay/{EVA}", "unknown"):
            assert EMPTY == await reel(made.site, topic)
        of_another = module.Reel("us-eva-94", (media(at("12:04")),))
        view = shown(made.site, EVA, of_another)
        assert view
        assert () == view.shots


class Shut(FakeFootage):
    """One whose captions cannot be had."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__()
        self.trouble = trouble
        self.media = [media(at("12:04"))]

    async def said(self, spacewalk: str, words: str, most: int) -> list[Caption]:
        raise self.trouble


@pytest.mark.parametrize(
    ("trouble", "files"), [(VideoError("not followed"), 1), (StoreError("locked"), 0)]
)
async def test_a_page_shows_what_it_can(trouble: Exception, files: int) -> None:
    async with stage(WHOLE[:5], NOW, footage=Shut(trouble)) as made:
        found = await reel(made.site, "now")
    assert (files, ()) == (len(found.media), found.said)


async def test_hostile_words_of_a_stream_stay_words() -> None:
    async with stage(WHOLE[:5], NOW) as made:
        made.footage.still = replace(still(at("13:44")), credit=HOSTILE, look=HOSTILE)
        made.footage.now = Watching(title=HOSTILE, problem=HOSTILE, player=PLAYER)
        made.footage.media.append(media(at("12:04"), credit=HOSTILE, look=HOSTILE))
        made.footage.captions = spoken(NOW, HOSTILE)
        found = await parts(made)
        for name in ("picture", "gallery", "captions"):
            assert "<script" not in found[name]
            assert "&lt;script" in found[name]
            assert "\u202e" not in found[name]
            assert 3000 > len(found[name])


async def test_a_picture_is_not_read_out() -> None:
    told = Event(
        type=EventType.PICTURE_TAKEN,
        spacewalk=EVA,
        time=NOW,
        media=media(at("12:04"), "hatch-open"),
    )
    async with stage([*WHOLE[:5], told], NOW) as made:
        assert "" == json.loads(update(made.site, "now", told) or "")["announce"]


async def test_pages_are_looked_at_again_for_a_new_picture_but_not_too_often() -> None:
    async with stage(WHOLE[:5], NOW) as made:
        looks = []

        class Counted(States):
            def look(self, newest: Event | None = None) -> None:
                looks.append(newest)

        states = Counted(made.site)
        for moment in (0.0, 0.5):
            states.glance(moment)
        assert [] == looks[1:]
        seen = len(looks)
        made.footage.still = still(at("13:44"))
        states.glance(10.0)
        made.footage.still = still(at("13:45"))
        states.glance(10.0 + PACE - 0.1)
        assert seen + 1 == len(looks)
        states.glance(10.0 + PACE)
        states.glance(10.0 + 3 * PACE)
        assert seen + 2 == len(looks)
        made.footage.now = Watching(lost_since=at("13:46"))
        states.glance(10.0 + 4 * PACE)
        assert seen + 3 == len(looks)
