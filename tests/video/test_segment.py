from datetime import UTC, datetime, timedelta

from relay.video.segment import Ring, Segment

NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)


def segment(number: int, size: int = 10) -> Segment:
    start = NOW + timedelta(seconds=2 * number)
    return Segment(run=1, number=number, start=start, duration=2.0, data=bytes(size))


def test_older_segments_are_put_in_front_while_there_is_room() -> None:
    ring, two, one, zero = Ring(seconds=5, size=100), segment(2), segment(1), segment(0)
    ring.add(two)
    assert ring.add_before(two, one)
    assert not ring.add_before(one, zero)
    assert list(ring) == [one, two]
    assert ring.size == 20


def test_older_segments_never_push_out_newer_ones() -> None:
    ring, two = Ring(seconds=60, size=100), segment(2)
    ring.add(two)
    assert not ring.add_before(two, segment(1, size=91))
    assert ring.add_before(two, segment(1, size=90))


def test_nothing_is_put_in_front_of_what_is_not_the_oldest_any_more() -> None:
    ring, two = Ring(seconds=4, size=100), segment(2)
    assert not ring.add_before(two, segment(1))
    ring.add(two)
    ring.add(segment(3))
    ring.add(segment(4))
    assert two not in list(ring)
    assert not ring.add_before(two, segment(1))


def test_forgets() -> None:
    ring = Ring(seconds=60, size=100)
    ring.add(segment(1))
    ring.clear()
    assert (len(ring), ring.size, ring.newest) == (0, 0, None)
    ring.add(segment(2))
    assert len(ring) == 1
