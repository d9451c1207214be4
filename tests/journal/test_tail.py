import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from relay.core.event import Event, EventType
from relay.journal.tail import SIZE, Tail

FIRST = Event(
    type=EventType.SUMMARY, spacewalk="us-eva-95", time=datetime(2026, 8, 6, tzinfo=UTC), seq=1
)


def numbered(start: int, stop: int) -> list[Event]:
    return [replace(FIRST, seq=seq) for seq in range(start, stop)]


def test_it_gives_what_lies_after_a_seq() -> None:
    tail = Tail(head=0)
    tail.add(numbered(1, 4))

    assert tail.after(0) == numbered(1, 4)
    assert tail.after(2) == numbered(3, 4)
    assert tail.after(3) == ()
    assert tail.after(99) == ()


def test_it_says_when_it_does_not_hold_all_that_is_asked() -> None:
    tail = Tail(head=10)
    tail.add(numbered(11, 13))

    assert tail.after(9) is None
    assert tail.after(10) == numbered(11, 13)


def test_it_is_bounded() -> None:
    tail = Tail(head=0)
    for start in range(1, 10 * SIZE, 100):
        tail.add(numbered(start, start + 100))

    held = next(seq for seq in range(tail.head) if tail.after(seq) is not None)

    assert SIZE <= tail.head - held <= 2 * SIZE
    assert [event.seq for event in tail.after(held) or ()] == list(range(held + 1, tail.head + 1))


async def test_waiting_ends_with_what_is_waited_for() -> None:
    tail = Tail(head=0)
    waiting = asyncio.create_task(tail.beyond(1, patience=None))
    await asyncio.sleep(0)
    tail.add(numbered(1, 2))
    await asyncio.sleep(0)
    assert not waiting.done()

    tail.add(numbered(2, 3))

    assert await waiting is True


async def test_waiting_ends_when_patience_does() -> None:
    assert await Tail(head=0).beyond(0, patience=0) is False
