"""What is told of the live picture, word for word."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core import filmed
from relay.core.card import card
from relay.core.event import Event, EventType
from relay.core.media import Caption, MediaKind
from relay.core.milestone import Milestone as M
from relay.core.notice import KINDS, ON_REQUEST, STALE, Notice, notice
from relay.core.phrases import PHRASES
from relay.core.spacewalk import Segment, Stream
from relay.core.voice import Voice
from relay.testing.sayings import HOUR, NOON, a_clip, a_picture, a_walk, an_event, stamp

WALK = a_walk(segment=Segment.US, number="95")
CHANNEL = Stream(url="https://stream.example/nasa", title="NASA+")
LOST, LIVE, CHANGED = EventType.STREAM_LOST, EventType.STREAM_LIVE, EventType.STREAM_CHANGED
SECONDS = timedelta(seconds=7)


def told(event: Event, voice: Voice | None = None) -> Notice:
    words = notice(event, WALK, voice or Voice())
    assert words
    return words


def taken(**media: Any) -> Event:
    return an_event(EventType.PICTURE_TAKEN, media=a_picture(at=NOON + SECONDS, **media))


def cut(**media: Any) -> Event:
    return an_event(EventType.CLIP_READY, media=a_clip(**media))


# Lost and back


def test_lost_back_and_lost_again_is_one_message_that_changes() -> None:
    course = (LOST, LIVE, LOST, CHANGED, LIVE)

    words = [
        told(an_event(kind, stream=CHANNEL, revision=number))
        for number, kind in enumerate(course, 1)
    ]

    assert {one.key for one in words} == {"us-eva-95/picture-state"}
    assert {one.kind for one in words} == {"stream_lost"}
    assert [one.revision for one in words] == [1, 2, 3, 4, 5]
    assert not any(one.correction for one in words)


def test_it_says_since_when_which_stream_why_and_what_is_done() -> None:
    event = an_event(LOST, stream=CHANNEL, note="it answers 504", occurred_at=NOON - SECONDS)

    words = told(event)

    assert words.title == "No live picture – US EVA 95"
    assert words.text == (
        "Since 6 Aug 2026, 11:59:53 UTC. It came from: NASA+. it answers 504. "
        "Other streams are being tried"
    )
    assert words.address == CHANNEL.url


def test_it_says_where_the_picture_comes_from_now() -> None:
    back = told(an_event(LIVE, stream=CHANNEL, revision=2))
    changed = told(an_event(CHANGED, stream=replace(CHANNEL, title="")))

    assert back.title == "The live picture is back – US EVA 95"
    assert back.text == "Since 6 Aug 2026, 12:00 UTC. It comes from: NASA+"
    assert changed.title == "The live picture comes from another stream – US EVA 95"
    assert changed.text.endswith(f"It comes from: {CHANNEL.url}")


def test_a_stream_that_is_lost_without_a_name_is_lost_all_the_same() -> None:
    assert told(an_event(LOST)).text == (
        "Since 6 Aug 2026, 12:00 UTC. Other streams are being tried"
    )


def test_what_a_source_says_of_a_stream_is_told_as_before() -> None:
    words = told(an_event(LIVE, stream=CHANNEL))

    assert (words.key, words.kind) == (f"us-eva-95/stream/{CHANNEL.url}", "stream")
    assert words.title == "Live now: US EVA 95"


def test_the_message_is_kept_under_the_lasting_id() -> None:
    event = an_event(LOST, stream=CHANNEL, origin="us-2026-08-06")

    assert told(event).key == "us-2026-08-06/picture-state"


# Pictures and clips


@pytest.mark.parametrize(
    ("event", "kind", "title"),
    [
        (taken(), "picture", "Picture – US EVA 95"),
        (replace(taken(), milestone=M.HATCH_OPEN), "picture", "Picture: Hatch open – US EVA 95"),
        (cut(), "clip", "Clip – US EVA 95"),
        (replace(cut(), milestone=M.HATCH_OPEN), "clip", "Clip: Hatch open – US EVA 95"),
        (cut(kind=MediaKind.HYPERLAPSE), "hyperlapse", "Hyperlapse – US EVA 95"),
    ],
)
def test_the_title_names_the_milestone(event: Event, kind: str, title: str) -> None:
    words = told(event)

    assert event.media
    assert (words.kind, words.title) == (kind, title)
    assert words.key == f"us-eva-95/{kind}/{event.media.name}"
    assert words.media is event.media


def test_two_pictures_are_two_messages() -> None:
    assert told(taken()).key != told(taken(name="us-eva-95-9.jpg")).key


def test_a_picture_says_when_whose_and_that_its_look_is_a_guess() -> None:
    assert told(taken()).text == "Picture of 6 Aug 2026, 12:00:07 UTC. Credit: NASA"
    assert told(taken(look="slate", credit="")).text == (
        "Picture of 6 Aug 2026, 12:00:07 UTC. "
        "It seems to be a title card instead of a live picture (a guess)"
    )


@pytest.mark.parametrize("look", sorted(filmed.LOOKS))
@pytest.mark.parametrize("code", PHRASES)
def test_every_look_has_words_in_every_language(look: str, code: str) -> None:
    bare, looked = (filmed.caption(a_picture(look=one), Voice(code)) for one in ("", look))

    assert looked.startswith(bare)
    assert len(looked) > len(bare) + 10


def test_a_look_that_nobody_knows_is_not_told() -> None:
    assert told(taken(look="purple")).text == told(taken()).text


def test_a_clip_says_when_it_begins_and_how_long_it_is() -> None:
    begins = "It begins at 6 Aug 2026, 12:00 UTC."

    assert told(cut()).text == f"{begins} Length 30 s. Credit: NASA"
    assert told(cut(length=timedelta(seconds=119.6))).text == f"{begins} Length 2 min. Credit: NASA"
    assert told(cut(length=None)).text == f"{begins} Credit: NASA"


def test_times_are_the_platforms_own_where_it_has_some() -> None:
    words = told(taken(), Voice(stamp=stamp))

    assert words.text.startswith(f"Picture of {stamp(NOON + SECONDS, 'time')}.")


def test_an_old_picture_is_no_news_and_a_hyperlapse_of_a_long_spacewalk_is() -> None:
    old = NOON - STALE - HOUR

    assert notice(an_event(EventType.PICTURE_TAKEN, media=a_picture(at=old)), WALK) is None
    assert notice(cut(at=old), WALK) is None
    whole = replace(cut(at=old, kind=MediaKind.HYPERLAPSE), occurred_at=old)
    assert notice(whole, WALK)


# Who is told


def test_pictures_clips_and_lost_streams_are_told_to_who_asks_for_them() -> None:
    assert {"picture", "clip", "stream_lost", "hyperlapse"} <= KINDS
    assert {"picture", "clip", "stream_lost", "hint"} == ON_REQUEST


# Captions


def test_captions_have_their_times_and_say_what_they_are() -> None:
    spoken = [
        Caption(at=NOON, text="HATCH IS OPEN."),
        Caption(at=NOON + SECONDS, text="10:41 A.M."),
    ]

    assert filmed.said(spoken).splitlines() == [
        "From the closed captions: human speech, typed live, with its mistakes",
        "6 Aug 2026, 12:00 UTC  HATCH IS OPEN.",
        "6 Aug 2026, 12:00:07 UTC  10:41 A.M.",
    ]
    assert filmed.said([]) == "No closed caption of that spacewalk holds these words."


@given(st.text(max_size=400), st.sampled_from([*PHRASES]))
def test_hostile_words_break_no_line(words: str, code: str) -> None:
    shown = filmed.said([Caption(at=NOON, text=words)] * 3, Voice(code))
    event = an_event(LOST, note=words, stream=Stream(url="", title=words))

    assert len(shown.split("\n")) == 4
    assert "\n" not in told(event, Voice(code)).text
    assert "\n" not in filmed.caption(a_picture(credit=words, look=words), Voice(code))


# The card


def test_a_card_changes_with_its_newest_picture_alone() -> None:
    first, second = a_picture(), a_picture(name="us-eva-95-3.jpg")
    walk = replace(WALK, gallery=(first, a_clip(), second, a_clip()))

    assert card(WALK, NOON).picture is None
    assert card(walk, NOON).picture == second
    assert card(walk, NOON) == card(walk, NOON + timedelta(minutes=1))
