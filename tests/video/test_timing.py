"""The relay's time beside that of the stream."""

from datetime import UTC, datetime, timedelta

from relay.video.timing import Timing

REAL = datetime(2030, 1, 1, 12, tzinfo=UTC)
PAST = datetime(2021, 9, 3, 14, 45, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_in_a_live_run_both_are_the_same() -> None:
    timing = Timing(lambda: REAL, lambda: REAL)
    assert REAL - 5 * SECOND == timing.told(REAL - 5 * SECOND)
    assert REAL - 50 * SECOND == timing.seen(REAL - 50 * SECOND)


def test_in_a_replay_a_picture_is_as_old_as_it_is() -> None:
    timing = Timing(lambda: PAST, lambda: REAL, staged=True)
    assert PAST - 3 * SECOND == timing.told(REAL - 3 * SECOND)


def test_in_a_replay_what_was_minutes_ago_was_just_now() -> None:
    timing = Timing(lambda: PAST, lambda: REAL, staged=True)
    assert REAL == timing.seen(PAST - timedelta(minutes=4))
