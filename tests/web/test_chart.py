from datetime import timedelta
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.trace import Trace
from relay.testing.site import site_of_events
from relay.web.chart import GAPS, LEVELS, SIZE, Chart, chart
from relay.web.curve import curve
from relay.web.rendering import part
from relay.web.updates import shown
from tests.web.pressures import until
from tests.web.told import BEGUN, HATCH, PLANNED, at

PASS = (at("10:02"), at("10:22"))
SECOND = timedelta(seconds=1)


def one(torr: float, clock: str = "11:54") -> Trace:
    return Trace(((at(clock) + 54 * SECOND, torr),))


def level(torr: float) -> int:
    drawn = chart(one(torr), at("11:55")).newest
    assert drawn
    return drawn[1]


def test_the_last_reading_is_said_with_its_time() -> None:
    drawn = chart(one(20.3), at("11:55"))
    assert "20.3 torr at 11:54:54 UTC" == drawn.words
    assert "Crewlock pressure from 07:55 to 11:55 UTC" == drawn.title


def test_without_any_telemetry_that_is_said_and_the_thresholds_stand() -> None:
    drawn = chart(Trace(), at("12:00"))
    assert "No telemetry has been received." == drawn.words
    assert ((), None, (), ()) == (drawn.lines, drawn.newest, drawn.bands, drawn.hours)
    assert [label for _, label in LEVELS] == [mark.label for mark in drawn.levels]


def test_a_loss_of_signal_is_said_as_long_as_it_lasts() -> None:
    lost = Trace(one(20.3).points, ((at("12:03"), None),))
    back = Trace(one(20.3).points, ((at("12:03"), at("12:09")),))
    assert "20.3 torr at 11:54:54 UTC; no signal since 12:03 UTC" == chart(lost, at("12:05")).words
    assert "20.3 torr at 11:54:54 UTC" == chart(back, at("12:10")).words


def test_a_signal_that_was_lost_before_anything_came_is_said_too() -> None:
    drawn = chart(Trace((), ((at("12:03"), None),)), at("12:05"))
    assert "No telemetry has been received; no signal since 12:03 UTC." == drawn.words
    assert 1 == len(drawn.bands)


def test_what_is_older_than_the_chart_is_said_with_its_date_and_not_drawn() -> None:
    drawn = chart(one(742.1), at("16:00"))
    assert "742.1 torr at 6 Aug 2026, 11:54:54 UTC, nothing since" == drawn.words
    assert (None, ()) == (drawn.newest, drawn.hours)


def test_the_scale_is_logarithmic_between_its_ends() -> None:
    steps = [level(torr) for torr in (0.8, 8, 80, 800)]
    assert [steps[0] - steps[1]] * 2 == pytest.approx(
        [steps[1] - steps[2], steps[2] - steps[3]], abs=1
    )
    assert level(0.5) > level(0.6) > level(899) > 0


@pytest.mark.parametrize("torr", [0.0, -0.04, -0.3, -5.0])
def test_what_is_less_than_the_scale_stands_at_its_foot(torr: float) -> None:
    assert level(0.5) == level(torr)
    assert "-0.0" not in chart(one(torr), at("11:55")).words


@pytest.mark.parametrize("torr", [nan, inf, -inf, 1e300, 901, -5.1])
def test_what_the_sensor_cannot_say_is_left_out(torr: float) -> None:
    assert chart(Trace(), at("11:55")) == chart(one(torr), at("11:55"))


def test_the_hours_are_utc() -> None:
    drawn = chart(one(20.3), at("11:55"))
    assert ["08:00", "09:00", "10:00", "11:00"] == [hour.label for hour in drawn.hours]
    assert [21, 271, 521, 771] == [hour.at for hour in drawn.hours]


def test_the_line_is_broken_and_shaded_where_the_signal_was_lost() -> None:
    drawn = chart(until("12:05", PASS), at("12:05"))
    (band,) = drawn.bands
    before, after = drawn.lines
    assert before[-1][0] <= band.at
    assert band.at + band.width <= after[0][0]
    assert 20 / 240 * SIZE == pytest.approx(band.width, abs=1)


def test_the_opening_of_the_hatch_keeps_its_edges_hours_later() -> None:
    drawn = chart(until("14:50"), at("14:50"))
    foot = next(n for n, (_, y) in enumerate(drawn.lines[0]) if y >= level(5))
    line = drawn.lines[0]
    above, below = line[foot - 1], line[foot]
    assert abs(level(20.3) - above[1]) <= 12
    assert below[0] - above[0] <= 1 / 240 * SIZE


def test_the_leak_check_stays_a_hold() -> None:
    (line,) = chart(until("12:05"), at("12:05")).lines
    hold = [x for x, y in line if level(270) <= y <= level(250)]
    assert 3 / 240 * SIZE == pytest.approx(hold[-1] - hold[0], abs=3)


