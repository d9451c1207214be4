"""The live picture and the files of the gallery, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientPayloadError

from relay.errors import VideoError
from relay.testing.follower import PATIENCE
from relay.testing.footage import FakeFootage, jpeg
from relay.testing.site import Client, Stage, served, stage
from relay.web import media as module
from relay.web.door import WAITING
from relay.web.media import CHUNK
from relay.web.rate import BURST
from relay.web.section import WebSection
from relay.web.server import serving
from tests.web.films import media, still
from tests.web.told import WHOLE, at

SHOT, CLIP = media(at("12:04"), "hatch-open"), media(at("12:03"), "hatch-open", clip=True)
FILM = bytes(range(256)) * 4


@pytest.fixture
async def made() -> AsyncIterator[Stage]:
    async with stage(WHOLE[:5], at("13:45")) as made:
        made.footage.files = {SHOT.name: jpeg(), CLIP.name: FILM}
        yield made


@pytest.fixture
async def client(made: Stage) -> AsyncIterator[Client]:
    async with served(made.site, module.routes) as client:
        yield client


async def test_the_newest_picture_is_sent_once_with_its_own_time(
    made: Stage, client: Client
) -> None:
    made.footage.still = still(at("13:44"))
    async with client.get("/live/picture.jpg?t=1") as answer:
        assert (200, "image/jpeg") == (answer.status, answer.content_type)
        assert jpeg() == await answer.read()
        assert "no-cache" == answer.headers["Cache-Control"]
        assert "Thu, 06 Aug 2026 13:44:00 GMT" == answer.headers["Last-Modified"]
        known = {"If-None-Match": answer.headers["ETag"]}
    async with client.get("/live/picture.jpg", headers=known) as answer:
        assert (304, b"") == (answer.status, await answer.read())
    made.footage.still = still(at("13:45"), shade=20)
    async with client.get("/live/picture.jpg", headers=known) as answer:
        assert (200, jpeg(20)) == (answer.status, await answer.read())


async def test_without_a_picture_there_is_none(made: Stage, client: Client) -> None:
    async with client.get("/live/picture.jpg") as answer:
        assert 404 == answer.status
        assert "no stream is followed" in (await answer.json())["detail"]
        assert "no-store" == answer.headers["Cache-Control"]
    nothing = replace(made.site, footage=None)
    async with served(nothing, module.routes) as other:
        for path in ("/live/picture.jpg", f"/media/{SHOT.name}"):
            async with other.get(path) as answer:
                assert 404 == answer.status


async def test_a_file_is_kept_for_ever_and_shown_in_its_place(client: Client) -> None:
    async with client.get(f"/media/{SHOT.name}") as answer:
        assert (200, jpeg()) == (answer.status, await answer.read())
        assert "image/jpeg" == answer.headers["Content-Type"]
        assert "immutable" in answer.headers["Cache-Control"]
        assert f'inline; filename="{SHOT.name}"' == answer.headers["Content-Disposition"]
        known = {"If-None-Match": answer.headers["ETag"]}
    async with client.get(f"/media/{SHOT.name}", headers=known) as answer:
        assert (304, b"") == (answer.status, await answer.read())


async def test_asking_for_the_head_says_how_long_it_is(client: Client) -> None:
    async with client.head(f"/media/{CLIP.name}", headers={"Range": "bytes=0-1"}) as answer:
        assert (200, "video/mp4") == (answer.status, answer.content_type)
        assert (str(len(FILM)), "bytes") == (
            answer.headers["Content-Length"],
            answer.headers["Accept-Ranges"],
        )


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, 1023),
        ("bytes=1000-", 1000, 1023),
        ("bytes=1000-5000", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1023-1023", 1023, 1023),
    ],
)
async def test_a_browser_gets_the_piece_that_it_asks_for(
    client: Client, asked: str, first: int, last: int
) -> None:
    async with client.get(f"/media/{CLIP.name}", headers={"Range": asked}) as answer:
        assert (206, FILM[first : last + 1]) == (answer.status, await answer.read())
        assert f"bytes {first}-{last}/1024" == answer.headers["Content-Range"]
        assert "video/mp4" == answer.headers["Content-Type"]


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=9999-", "bytes=5000-6000", "bytes=-0"])
async def test_a_piece_beyond_the_end_is_refused_with_the_size(client: Client, asked: str) -> None:
    async with client.get(f"/media/{CLIP.name}", headers={"Range": asked}) as answer:
        assert (416, "bytes */1024") == (answer.status, answer.headers["Content-Range"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=-"},
        {"Range": "bytes=9-3"},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=a-b"},
        {"Range": "lines=0-1"},
        {"Range": f"bytes={'9' * 40}-"},
        {"Range": "bytes=0-1", "If-Range": '"another"'},
    ],
)
async def test_what_is_no_single_piece_is_answered_with_the_whole(
    client: Client, headers: dict[str, str]
) -> None:
    async with client.get(f"/media/{CLIP.name}", headers=headers) as answer:
        assert (200, FILM) == (answer.status, await answer.read())


async def test_a_piece_of_the_same_file_goes_on_where_it_was(client: Client) -> None:
    headers = {"Range": "bytes=4-7", "If-Range": f'"{CLIP.name}"'}
    async with client.get(f"/media/{CLIP.name}", headers=headers) as answer:
        assert (206, FILM[4:8]) == (answer.status, await answer.read())


@pytest.mark.parametrize(
    "name",
    [
        "gone-20260806t120000z-picture-0001.jpg",
        "..%2f..%2fsecret.jpg",
        "%2e%2e/secret.jpg",
        "..%5csecret.jpg",
        "secret.jpg%00.mp4",
        "secret.jpg%0a",
        "Secret.jpg",
        "secret.png",
        "secret",
        ".jpg",
        "a.b.jpg",
        "x" * 200 + ".jpg",
        "",
    ],
)
async def test_no_other_file_is_to_be_had(made: Stage, client: Client, name: str) -> None:
    made.footage.files |= dict.fromkeys(
        ("../../secret.jpg", "../secret.jpg", "secret.jpg\n", "Secret.jpg", "secret.png", "secret"),
        b"secret",
    )
    async with client.get(f"/media/{name}") as answer:
        assert 404 == answer.status
        assert b"secret" != await answer.read()


async def test_a_disk_that_fails_is_told_without_its_words(
    made: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(FakeFootage):
        async def size(self, name: str) -> int | None:
            raise VideoError("/secret/folder: input/output error")

    async with (
        served(replace(made.site, footage=Broken()), module.routes) as client,
        client.get(f"/media/{SHOT.name}") as answer,
    ):
        assert 503 == answer.status
        assert "secret" not in await answer.text()
    assert "/secret/folder" in caplog.text


async def test_files_may_be_read_by_other_pages_but_not_be_taken_for_something_else(
    made: Stage,
) -> None:
    made.footage.still = still(at("13:44"))
    section = WebSection(port=0, requests_per_minute=1)
    async with (
        serving(section, made.site) as url,
        served(made.site, []) as client,
    ):
        for path in ("/live/picture.jpg", f"/media/{CLIP.name}"):
            async with client.session.get(url + path) as answer:
                assert 200 == answer.status
                assert "*" == answer.headers["Access-Control-Allow-Origin"]
                assert "nosniff" == answer.headers["X-Content-Type-Options"]


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"If-None-Match": f'"{CLIP.name}"'}, 304),
        ("GET", {"Range": "bytes=1024-"}, 416),
        ("HEAD", {}, 200),
    ],
)
async def test_what_can_be_said_without_the_file_is_said_without_reading_it(
    made: Stage, client: Client, method: str, headers: dict[str, str], status: int
) -> None:
    async with client.request(method, f"/media/{CLIP.name}", headers=headers) as answer:
        assert status == answer.status
    assert [] == made.footage.parts


async def test_of_a_long_film_only_what_is_wanted_is_read(made: Stage, client: Client) -> None:
    film = made.footage.files[CLIP.name] = FILM * 1000
    first, last = 1000, 1000 + 2 * CHUNK
    for asked, wanted in (("7-7", (7, 8)), (f"{first}-{last}", (first, last + 1))):
        made.footage.parts.clear()
        headers = {"Range": f"bytes={asked}"}
        async with client.get(f"/media/{CLIP.name}", headers=headers) as answer:
            assert film[slice(*wanted)] == await answer.read()
        starts, stops = zip(*made.footage.parts, strict=True)
        assert wanted == (starts[0], stops[-1])
        assert starts[1:] == stops[:-1]
        assert CHUNK >= max(stop - start for start, stop in made.footage.parts)


class Halting(FakeFootage):
    """It gives the first part, and the others when it is told to, as they are then."""

    def __init__(self) -> None:
        super().__init__()
        self.files[CLIP.name] = FILM * 1000
        self.go = asyncio.Event()

    async def part(self, name: str, start: int, stop: int) -> bytes | None:
        if start:
            await self.go.wait()
        return await super().part(name, start, stop)


async def test_what_is_read_is_sent_before_more_is_read(made: Stage) -> None:
    footage = Halting()
    async with (
        asyncio.timeout(PATIENCE),
        serving(WebSection(port=0), replace(made.site, footage=footage)) as url,
        served(made.site, []) as client,
        client.session.get(f"{url}/media/{CLIP.name}") as answer,
    ):
        first = await answer.content.readexactly(CHUNK)
        assert [(0, CHUNK)] == footage.parts
        footage.go.set()
        assert FILM * 1000 == first + await answer.read()


@pytest.mark.parametrize("left", [{}, {CLIP.name: FILM}])
async def test_a_film_that_gives_way_while_it_is_sent_breaks_off(
    made: Stage, left: dict[str, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    """At once, not when the connection has been idle for long enough."""
    footage = Halting()
    async with (
        asyncio.timeout(WAITING / 2),
        serving(WebSection(port=0), replace(made.site, footage=footage)) as url,
        served(made.site, []) as client,
        client.session.get(f"{url}/media/{CLIP.name}") as answer,
    ):
        await answer.content.readexactly(CHUNK)
        footage.files = left
        footage.go.set()
        with pytest.raises(ClientPayloadError):
            await answer.read()
    assert not caplog.records


async def test_long_films_count_as_several_requests(made: Stage) -> None:
    made.footage.files[CLIP.name] = bytes(10 << 20)
    section = WebSection(port=0, requests_per_minute=1)
    async with serving(section, made.site) as url, served(made.site, []) as client:
        answered = 0
        for _ in range(BURST):
            async with client.session.get(f"{url}/media/{CLIP.name}") as answer:
                answered += answer.status == 200
                await answer.read()
                if answer.status == 429:
                    break
    assert BURST // 11 <= answered <= BURST // 11 + 1
