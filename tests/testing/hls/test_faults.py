"""What an origin does wrong on request, as a client meets it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import pytest

from relay.testing.clock import FakeClock
from relay.testing.hls import answers, edits
from relay.testing.hls.ladder import Ladder
from relay.testing.hls.making import Recipe
from relay.testing.hls.origin import NEWEST, Origin
from relay.video.segment import Rung

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
LADDER = Ladder(parts=(Recipe(count=2, seconds=1.0, width=160, height=90, fps=5),))


@asynccontextmanager
async def asking(
    clock: FakeClock | None = None,
) -> AsyncIterator[tuple[Origin, aiohttp.ClientSession]]:
    async with Origin(LADDER, clock=clock) as origin, aiohttp.ClientSession(origin.base) as session:
        yield origin, session


async def code(session: aiohttp.ClientSession, address: str) -> int:
    async with session.get(address, allow_redirects=False) as response:
        await response.read()
        return response.status


async def body(session: aiohttp.ClientSession, path: str) -> bytes:
    async with session.get(path) as response:
        return await response.read()


async def test_the_newest_segment_fails_once() -> None:
    async with asking() as (origin, session):
        origin.fail(404, index=NEWEST)
        codes = [await code(session, f"high/{n}.ts") for n in (1, 2, 2)]

    assert codes == [200, 404, 200]


async def test_a_playlist_fails_until_it_is_healed() -> None:
    async with asking() as (origin, session):
        origin.fail(410, "list", rung=Rung.HIGH, times=0)
        codes = [await code(session, path) for path in ("high/list.m3u8", "low/list.m3u8") * 2]
        origin.heal()
        codes.append(await code(session, "high/list.m3u8"))

    assert codes == [410, 200, 410, 200, 200]


async def test_a_redirect_leads_wherever_it_is_told() -> None:
    async with asking() as (origin, session):
        origin.fail(answers.redirected("file:///etc/passwd"), "master")
        async with session.get("master.m3u8", allow_redirects=False) as response:
            assert response.headers["Location"] == "file:///etc/passwd"


async def test_a_connection_is_dropped() -> None:
    async with asking() as (origin, session):
        origin.fail(answers.dropped(), times=0)
        with pytest.raises(aiohttp.ClientConnectionError):
            await body(session, "high/0.ts")


async def test_a_body_is_cut_off_openly_or_not() -> None:
    async with asking() as (origin, session):
        whole = await body(session, "high/0.ts")
        origin.fail(answers.cut(0.5, honest=True))
        assert await body(session, "high/0.ts") == whole[: len(whole) // 2]
        origin.fail(answers.cut(0.5))
        with pytest.raises(aiohttp.ClientPayloadError):
            await body(session, "high/0.ts")


async def test_bytes_are_spoiled_or_replaced() -> None:
    async with asking() as (origin, session):
        whole = await body(session, "high/0.ts")
        origin.fail(answers.spoiled())
        spoiled = await body(session, "high/0.ts")
        origin.fail(answers.replaced(b"<html>"))
        assert await body(session, "high/0.ts") == b"<html>"

    different = sum(a != b for a, b in zip(whole, spoiled, strict=True))
    assert different == pytest.approx(len(whole) / 997, abs=1)


async def test_a_body_without_an_end_goes_on_until_the_client_hangs_up() -> None:
    async with asking() as (origin, session):
        origin.fail(answers.endless())
        async with session.get("high/0.ts") as response:
            await response.content.readexactly(3_000_000)
            assert response.content_length is None
        assert await code(session, "high/0.ts") == 200


async def test_an_answer_is_held_back() -> None:
    async with asking() as (origin, session):
        until = asyncio.Event()
        origin.fail(answers.held(until), index=0)
        asked = asyncio.create_task(code(session, "high/0.ts"))
        assert await code(session, "high/1.ts") == 200
        assert not asked.done()
        until.set()
        assert await asked == 200


async def test_the_text_of_a_playlist_is_changed() -> None:
    async with asking() as (origin, session):
        origin.edit("list", edits.naming("file:///etc/passwd"))
        named = (await body(session, "high/list.m3u8")).decode()
        origin.edit("list", edits.longer(50_000))
        long = (await body(session, "high/list.m3u8")).decode()
        origin.edit("list", edits.without("#EXT-X-PROGRAM-DATE-TIME"))
        bare = (await body(session, "high/list.m3u8")).decode()

    assert named.count("\nfile:///etc/passwd\n") == 3
    assert long.count("#EXTINF") == 50_003
    assert "DATE-TIME" not in bare
    assert bare.count("#EXTINF") == 3


async def test_signed_addresses_expire_by_the_clock_and_on_request() -> None:
    clock = FakeClock(NOON)
    async with asking(clock) as (origin, session):
        origin.sign(60)
        first = origin.url
        text = (await body(session, first)).decode()
        inside = next(line for line in text.splitlines() if line.startswith("high/"))
        listed = (await body(session, inside)).decode()
        codes = [await code(session, "master.m3u8")]
        await clock.advance(60)
        second = origin.url
        codes += [await code(session, inside), await code(session, second)]
        origin.expire()
        codes.append(await code(session, second))

    token = first.partition("?")[2]
    assert inside == f"high/list.m3u8?{token}"
    assert f"\n0.ts?{token}\n" in listed
    assert codes == [403, 403, 200, 403]


async def test_every_request_is_remembered() -> None:
    async with asking() as (origin, session):
        await code(session, "high/0.ts")
        await code(session, "nothing/here")

    assert [asked.path for asked in origin.asked] == ["high/0.ts", "nothing/here"]
    assert origin.asked[0].headers["Host"].startswith("127.0.0.1:")
