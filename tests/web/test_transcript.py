"""What was said: the page that is searched without any script, and the same for programs."""

from collections.abc import AsyncIterator

import pytest

from relay.testing.site import Client, Stage, served, stage
from relay.web import api, transcript
from tests.web.films import media, spoken
from tests.web.test_pages import EARLY, IDENTIFIED, Reading
from tests.web.told import EVA, HOSTILE, WHOLE, at

PAGE, DATA = f"/spacewalks/{EVA}/transcript", f"/api/v1/spacewalks/{EVA}/transcript"
LINES = ("THE HATCH IS OPEN.", "A VIEW OF THE EARTH.", HOSTILE)


@pytest.fixture
async def made() -> AsyncIterator[Stage]:
    async with stage([EARLY, IDENTIFIED, *WHOLE[:5]], at("13:45")) as made:
        made.footage.captions = spoken(at("12:04"), *LINES)
        yield made


@pytest.fixture
async def client(made: Stage) -> AsyncIterator[Client]:
    async with served(made.site, [*transcript.routes, *api.routes]) as client:
        yield client


async def read(client: Client, query: str = "") -> Reading:
    async with client.get(PAGE + query) as answer:
        assert 200 == answer.status
        return Reading(await answer.text())


async def test_it_has_every_line_with_its_time_and_says_what_it_is_worth(client: Client) -> None:
    page = await read(client)
    for words in ("12:04:03 UTC", "THE HATCH IS OPEN.", "typed as it was heard", "prove nothing"):
        assert words in page.text
    assert ["get"] == page.values("form", "method")


async def test_it_is_searched_by_all_words_in_any_case(client: Client) -> None:
    page = await read(client, "?words=THE+open")
    assert "THE HATCH IS OPEN." in page.text
    assert "EARTH" not in page.text
    assert "THE open" in page.values("input", "value")
    assert "No line has all of these words." in (await read(client, "?words=vacuum")).text


async def test_the_newest_lines_are_shown(made: Stage, client: Client) -> None:
    made.footage.captions = spoken(at("12:04"), *(f"line-{n}." for n in range(205)))
    page = await read(client)
    assert "line-4." not in page.text
    assert "line-5." in page.text
    assert "line-204." in page.text
    assert "The newest 200 are shown." in page.text


async def test_hostile_words_stay_words(made: Stage, client: Client) -> None:
    page = await read(client, '?words=<script>alert(1)</script>"%0aonfocus="x')
    assert "script" not in {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    whole = await read(client)
    assert "<script>alert(1)</script>" in whole.text
    assert "\u202e" not in whole.text
    assert 5000 > len(whole.text)


async def test_a_spacewalk_without_captions_says_so(made: Stage, client: Client) -> None:
    made.footage.captions.clear()
    assert "No captions have been heard." in (await read(client)).text


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("/spacewalks/us-eva-1/transcript", 404, None),
        ("/spacewalks/us-2026-08-06/transcript?words=a+b", 301, f"{PAGE}?words=a+b"),
        (f"{PAGE}?words={'x' * 101}", 400, None),
        (f"{PAGE}?word=x", 400, None),
        (f"{PAGE}?words=a&words=b", 400, None),
        ("/api/v1/spacewalks/us-eva-1/transcript", 404, None),
        ("/api/v1/spacewalks/us-2026-08-06/transcript?limit=5", 308, f"{DATA}?limit=5"),
        (f"{DATA}?words={'x' * 101}", 400, None),
        (f"{DATA}?limit=0", 400, None),
    ],
)
async def test_others_are_led_on_or_refused(
    client: Client, path: str, status: int, place: str | None
) -> None:
    async with client.get(path, allow_redirects=False) as answer:
        assert (status, place) == (answer.status, answer.headers.get("Location"))


async def test_programs_get_the_same_lines(client: Client) -> None:
    async with client.get(f"{DATA}?words=hatch&limit=1") as answer:
        assert {
            "spacewalk": EVA,
            "captions": [{"at": "2026-08-06T12:04:00Z", "text": "THE HATCH IS OPEN."}],
        } == await answer.json()
    async with client.get(f"{DATA}?limit=2") as answer:
        captions = (await answer.json())["captions"]
    assert 2 == len(captions)
    assert "\u202e" not in captions[1]["text"]
    assert 300 >= len(captions[1]["text"])


async def test_the_files_of_a_spacewalk_are_told_with_their_addresses(
    made: Stage, client: Client
) -> None:
    made.footage.media = [media(at("12:04"), "hatch-open", clip=True)]
    async with client.get(f"/api/v1/spacewalks/{EVA}") as answer:
        (found,) = (await answer.json())["media"]
    assert found["url"] == str(client.make_url(f"/media/{made.footage.media[0].name}"))
    assert {"kind": "clip", "type": "video/mp4", "milestone": "hatch_open", "length": "PT30S"} == {
        name: found[name] for name in ("kind", "type", "milestone", "length")
    }
