"""An outage is one line a minute in the log, however many are concerned."""

import logging
from datetime import UTC, datetime

import pytest

from relay.delivery.complaints import Complaints
from relay.testing.clock import FakeClock

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


async def test_of_each_platform_one_line_a_minute_counts_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = FakeClock(NOON)
    complaints = Complaints(clock)
    for _ in range(2):
        for number in range(1000):
            complaints.about("discord", f"d{number}", 2.0, "no answer")
        complaints.about("webhook", "w", 1.0, "503")
        await clock.advance(61)
    complaints.about("discord", "last", 2.0, "no answer")

    told = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert told == [
        "d0 waits 2 s: no answer",
        "w waits 1 s: 503",
        "d0 waits 2 s: no answer (999 more since the last such line)",
        "w waits 1 s: 503",
        "last waits 2 s: no answer (999 more since the last such line)",
    ]
