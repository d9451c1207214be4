"""What is told of the live picture: each change once, of the spacewalk that is followed."""

from collections.abc import Callable, Sequence

from relay.core.board import Board, fold
from relay.core.event import Event, EventType
from relay.core.notice import notice
from relay.core.spacewalk import Stream
from relay.video.stream.health import Change
from relay.video.telling import Telling
from relay.video.timing import Timing
from tests.web.told import BEGUN, EVA, PLANNED, at, planned

OWN = Stream(url="https://live.example.org/95", title="EVA 95")
CHANNEL = Stream(url="https://live.example.org/always", title="The channel")
LIVE, LOST = Change("live", OWN, ""), Change("lost", OWN, "no segment for 30 s")
CHANGED = Change("changed", CHANNEL, "the other one gives none")


class Teller:
    """Telling over a board that keeps what is added."""

    def __init__(self, *events: Event) -> None:
        self.board: Board = fold(events)
        self.added: list[Event] = []
        now = lambda: at("12:30")  # noqa: E731
        self._telling = Telling(lambda: self.board.find(EVA), Timing(now, now), self._add)

    async def _add(self, due: Callable[[], Sequence[Event]]) -> None:
        for event in due():
            self.board = self.board.apply(event)
            self.added.append(event)

    async def hears(self, *changes: Change) -> list[EventType]:
        for change in changes:
            await self._telling.changed(change)
        return [event.type for event in self.added]


async def test_lost_and_back_are_one_message_that_is_edited() -> None:
    teller = Teller(PLANNED, BEGUN)
    await teller.hears(LIVE, LOST, LIVE, LOST)
    told = [notice(one, teller.board.find(EVA)) for one in teller.added[-3:]]
    assert {f"{EVA}/picture-state"} == {one.key for one in told if one}
    revisions = [one.revision for one in told if one]
    assert sorted(set(revisions)) == revisions


async def test_after_a_restart_a_picture_that_was_there_before_is_no_news() -> None:
    teller = Teller(PLANNED, BEGUN)
    before = await teller.hears(LIVE, LOST, LIVE)
    assert before == await teller.hears(LIVE)


async def test_the_first_picture_of_its_own_stream_is_told_where_no_source_has() -> None:
    teller = Teller(PLANNED)
    assert [EventType.STREAM_LIVE] == await teller.hears(LIVE)
    assert [EventType.STREAM_LIVE] == await teller.hears(LIVE)


async def test_what_a_source_has_told_is_not_told_again() -> None:
    said = Event(type=EventType.STREAM_LIVE, spacewalk=EVA, time=at("10:30"), stream=OWN)
    assert [] == await Teller(PLANNED, said).hears(LIVE)


async def test_a_channel_that_is_always_there_does_not_say_that_coverage_began() -> None:
    assert [] == await Teller(PLANNED).hears(Change("live", CHANNEL, ""))


async def test_another_stream_is_told_and_what_it_is() -> None:
    teller = Teller(PLANNED, BEGUN)
    assert [EventType.STREAM_CHANGED] == await teller.hears(CHANGED)
    assert (CHANNEL.url, CHANGED.why) == (
        teller.added[0].stream and teller.added[0].stream.url,
        teller.added[0].note,
    )


async def test_nobody_is_told_of_a_stream_that_is_followed_for_no_spacewalk() -> None:
    other = planned(at("12:00"), spacewalk="us-2026-09-01")
    assert [] == await Teller(other).hears(LIVE, LOST)


async def test_the_address_of_an_operators_own_stream_is_not_told() -> None:
    own = Stream(url="https://me:hunter2@cam.example.net/live.m3u8?token=SIGNED123")
    teller = Teller(PLANNED, BEGUN)
    await teller.hears(Change("changed", own, ""), Change("lost", own, ""))
    for event in teller.added:
        told = notice(event, teller.board.find(EVA))
        assert told is not None
        assert "hunter2" not in f"{event}{told}"
        assert "SIGNED" not in f"{event}{told}"
