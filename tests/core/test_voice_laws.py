"""Whatever is known can be said in every voice, and outside text stays what it is."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.board import Board
from relay.core.card import card
from relay.core.event import Event, EventType, Summary
from relay.core.hint import Expectation, Hint
from relay.core.media import Media, MediaKind
from relay.core.milestone import Milestone as M
from relay.core.milestone import Standing
from relay.core.notice import notice
from relay.core.phrases import PHRASES
from relay.core.reply import reply
from relay.core.spacewalk import Plan, Precision, Segment, Stream
from relay.core.standing import Fact, Spacewalk
from relay.core.voice import Voice
from relay.testing.sayings import NOON, QUESTIONS, a_fact, a_walk, an_event, stamp

texts = st.text(max_size=40) | st.sampled_from(
    ["{", "}", "{}", "{name}", "{0}", "{walk.origin}", "{time!r}", "%s", "{{name}}"]
)
moments = st.timedeltas(timedelta(days=-20_000), timedelta(days=60_000)).map(NOON.__add__)
spans = st.timedeltas(timedelta(0), timedelta(days=900))
voiced = st.builds(Voice, st.sampled_from([*PHRASES, "tlh"]), st.sampled_from([None, stamp]))
crews = st.lists(texts, max_size=4).map(tuple)
plans = st.builds(
    Plan,
    start=st.none() | moments,
    precision=st.sampled_from(Precision),
    duration=st.none() | spans,
    coverage=st.none() | moments,
    description=texts,
    approximate=st.booleans(),
)
told_facts = st.builds(
    Fact,
    milestone=st.sampled_from(M),
    attempt=st.integers(1, 3),
    occurrence=st.integers(1, 20),
    occurred_at=st.none() | moments,
    standing=st.sampled_from(Standing),
    firm=st.booleans(),
    revision=st.sampled_from([-999, -998, 1, 2]),
    note=texts,
    warning=texts,
    by=texts,
)
known_walks = st.builds(
    Spacewalk,
    id=st.sampled_from(["us-eva-95", "us-2026-08-06"]),
    origin=st.just("us-2026-08-06"),
    segment=st.none() | st.sampled_from(Segment),
    number=st.none() | texts,
    crew=crews,
    plan=st.none() | plans,
    streams=st.lists(st.builds(Stream, url=texts, live=st.booleans()), max_size=3).map(tuple),
    ordinal=st.none() | st.integers(1, 999),
    facts=st.lists(told_facts, max_size=20).map(lambda found: {f.key: f for f in found}),
    hints=st.lists(st.builds(Expectation, moments, st.sampled_from(Hint)), max_size=2).map(tuple),
)
files = st.builds(
    Media,
    name=texts,
    kind=st.sampled_from(MediaKind),
    at=moments,
    size=st.integers(0),
    length=st.none() | spans,
    credit=texts,
    look=texts | st.sampled_from(["black", "frozen", "slate"]),
)
told_events = st.builds(
    Event,
    type=st.sampled_from(
        [
            EventType.MILESTONE_REACHED,
            EventType.SPACEWALK_ANNOUNCED,
            EventType.SPACEWALK_RESCHEDULED,
            EventType.SUMMARY,
            EventType.SPACEWALK_UPDATED,
            EventType.STREAM_LOST,
            EventType.STREAM_CHANGED,
            EventType.PICTURE_TAKEN,
            EventType.CLIP_READY,
        ]
    ),
    spacewalk=st.just("us-eva-95"),
    time=moments,
    revision=st.sampled_from([-999, 1, 2]),
    milestone=st.sampled_from(M),
    occurrence=st.integers(1, 3),
    occurred_at=st.none() | moments,
    standing=st.sampled_from(Standing),
    firm=st.booleans(),
    note=texts,
    warning=texts,
    by=texts,
    scope=st.sampled_from(["", "discord:1"]),
    crew=crews,
    plan=st.none() | plans,
    previous=st.none() | moments,
    stream=st.none() | st.builds(Stream, url=texts, title=texts),
    media=files,
    summary=st.none() | st.builds(Summary, start=moments, end=moments, tasks=crews),
)


@given(voiced, known_walks, told_events, moments)
def test_nothing_that_is_known_leaves_a_voice_without_words(
    voice: Voice, walk: Spacewalk, event: Event, now: datetime
) -> None:
    told = notice(event, walk, voice)
    shown = card(walk, now, voice)

    assert told is None or (told.title and "\n" not in told.title + told.text)
    assert shown.title
    assert shown.state
    board = Board(spacewalks={walk.id: walk})
    assert all(reply(question, board, now, voice) for question in QUESTIONS)


@pytest.mark.parametrize("code", PHRASES)
@pytest.mark.parametrize("braces", ["{name}", "{", "}{", "{0.__class__}", "{{time}}", "%(name)s"])
def test_braces_in_outside_text_come_out_as_they_are(code: str, braces: str) -> None:
    walk = a_walk(a_fact(M.TASK, note=braces, warning=braces, by=braces), number=braces)
    event = an_event(
        EventType.MILESTONE_REACHED, milestone=M.TASK, note=braces, warning=braces, by=braces
    )

    told = notice(event, walk, Voice(code))
    shown = card(walk, NOON, Voice(code))

    assert told
    assert told.text.count(braces) >= 3
    assert braces[:9] in told.title
    assert shown.lines[0].note.startswith(f"{braces}. ")
    assert f"({braces})" in shown.lines[0].standing
    assert braces in reply("timeline", Board(spacewalks={walk.id: walk}), NOON, Voice(code))