def test_a_value_that_is_not_told_again_holds_until_the_next() -> None:
    points = [(0.0, 10), (100.0, 900)]
    assert ((0, 10), (100, 10), (100, 900)) == curve(points, 25, 2.0)
    assert ((0, 10), (100, 900)) == curve(points, 25, 200.0)


def test_a_value_that_stays_takes_two_points_however_often_it_is_told() -> None:
    assert ((0, 10), (90, 10), (91, 500)) == curve(
        [*((float(x), 10) for x in range(91)), (91.0, 500)], 25, 2.0
    )


def test_a_loss_shows_however_short_it_was_and_not_once_it_is_past_the_edge() -> None:
    blink = ((at("11:40"), at("11:40") + SECOND), (at("7:00"), at("7:54")))
    assert [1] == [band.width for band in chart(Trace(one(20.3).points, blink), at("12:00")).bands]


def test_a_point_alone_between_two_losses_is_a_line_that_can_be_seen() -> None:
    gaps = ((at("11:40"), at("11:50")), (at("11:55"), at("11:57")))
    assert 2 == len(chart(Trace(one(20.3).points, gaps), at("12:00")).lines[0])


@pytest.mark.parametrize("clock", ["11:00", "12:05", "15:00", "19:00"])
def test_few_points_are_drawn_of_thousands(clock: str) -> None:
    trace = until(clock)
    drawn = chart(trace, at(clock))
    assert len(trace.points) > 1000
    assert 250 >= sum(len(line) for line in drawn.lines)


@pytest.mark.parametrize("minutes", [0, 1, 37, 200])
def test_time_alone_changes_nothing(minutes: int) -> None:
    lost = until("12:02", PASS, (at("12:02"), None))
    for trace in (until("12:02", PASS), lost, Trace()):
        later = at("12:05") + timedelta(minutes=minutes, seconds=11)
        assert chart(trace, at("12:05")) == chart(trace, later)


INSTANTS = st.integers(-2 * 3600, 20 * 3600).map(lambda seconds: at("0:00") + seconds * SECOND)
VALUES = st.one_of(st.floats(), st.floats(-6, 1100), st.sampled_from([0.68, 1.31, 742.0]))
LOSSES = st.tuples(INSTANTS, st.none() | INSTANTS)
TRACES = st.builds(
    Trace,
    st.lists(st.tuples(INSTANTS, VALUES), max_size=60).map(tuple),
    st.lists(LOSSES, max_size=2 * GAPS).map(tuple),
)


def inside(drawn: Chart) -> None:
    pixels = [pixel for line in drawn.lines for pixel in line]
    pixels += [drawn.newest] if drawn.newest else []
    marks = [hour.at for hour in drawn.hours] + [mark.at for mark in drawn.levels]
    assert all(0 <= x <= SIZE and 0 <= y <= SIZE for x, y in pixels)
    assert all(0 <= place <= SIZE for place in marks)
    for band in drawn.bands:
        assert 0 <= band.at < band.at + band.width <= SIZE


@given(TRACES)
def test_whatever_comes_everything_stands_inside_and_time_goes_to_the_right(trace: Trace) -> None:
    drawn = chart(trace, at("12:00"))
    inside(drawn)
    across = [x for line in drawn.lines for x, _ in line]
    assert sorted(across) == across
    assert all(len(line) >= 2 for line in drawn.lines)
    assert len(drawn.words) < 100


@given(st.lists(st.tuples(st.floats(0, 1000), st.integers(0, 1000)), min_size=1, max_size=300))
def test_first_last_highest_and_lowest_are_always_drawn(points: list[tuple[float, int]]) -> None:
    points.sort(key=lambda point: point[0])
    line = curve(points, 25, 2000.0)
    heights = [y for _, y in points]
    assert (points[0][1], points[-1][1]) == (line[0][1], line[-1][1])
    assert {min(heights), max(heights)} <= {y for _, y in line}
    assert 6 * 41 + 1 >= len(line)


def hostile() -> Trace:
    """As much as can be drawn: noise over the whole scale, and more losses than are shown."""
    begin = at("8:00")
    points = tuple((begin + n * SECOND, (0.5, 30.0, 899.0, 3.0)[n % 4]) for n in range(4 * 3600))
    minute = timedelta(minutes=1)
    losses = tuple((begin + n * 8 * minute, begin + (n * 8 + 1) * minute) for n in range(30))
    return Trace(points, losses)


@pytest.mark.parametrize("trace", [hostile(), until("16:00")])
async def test_the_part_is_small(trace: Trace) -> None:
    last = trace.points[-1][0]
    assert min(GAPS, len(trace.gaps)) == len(chart(trace, last).bands)
    async with site_of_events([PLANNED, HATCH, BEGUN], last, pressure=lambda: trace) as site:
        view = shown(site, "now")
        assert view
        html = part("pressure", view)
    assert 200 <= html.count(",") <= 400
    assert 6 * 1024 > len(html.encode())
