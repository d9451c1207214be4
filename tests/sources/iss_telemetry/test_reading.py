"""Updates that cannot be used are dropped and counted; what is no update is refused."""

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.observation import Topic
from relay.errors import SourceChanged
from relay.plugins import find_sources
from relay.sources.iss_telemetry import IssTelemetry
from relay.sources.iss_telemetry.reading import Reading
from relay.sources.iss_telemetry.samples import source_time
from relay.testing.airlock import PRESSURE, update

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
ELAPSED = (NOON - datetime(2025, 12, 31, tzinfo=UTC)) / timedelta(hours=1)


def reading(*texts: str) -> Reading:
    found = Reading()
    for text in texts:
        assert found(text, NOON) == []
    return found


def pressure(value: object, hours: object = f"{ELAPSED:.6f}") -> str:
    return json.dumps({"item": PRESSURE, "TimeStamp": hours, "Value": value})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (pressure("-5.1"), "out of range"),
        (pressure("900.5"), "out of range"),
        (pressure("1e400"), "no number"),
        (pressure("nan"), "no number"),
        (pressure("inf"), "no number"),
        (pressure(None), "no number"),
        (pressure(""), "no number"),
        (pressure("ok"), "no number"),
        (pressure("٣"), "no number"),
        (pressure(12), "no number"),
        (pressure({}), "no number"),
        (pressure("9" * 400), "no number"),
        (pressure("1.0", None), "no time"),
        (pressure("1.0", "yesterday"), "no time"),
        (pressure("1.0", "-1"), "a time out of range"),
        (pressure("1.0", "1e9"), "a time out of range"),
        (pressure("1.0", f"{ELAPSED + 1:.6f}"), "a time to come"),
        (pressure("1.0", f"{ELAPSED - 48:.6f}"), "a time long past"),
        (pressure("1.0", f"{ELAPSED - 4380:.6f}"), "a time long past"),
        (json.dumps({"item": None}), "no time"),
    ],
)
def test_what_cannot_be_used_is_dropped_and_counted(text: str, reason: str) -> None:
    assert reading(text).dropped == {reason: 1}


def test_what_comes_again_or_late_is_dropped_and_counted() -> None:
    texts = [pressure("740", f"{ELAPSED + n / 3600:.6f}") for n in (0, 1, 1, 0, 2)]
    assert reading(*texts).dropped == {"repeated": 1, "out of order": 1}


def test_one_wrong_time_does_not_make_the_item_blind() -> None:
    ahead = ELAPSED + 80 / 3600
    texts = [pressure("740", f"{hours:.6f}") for hours in (ELAPSED - 1, ahead)]
    texts += [pressure("741", f"{ELAPSED + n / 3600:.6f}") for n in range(6)]
    assert reading(*texts).dropped == {"out of order": 3}


def test_what_was_dropped_is_logged_but_not_each_time(caplog: pytest.LogCaptureFixture) -> None:
    reading(*[pressure("nan")] * 50)
    assert [one.getMessage().split(":")[1].split()[0] for one in caplog.records] == ["1", "10"]


@pytest.mark.parametrize("text", ["", "{", "[]", "12", "null", '"a"', "{}", "[[" * 5000])
def test_what_is_no_update_is_refused(text: str) -> None:
    with pytest.raises(SourceChanged, match="iss_telemetry"):
        IssTelemetry.parse(text, NOON)


@given(st.text() | st.dictionaries(st.text(), st.text() | st.none()).map(json.dumps))
def test_whatever_comes_only_known_errors_come_out(text: str) -> None:
    with contextlib.suppress(SourceChanged):
        Reading()(text, NOON)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([PRESSURE, "AIRLOCK000048", "AIRLOCK000054", "TIME_000001", "X"]),
            st.integers(0, 4000),
            st.sampled_from(["742", "527", "262", "104", "20.3", "3.8", "1.9", "0", "1", "nan"]),
            st.sampled_from(["", "24", "12"]),
        ),
        max_size=40,
    )
)
def test_no_order_of_values_breaks_it_and_hints_stay_hints(
    told: list[tuple[str, int, str, str]],
) -> None:
    found = Reading()
    for item, seconds, value, status in told:
        one = update(item, NOON + timedelta(seconds=seconds), value, **{"Status.Class": status})
        for observation in found(one.text, one.at):
            assert (observation.kind is Topic.HINT) == (observation.hint is not None)


@pytest.mark.parametrize(
    ("near", "hours", "is_"),
    [
        (datetime(2018, 2, 20, tzinfo=UTC), 1216.7274, datetime(2018, 2, 19, 16, 43, tzinfo=UTC)),
        (datetime(2027, 1, 1, 1, tzinfo=UTC), 8784.5, datetime(2027, 1, 1, 0, 30, tzinfo=UTC)),
        (datetime(2027, 1, 1, 1, tzinfo=UTC), 24.5, datetime(2027, 1, 1, 0, 30, tzinfo=UTC)),
        (datetime(2027, 1, 1, 0, tzinfo=UTC), 8783.5, datetime(2026, 12, 31, 23, 30, tzinfo=UTC)),
        (
            datetime(2028, 12, 31, 23, tzinfo=UTC),
            8806.5,
            datetime(2028, 12, 31, 22, 30, tzinfo=UTC),
        ),
    ],
)
def test_the_year_is_the_one_that_brings_it_nearest(
    near: datetime, hours: float, is_: datetime
) -> None:
    assert abs(source_time(hours, near) - is_) < timedelta(minutes=1)


def test_it_is_installed_and_reads_a_whole_day_as_one_document() -> None:
    assert find_sources()["iss_telemetry"] is IssTelemetry
    lines = [
        update(PRESSURE, NOON + timedelta(seconds=n), f"{value}").text
        for n, value in enumerate([742, 741, 742, 300, 200, 100, 60, 40, 20.3, 14, 10.2, 3.8])
    ]
    kinds = [one.kind for one in IssTelemetry.parse("\n".join(lines), NOON + timedelta(minutes=1))]
    assert kinds[-1] == "hatch_open"
