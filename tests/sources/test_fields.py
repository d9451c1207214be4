"""Single fields of hostile JSON."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.errors import SourceChanged
from relay.sources.fields import (
    MOST_OBJECTS,
    address,
    duration,
    epoch,
    instant,
    load,
    number,
    objects,
    text,
)

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-08-06T12:00:00Z", NOON),
        ("2026-08-06T08:00:00-04:00", NOON),
        ("2026-08-06T12:00:00", None),
        ("2026-08-06", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("1969-07-20T20:17:00Z", None),
        ("soon", None),
        ("", None),
        (None, None),
        (1786017600, None),
    ],
)
def test_an_instant(value: object, read: datetime | None) -> None:
    assert instant(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1786017600", NOON),
        (1786017600, NOON),
        ("0", None),
        (0, None),
        ("", None),
        ("-1786017600", None),
        ("99999999999999", None),
        (10**30, None),
        ("1786017600.5", None),
        ("١٧٨٦٠١٧٦٠٠", None),
        (True, None),
        (1786017600.0, None),
        (None, None),
    ],
)
def test_unix_seconds(value: object, read: datetime | None) -> None:
    assert epoch(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("PT6H30M", timedelta(hours=6, minutes=30)),
        ("PT6H54M12.5S", timedelta(hours=6, minutes=54, seconds=12.5)),
        ("P0DT06H30M00S", timedelta(hours=6, minutes=30)),
        ("PT390M", timedelta(hours=6, minutes=30)),
        ("P1D", timedelta(days=1)),
        ("P", None),
        ("PT", None),
        ("PT0S", None),
        ("P2D", None),
        ("P999D", None),
        ("-PT6H", None),
        ("6:30:00", None),
        (390, None),
    ],
)
def test_a_duration(value: object, read: timedelta | None) -> None:
    assert duration(value) == read


@pytest.mark.parametrize(
    "value",
    [
        "https://plus.nasa.gov/video/95?x=1&y=ü",
        "HTTP://example.org",
        "http://[2001:db8::1]:8080/x",
    ],
)
def test_a_web_address(value: str) -> None:
    assert address(f" {value}\n") == value


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "//example.org/x",
        "https://",
        "https:///path",
        "https://user:pass@example.org/",
        "https://example.org:99999/",
        "http://[::1",
        'https://example.org/"onload="x',
        "https://example.org/a b",
        "https://example.org/\u202egnp.exe",
        "https://example.org/\ud800",
        "https://example.org/\u061cgnp",
        "https://example.org/soft\u00adhyphen",
        "https://example.org/\U000e0041tag",
        "https://example.org/" + "a" * 3000,
        None,
        7,
    ],
)
def test_no_web_address(value: object) -> None:
    assert address(value) == ""


@given(ANY)
def test_anything_reads_without_harm(value: object) -> None:
    text(value).encode()
    address(value).encode()
    assert isinstance(number(value), int | None)
    assert isinstance(instant(value) or epoch(value), datetime | None)
    assert isinstance(duration(value), timedelta | None)


def test_text_is_printable_and_bounded() -> None:
    assert text("  a\x00b\u202ec\ud800d\n ") == "abc\ufffdd"
    assert len(text("a" * 10**6, 300)) == 300


@pytest.mark.parametrize("document", ["", "{", "[" * 100_000, "9" * 5000])
def test_what_is_no_json_is_said(document: str) -> None:
    with pytest.raises(SourceChanged, match="not JSON"):
        load(document, "blog")


def test_of_a_long_list_the_first_objects_count() -> None:
    entries: list[object] = [{"id": n} for n in range(1000)]

    assert [{"id": n} for n in range(MOST_OBJECTS)] == objects([None, *entries])
