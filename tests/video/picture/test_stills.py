import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from relay.errors import VideoError
from relay.testing.hls.making import Look
from relay.testing.hls.timemark import picture_time
from relay.video.picture.stills import Stills
from tests.video.cuts import SIX, TWO, after, segments


async def test_there_is_no_picture_before_the_first() -> None:
    stills = Stills("NASA")
    assert stills.newest is None
    assert stills.near(after(0)) is None


async def test_a_picture_tells_when_it_was_taken_and_whose_it_is() -> None:
    stills = Stills("NASA")
    for place, segment in enumerate(segments()):
        still = await stills.take(segment)
        assert still.at == after(place * 2)
        assert picture_time(still.jpeg) == place * 2000
        assert (still.credit, still.exact, still.look) == ("NASA", True, "")
        assert stills.newest is still


async def test_the_last_key_picture_has_a_time_of_its_own() -> None:
    stills = Stills("NASA")
    still = await stills.take(segments(SIX)[0])
    assert still.at == after(4)
    assert picture_time(still.jpeg) == 4000


async def test_an_estimated_time_is_told_as_such() -> None:
    still = await Stills("NASA").take(replace(segments()[0], exact=False))
    assert not still.exact


async def test_finds_the_first_picture_at_or_after_a_time_else_the_newest() -> None:
    stills = Stills("NASA")
    for segment in segments():
        await stills.take(segment)

    def near(seconds: float) -> float:
        still = stills.near(after(seconds))
        assert still is not None
        return (still.at - after(0)).total_seconds()

    assert [near(-10), near(2), near(2.1), near(8), near(9)] == [0, 2, 4, 8, 8]


async def test_what_is_damaged_leaves_the_picture_before() -> None:
    stills = Stills("NASA")
    first, second, third, *_ = segments()
    still = await stills.take(first)
    with pytest.raises(VideoError):
        await stills.take(replace(second, data=second.data[:4000]))
    assert stills.newest is still
    assert (await stills.take(third)).at == after(4)


async def test_pictures_are_kept_for_a_time() -> None:
    stills = Stills("NASA", keep=4.0)
    for segment in segments():
        await stills.take(segment)
    oldest = stills.near(after(0))
    assert oldest is not None
    assert oldest.at == after(4)


async def test_pictures_are_kept_within_a_size() -> None:
    one = len((await Stills("").take(segments()[0])).jpeg)
    stills = Stills("NASA", size=int(one * 2.5))
    for segment in segments():
        await stills.take(segment)
    oldest = stills.near(after(0))
    assert oldest is not None
    assert oldest.at == after(6)


async def test_pictures_asked_for_at_once_are_made_in_their_order() -> None:
    stills = Stills("NASA")
    made = await asyncio.gather(*map(stills.take, segments()))
    assert [still.at for still in made] == [after(place * 2) for place in range(5)]
    assert stills.newest is made[-1]


@pytest.mark.parametrize(
    ("look", "told"),
    [
        (Look.MOVING, ""),
        (Look.BLACK, "black"),
        (Look.FROZEN, "frozen"),
        (Look.SLATE, "frozen"),
        (Look.NOISE, ""),
    ],
)
async def test_what_a_picture_looks_like(look: Look, told: str) -> None:
    stills = Stills("NASA")
    recipe = replace(TWO, look=look, width=160, height=90, tone=False)
    seen = [(await stills.take(one)).look for one in segments(recipe)]
    # A frozen picture sharpens while the encoder has nothing else to do.
    assert seen[-1] == told
    assert seen[0] == ("black" if look is Look.BLACK else "")


async def test_the_same_board_for_a_minute_is_a_slate() -> None:
    stills = Stills("NASA")
    recipe = replace(TWO, look=Look.SLATE, width=160, height=90, tone=False)
    board = segments(recipe)[0]
    told = [
        (await stills.take(replace(board, start=board.start + timedelta(seconds=12 * step)))).look
        for step in range(6)
    ]
    assert told == ["", "", "", "frozen", "frozen", "slate"]


async def test_pictures_of_a_clock_far_ahead_do_not_stay_for_ever() -> None:
    stills = Stills("NASA")
    first, second, *_ = segments()
    await stills.take(replace(first, start=after(7200)))
    await stills.take(second)
    near = stills.near(after(0))
    assert near is not None
    assert near.at == after(2)
