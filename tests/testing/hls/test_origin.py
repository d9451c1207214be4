"""The origin: what it lists, what it serves, how time passes there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import aiohttp
import m3u8  # type: ignore[import-untyped]
import pytest

from relay.testing.clock import FakeClock
from relay.testing.hls.ladder import Ladder
from relay.testing.hls.looking import packets, times
from relay.testing.hls.making import Recipe
from relay.testing.hls.origin import Origin
from relay.testing.hls.recipe import Container
from relay.video.segment import Rung

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
SMALL = Recipe(count=3, seconds=1.0, width=160, height=90, fps=5, bitrate=120_000)

Get = Callable[[str], Awaitable[bytes]]


@pytest.fixture(name="get")
async def _get() -> AsyncIterator[Get]:
    async with aiohttp.ClientSession() as session:

        async def get(address: str) -> bytes:
            async with session.get(address) as response:
                response.raise_for_status()
                return await response.read()

        yield get


async def listed(get: Get, origin: Origin, rung: Rung = Rung.HIGH) -> m3u8.M3U8:
    address = f"{origin.base}{rung}/list.m3u8"
    return m3u8.loads((await get(address)).decode(), uri=address)


async def joined(get: Get, origin: Origin, rung: Rung = Rung.HIGH) -> bytes:
    page = await listed(get, origin, rung)
    header = page.segments[0].init_section
    parts = [await get(header.absolute_uri)] if header else []
    return b"".join([*parts, *[await get(one.absolute_uri) for one in page.segments]])


async def test_the_master_names_two_rungs_and_what_nobody_can_use(get: Get) -> None:
    async with Origin(Ladder(parts=(SMALL,), subtitles=True, junk=True)) as origin:
        master = m3u8.loads((await get(origin.url)).decode(), uri=origin.url)

    own = [one for one in master.playlists if "junk" not in one.uri]
    assert [one.stream_info.resolution for one in own] == [(160, 90), (80, 44)]
    assert {one.stream_info.codecs for one in own} == {"avc1.64001f,mp4a.40.2"}
    assert own[0].stream_info.bandwidth > own[1].stream_info.bandwidth
    assert [one.type for one in master.media] == ["SUBTITLES", "AUDIO"]
    assert len(master.playlists) == 7
    assert len(master.iframe_playlists) == 1


async def test_segments_come_out_when_they_are_published(get: Get) -> None:
    clock = FakeClock(NOON)
    async with Origin(Ladder(parts=(SMALL,)), clock=clock, published=2) as origin:
        before = await listed(get, origin)
        origin.publish(9)
        after = await listed(get, origin)
        with pytest.raises(aiohttp.ClientResponseError, match="404"):
            await get(f"{origin.base}high/11.ts")

    assert [one.uri for one in before.segments] == ["0.ts", "1.ts"]
    assert (after.media_sequence, len(after.segments), after.segments[-1].uri) == (3, 8, "10.ts")
    assert before.segments[0].program_date_time == NOON - timedelta(seconds=2)
    assert (
        after.segments[0].program_date_time == origin.air.instant(3) == NOON + timedelta(seconds=1)
    )
    assert [asked.path for asked in origin.asked][-1] == "high/11.ts"
    assert {asked.at for asked in origin.asked} == {NOON}


async def test_by_the_clock_a_segment_is_there_after_its_last_frame_and_the_delay(get: Get) -> None:
    clock = FakeClock(NOON)
    ladder = Ladder(parts=(SMALL,))
    async with Origin(ladder, clock=clock, live=True, delay=0.25, published=2) as origin:
        counts = []
        for _ in range(4):
            counts.append(len((await listed(get, origin)).segments))
            await clock.advance(0.5)
        origin.air.stall()
        await clock.advance(10)
        stalled = await listed(get, origin)
        origin.air.resume()
        resumed = await listed(get, origin)

    assert counts == [2, 2, 3, 3]
    assert stalled.segments[-1].uri == "3.ts"
    assert resumed.segments[-1].uri == "13.ts"
    newest = resumed.segments[-1].program_date_time
    assert newest == NOON + timedelta(seconds=12 - 1 - 0.25)


@pytest.mark.parametrize("container", ["ts", "fmp4"])
@pytest.mark.parametrize("rung", [Rung.HIGH, Rung.LOW])
async def test_one_recipe_is_repeated_without_a_seam(
    get: Get, container: Container, rung: Rung
) -> None:
    recipe = replace(SMALL, container=container)
    async with Origin(Ladder(parts=(recipe,)), published=7) as origin:
        page = await listed(get, origin, rung)
        data = await joined(get, origin, rung)

    shown, heard = packets(data), packets(data, "audio")
    pts = sorted(one.pts for one in shown)
    assert {b - a for a, b in pairwise(pts)} == {18_000}
    assert len(pts) == 35
    assert all(b.dts > a.dts for a, b in pairwise(shown))
    steps = [float(b.seconds - a.seconds) for a, b in pairwise(heard)]
    assert max(steps) < 0.022
    assert min(steps) > 0
    assert not any(one.corrupt for one in shown + heard)
    assert times(data) == [n % 15 * 200 for n in range(35)]
    assert not any(one.discontinuity for one in page.segments)


async def test_parts_follow_each_other_after_discontinuities(get: Get) -> None:
    later = replace(SMALL, count=1, width=320, height=180, start_pts=90_000)
    fmp4 = tuple(replace(one, container="fmp4") for one in (replace(SMALL, count=2), later))
    async with Origin(Ladder(parts=fmp4, low=None), published=5) as origin:
        page = await listed(get, origin)
        small = await get(f"{origin.base}high/header0.mp4")
        large = await get(f"{origin.base}high/header1.mp4")
        backwards = packets(large + await get(f"{origin.base}high/2.m4s"))
        origin.publish(7)
        moved = await listed(get, origin)

    assert [one.discontinuity for one in page.segments] == [False, False, True, True, False]
    names = [one.init_section.uri for one in page.segments]
    assert names == ["header0.mp4"] * 2 + ["header1.mp4"] + ["header0.mp4"] * 2
    assert small != large
    assert min(one.pts for one in backwards) == 90_000
    assert moved.discontinuity_sequence == 2
    assert moved.media_sequence == 4


async def test_subtitles_tell_the_same_as_the_captions(get: Get) -> None:
    said = ((0.5, "HATCH IS OPEN."), (2.5, "GO AHEAD."))
    recipe = replace(SMALL, captions=said)
    async with Origin(Ladder(parts=(recipe,), subtitles=True), published=6) as origin:
        pieces = [(await get(f"{origin.base}text/{n}.vtt")).decode() for n in range(6)]

    assert ["HATCH IS OPEN." in piece for piece in pieces] == [True] * 6
    assert ["GO AHEAD." in piece for piece in pieces] == [False, False, True] * 2
    assert "MPEGTS:900000,LOCAL:00:00:00.000" in pieces[2]
    assert "00:00:02.500 --> 00:00:06.500\nGO AHEAD." in pieces[2]
    assert f"MPEGTS:{900_000 + 3 * 90_000}," in pieces[3]


async def test_the_time_can_be_wrong_or_missing(get: Get) -> None:
    async with Origin(Ladder(parts=(SMALL,)), clock=FakeClock(NOON), published=2) as origin:
        origin.air.off = timedelta(hours=-7)
        wrong = await listed(get, origin)
        origin.air.off = None
        missing = await listed(get, origin)

    assert wrong.segments[0].program_date_time == NOON - timedelta(hours=7, seconds=2)
    assert missing.segments[0].program_date_time is None


async def test_gaps_lost_segments_the_end_and_keys_are_listed(get: Get) -> None:
    recipe = replace(SMALL, first_number=70)
    async with Origin(Ladder(parts=(recipe,)), published=5) as origin:
        sound = await get(f"{origin.base}high/0.ts")
        origin.air.gaps.add(3)
        origin.air.lost.add(1)
        origin.air.ended = True
        origin.air.sealed = "AES-128"
        page = await listed(get, origin)
        sealed = await get(f"{origin.base}high/0.ts")
        for path in ("high/3.ts", "high/1.ts"):
            with pytest.raises(aiohttp.ClientResponseError, match="404"):
                await get(origin.base + path)

    assert [one.uri for one in page.segments] == ["0.ts", "2.ts", "3.ts", "4.ts"]
    assert [one.gap_tag for one in page.segments] == [None, None, True, None]
    assert (page.media_sequence, page.is_endlist) == (70, True)
    assert page.segments[0].key.method == "AES-128"
    assert len(sealed) > len(sound)
    assert sealed[:1] != sound[:1]
