"""The benches of the telemetry measure what they say."""

from pathlib import Path

import pytest

from bench.telemetry import DAY, by_simple_rule, by_vacuum_rule, feed_to_notice, rows, whole_day
from relay.core.observation import Topic


@pytest.mark.skipif(not DAY.exists(), reason="the real day's telemetry is not here")
async def test_the_real_day_through_the_client() -> None:
    day = list(rows(DAY))
    _, found = await whole_day(day)

    facts = [
        f"{one.kind} {one.occurred_at:%H:%M:%S} {at:%H:%M:%S}"
        for at, one in found
        if one.kind is not Topic.HINT
    ]
    assert facts == ["hatch_open 11:54:55 11:54:58", "repress_start 18:21:46 18:22:06"]
    assert by_simple_rule(day)[:2] == ["begins 07:52:13", "over 09:18:53"]
    assert by_vacuum_rule(day)[0].startswith("on 11:55:3")


async def test_every_hatch_reaches_the_bot(tmp_path: Path) -> None:
    assert len(await feed_to_notice(3, tmp_path)) == 3
