"""What a section of config.toml takes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from relay.core.voice import LANGUAGES
from relay.plugins import Destination
from relay.settings import DestinationSection, RemindersSection, duration


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (timedelta(seconds=90), "90s"),
        (timedelta(minutes=10), "10min"),
        (timedelta(hours=24), "24h"),
        (timedelta(days=7), "7d"),
        (timedelta(minutes=90), "1h30min"),
        (timedelta(days=1, hours=2, minutes=3, seconds=4), "1d2h3min4s"),
        (timedelta(0), "0s"),
    ],
)
def test_durations_are_read(expected: timedelta, text: str) -> None:
    assert expected == duration(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "10m",
        "1.5h",
        "-1h",
        "1h 30min",
        "30min1h",
        "1h1h",
        " 1h",
        "1H",
        "h",
        "٣h",
        10,
        None,
    ],
)
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="must be a duration like"):
        duration(text)


@given(st.integers(0, 9999), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
def test_a_duration_is_the_sum_of_its_parts(d: int, h: int, m: int, s: int) -> None:
    expected = timedelta(days=d, hours=h, minutes=m, seconds=s)

    assert expected == duration(f"{d}d{h}h{m}min{s}s")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        length = duration(text)
    except ValueError:
        return
    assert length >= timedelta(0)


def test_lead_times_are_put_longest_first() -> None:
    reminders = RemindersSection.model_validate({"lead_times": ["10min", "24h", "1h"]})

    expected = (timedelta(hours=24), timedelta(hours=1), timedelta(minutes=10))
    assert expected == reminders.lead_times


@pytest.mark.parametrize(
    ("says", "lead_times"),
    [("twice", ["1h", "60min"]), ("longer than", ["0s"]), ("duration like", ["soon"])],
)
def test_lead_times_that_make_no_sense_are_refused(says: str, lead_times: list[str]) -> None:
    with pytest.raises(ValidationError, match=says):
        RemindersSection.model_validate({"lead_times": lead_times})


def test_a_destination_keeps_what_was_written() -> None:
    section = DestinationSection(
        id="team",
        platform="webhook",
        address="https://chat.example/hook",
        kinds=("hatch_open", "summary"),
        lead_times=(timedelta(hours=1),),
        priority=5,
        paused=True,
        options={"role": "space"},
    )

    expected = Destination(
        id="team",
        platform="webhook",
        address="https://chat.example/hook",
        kinds=frozenset({"hatch_open", "summary"}),
        lead_times=(timedelta(hours=1),),
        priority=5,
        paused=True,
        options={"role": "space"},
    )
    assert expected == section.destination()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_destination_is_told_in_the_language_that_it_asks_for(code: str) -> None:
    section = DestinationSection(id="a", platform="console", language=code)

    assert section.destination().language == code


def test_a_language_that_nobody_wrote_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="'de', 'en', 'es', 'fr' or 'ru'"):
        DestinationSection(id="a", platform="console", language="tlh")
