"""Times that moderators type."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.commands.times import NoTime, parse

NOW = datetime(2026, 8, 6, 14, 50, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", "2026-08-06T14:50:20"),
        (" NOW ", "2026-08-06T14:50:20"),
        ("3 min ago", "2026-08-06T14:47:20"),
        ("3min ago", "2026-08-06T14:47:20"),
        ("1 hour 5 minutes ago", "2026-08-06T13:45:20"),
        ("1h 5m ago", "2026-08-06T13:45:20"),
        ("90 s ago", "2026-08-06T14:48:50"),
        ("14:41", "2026-08-06T14:41:00"),
        ("14:41:30", "2026-08-06T14:41:30"),
        ("14:41 UTC", "2026-08-06T14:41:00"),
        ("14:41Z", "2026-08-06T14:41:00"),
        ("23:10", "2026-08-05T23:10:00"),
        ("2026-08-05 14:41", "2026-08-05T14:41:00"),
        ("2026-08-05T14:41:07Z", "2026-08-05T14:41:07"),
        ("10:41 EDT", "2026-08-06T14:41:00"),
        ("10:41 et", "2026-08-06T14:41:00"),
        ("2026-01-05 10:41 ET", "2026-01-05T15:41:00"),
        ("9:41 ct", "2026-08-06T14:41:00"),
        ("17:41 MSK", "2026-08-06T14:41:00"),
        ("17:41 +03:00", "2026-08-06T14:41:00"),
        ("16:41 CEST", "2026-08-06T14:41:00"),
        ("1:30 JST", "2026-08-05T16:30:00"),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: str) -> None:
    assert parse(typed, NOW) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("25:00", "no such time"),
        ("14:60", "no such time"),
        ("2026-02-30 10:00", "no such time"),
        ("0001-01-01 00:00 JST", "no such time"),
        ("2026-08-07 10:00", "still to come"),
        ("14:52", "still to come"),
        ("14:41 XYZ", "do not know the time zone 'XYZ'"),
        ("yesterday", "no time I can read"),
        ("ago", "no time I can read"),
        ("3 ago", "no time I can read"),
        ("-3 min ago", "no time I can read"),
        ("99999999999999 min ago", "no time I can read"),
        ("14.41", "no time I can read"),
        ("١٤:٤١", "no time I can read"),
    ],
)
def test_what_cannot_be_is_refused_with_examples(typed: str, why: str) -> None:
    with pytest.raises(NoTime, match=r'"3 min ago"') as refusal:
        parse(typed, NOW)

    assert why in str(refusal.value)


def test_a_time_of_day_just_ahead_is_a_fast_clock_and_not_yesterday() -> None:
    with pytest.raises(NoTime, match="still to come"):
        parse("14:51", NOW)
    assert parse("14:59", NOW) == datetime(2026, 8, 5, 14, 59, tzinfo=UTC)


@given(st.text(max_size=40))
def test_nothing_typed_is_too_odd_and_nothing_lies_in_the_future(typed: str) -> None:
    try:
        moment = parse(typed, NOW)
    except NoTime:
        return
    assert moment <= NOW


@given(st.integers(1, 800_000_000))
def test_a_full_date_and_time_comes_back_as_typed(seconds: int) -> None:
    second = NOW - timedelta(seconds=seconds)

    assert parse(f"{second:%Y-%m-%d %H:%M:%S}", NOW) == second
    assert parse(f"{second + timedelta(hours=3):%Y-%m-%d %H:%M:%S} MSK", NOW) == second
