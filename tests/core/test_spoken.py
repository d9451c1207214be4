"""One spacewalk, told from its plan to its summary, in the words of every language.

`spoken/` holds the words, for a reader of that language to look at whenever they change.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relay.core.board import Board
from relay.core.card import card
from relay.core.event import Event, EventType
from relay.core.hint import Hint
from relay.core.media import MediaKind
from relay.core.milestone import Milestone as M
from relay.core.notice import notice
from relay.core.phrases import PHRASES
from relay.core.reply import reply
from relay.core.spacewalk import Segment, Stream
from relay.core.voice import Voice
from relay.testing.claims import Walk, at
from relay.testing.sayings import a_clip, a_picture

SPOKEN = Path(__file__).parent / "spoken"


def told() -> Walk:
    walk = Walk(Segment.RUSSIAN, "49")
    walk.planned(at("12:50"), at("02:00"), duration=timedelta(hours=6.5), coverage=at("12:00"))
    walk.planned(at("13:25"), at("03:00"), duration=timedelta(hours=6.5), coverage=at("12:00"))
    walk.says("station_blog", M.DEPRESS_START, "12:55", "12:50")
    walk.says("captions", M.HATCH_OPEN, "13:30", "13:26")
    walk.says("station_blog", M.EVA_START, "13:31", "13:27")
    walk.says("station_blog", M.EVA_START, "13:55", "13:28")
    walk.says("moderator", M.TASK, "14:00", note="{cable} laid")
    walk.says("station_blog", M.EVA_END, "20:10", "19:59", ordinal=271)
    return walk


def unplanned() -> list[Event]:
    """What a walk does not lead to by itself."""
    base = Event(type=EventType.HINT, spacewalk="rs-eva-49", time=at("11:54"))
    reached = replace(base, type=EventType.MILESTONE_REACHED, milestone=M.EGRESS)
    return [
        replace(base, hint=Hint.HATCH_IN_2_MIN, occurred_at=at("13:24")),
        replace(
            base,
            type=EventType.REMINDER_DUE,
            due_at=at("11:50"),
            lead=timedelta(hours=1),
            late=timedelta(minutes=4),
        ),
        replace(reached, by="Anna", scope="discord:1", occurred_at=at("13:40")),
        replace(reached, by="Anna", firm=True, occurred_at=at("13:40"), revision=2),
        *filmed(base),
    ]


def filmed(base: Event) -> list[Event]:
    """The live picture: lost, from elsewhere, back; and what was made of it."""
    stream = Stream(url="https://stream.example/", title="NASA+")
    film = replace(base, stream=stream, time=at("13:40:07"))
    hatch = a_picture(at=at("13:26:05"), look="frozen")
    whole = a_clip(kind=MediaKind.HYPERLAPSE, at=at("13:00"), length=timedelta(seconds=78))
    made = replace(base, type=EventType.CLIP_READY)
    return [
        replace(film, type=EventType.STREAM_LOST),
        replace(film, type=EventType.STREAM_CHANGED, revision=2),
        replace(film, type=EventType.STREAM_LIVE, revision=3),
        replace(base, type=EventType.PICTURE_TAKEN, media=hatch, milestone=M.HATCH_OPEN),
        replace(made, media=a_clip(at=at("13:25:50")), milestone=M.HATCH_OPEN),
        replace(made, media=whole),
    ]


def lines(voice: Voice) -> Iterator[str]:
    walk = told()
    for event in [*walk.told, *unplanned()]:
        if one := notice(event, walk.now, voice):
            yield f"{one.title} | {one.text}"
    shown = card(walk.now, at("20:15"), voice)
    yield f"{shown.title} | {shown.state}"
    yield from (f"{label} | {text}" for label, text in shown.facts)
    yield from (f"{one.at} | {one.title} | {one.standing} | {one.note}" for one in shown.lines)
    yield reply("history", walk.fusion.board, at("20:15"), voice)
    yield reply("next", Board(), at("20:15"), voice)


@pytest.mark.parametrize("code", PHRASES)
def test_a_spacewalk_is_told_in_these_words(code: str) -> None:
    expected = (SPOKEN / f"{code}.txt").read_text("utf-8").splitlines()

    assert list(lines(Voice(code))) == expected
