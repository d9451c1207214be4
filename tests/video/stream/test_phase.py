import random
import statistics
from collections.abc import Sequence

import pytest

from relay.video.stream.phase import Phase


def publications(
    length: float, chance: random.Random, *, drift: float, jitter: float, late: float
) -> list[float]:
    """Instants at which 200 segments are published; a part of them comes much later."""
    begin, times = chance.uniform(0, length), list[float]()
    for place in range(200):
        at = begin + place * length * (1 + drift) + chance.uniform(0, jitter)
        if chance.random() < late:
            at += chance.uniform(0.2, 0.6) * length
        times.append(max([at, *times[-1:]]))
    return times


def follow(times: Sequence[float], length: float, target: float, begin: float) -> list[float]:
    """Seconds between publication and the load that showed it, of all but the first."""
    phase, now, seen, lags = Phase(), begin, -1, list[float]()
    while now < times[150]:
        newest = max(place for place, at in enumerate(times) if at <= now)
        if seen < 0:
            seen = newest - 1
        new = times[seen + 1 : newest + 1]
        following = phase.after(now, newest, length, target, length * len(new))
        least = max(min(length, target), target / 2) if new else target / 2
        assert following - now >= least - 1e-9
        lags += [now - at for at in new]
        seen, now = newest, following
    return lags[1:]


def median_lags(length: float, target: float, **chances: float) -> list[float]:
    kinds = {"drift": 0.0, "jitter": 0.0, "late": 0.0} | chances
    medians = []
    for seed in range(8):
        chance = random.Random(seed)
        times = publications(length, chance, **kinds)
        begin = times[3] + chance.uniform(0, length)
        medians.append(statistics.median(follow(times, length, target, begin)))
    return medians


@pytest.mark.parametrize("length", [1.0, 2.0, 4.0, 6.0, 10.0])
def test_median_lag_is_below_a_quarter_of_a_second_from_every_phase(length: float) -> None:
    assert max(median_lags(length, length)) < 0.25


@pytest.mark.parametrize("length", [2.0, 4.0, 6.0])
def test_jitter_and_drift_are_followed(length: float) -> None:
    assert max(median_lags(length, length, jitter=0.1)) < 0.25
    assert max(median_lags(length, length, drift=0.001)) < 0.25
    assert max(median_lags(length, length, drift=-0.001)) < 0.25


@pytest.mark.parametrize("length", [2.0, 4.0, 6.0])
def test_single_segments_that_come_late_do_not_lose_the_phase(length: float) -> None:
    assert statistics.median(median_lags(length, length, jitter=0.1, late=0.03)) < 0.25


@pytest.mark.parametrize(("length", "target"), [(6.006, 7.0), (1.92, 2.0), (2.0, 4.0)])
def test_segments_shorter_than_the_target_duration_set_the_pace(
    length: float, target: float
) -> None:
    assert max(median_lags(length, target)) < 0.25


def test_unchanged_and_failed_loads_are_repeated_after_half_the_target_duration() -> None:
    phase = Phase()
    first = phase.after(100.0, 7, 4.0, 4.0, 4.0)
    assert first >= 104.0
    assert phase.after(first, 7, 4.0, 4.0, 0.0) >= first + 2.0
    assert phase.failed(first, 4.0) == first + 2.0


def test_numbers_that_begin_anew_are_searched_anew() -> None:
    phase = Phase()
    phase.after(100.0, 7, 4.0, 4.0, 4.0)
    phase.after(106.0, 8, 4.0, 4.0, 4.0)
    assert 114.0 <= phase.after(110.0, 0, 4.0, 4.0, 4.0) <= 118.0
