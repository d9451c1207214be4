"""What a stream says of its own time is believed as far as it can be."""

from datetime import timedelta

import pytest

from tests.video.stream.test_follower import Stage

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("ahead", [5 * 3600, 60, 8, -3600, -603])
async def test_a_clock_that_cannot_be_right_is_not_believed(
    ahead: int, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage()
    stage.channel.wrong = ahead * SECOND
    async with stage.following():
        await stage.clock.advance(30)
    for segment, came in stage.told:
        assert not segment.exact
        assert timedelta(0) <= came - segment.end < 3 * SECOND
    assert {one.exact for one in stage.ring} == {False}
    assert 1 == len([line for line in caplog.messages if "clock_offset_seconds" in line])


@pytest.mark.parametrize("ahead", [4, 0, -60])
async def test_a_clock_that_may_be_right_is_believed(ahead: int) -> None:
    stage = Stage()
    stage.channel.wrong = ahead * SECOND
    async with stage.following():
        await stage.clock.advance(30)
    for segment, _ in stage.told:
        begin = stage.channel.published(segment.number) - 2 * SECOND
        assert (begin + ahead * SECOND, True) == (segment.start, segment.exact)
