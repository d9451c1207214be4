"""What a follower sees, in a real browser."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, Route, expect

from relay.core.event import EventType
from relay.core.milestone import Milestone
from relay.core.spacewalk import Segment, Stream
from relay.plugins import Watching
from relay.testing.footage import FakeFootage, jpeg
from tests.web.conftest import DESKTOP, PHONE
from tests.web.films import ON, PLAYER, media, spoken, still
from tests.web.pressures import until
from tests.web.told import (
    BEGUN,
    COVERAGE,
    ENDED,
    EVA,
    HATCH,
    HOSTILE,
    PLANNED,
    SUMMED,
    TASK,
    VAGUE,
    WHOLE,
    at,
    hostile,
    reached,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FACE = "[data-part=now] .face"
ROW = "[data-part=progress] li"


PAINTED = """() => new Promise((done) => new PerformanceObserver(() => done(null))
  .observe({ type: "paint", buffered: true }))"""


async def shift(page: Page) -> float:
    """Cumulative layout shift since the page was opened."""
    total: float = await page.evaluate(
        """() => new Promise((done) => {
          let total = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) total += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => done(total)));
        })"""
    )
    return total


async def test_an_event_shows_without_a_reload(showing: Any) -> None:
    async with showing(at("12:00"), PLANNED, COVERAGE) as show:
        page = await show.open()
        await page.evaluate("window.same = true")
        await expect(page.locator(ROW).nth(3)).to_contain_text("–")

        await show.tell(HATCH, BEGUN)

        await expect(page.locator(ROW).nth(3)).to_contain_text("12:06 UTC")
        await expect(page.locator(ROW).nth(3)).to_contain_text("14:06 CEST")
        await expect(page.locator("[data-part=log]")).to_contain_text("Spacewalk begins")
        await expect(page).to_have_title("US EVA 95 – underway")
        await expect(page.locator("#announce")).to_contain_text("Spacewalk begins – US EVA 95")
        assert await page.evaluate("window.same")
        assert [] == show.faults


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "08:06 EDT"),
        ("Australia/Sydney", "22:06 AEST"),
        ("Europe/London", "13:06 BST"),
        ("Asia/Tokyo", "21:06 GMT+9"),
        ("UTC", "12:06 UTC"),
    ],
)
async def test_a_zone_has_the_name_that_its_people_know(
    showing: Any, zone: str, words: str
) -> None:
    async with showing(at("13:45"), *WHOLE[:5]) as show:
        page = await show.open(timezone_id=zone)
        await expect(page.locator(ROW).nth(3)).to_contain_text(words)


async def test_the_clock_ticks_at_the_rate_of_the_relay(showing: Any) -> None:
    async with showing(at("12:06"), PLANNED, BEGUN, rate=lambda: 60.0) as show:
        page = await (await show.context()).new_page()
        await page.clock.install(time=0)
        await page.clock.pause_at(1000)
        await show.go(page)
        await page.clock.run_for(100)
        before = await seconds(page)
        await page.clock.run_for(2000)
        assert 120 <= await seconds(page) - before <= 180


async def seconds(page: Page) -> int:
    text = await page.locator(FACE).inner_text()
    hours, minutes, rest = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + rest


async def test_a_heartbeat_sets_the_clock(showing: Any) -> None:
    async with showing(at("12:06"), PLANNED, BEGUN, rate=lambda: 0.0) as show:
        page = await show.open()
        await expect(page.locator(FACE)).to_have_text("0:00:00")
        show.stage.now = at("18:38")
        await expect(page.locator(FACE)).to_have_text("6:32:00")


async def test_the_countdown_passes_zero_in_words(showing: Any) -> None:
    async with showing(at("11:59"), PLANNED, rate=lambda: 0.0) as show:
        page = await show.open()
        label = page.locator("[data-part=now] .label")
        await expect(page.locator(FACE)).to_have_text("0:01:00")
        await expect(label).to_have_text("Planned to start in")
        show.stage.now = at("12:02")
        await expect(page.locator(FACE)).to_have_text("0:02:00")
        await expect(label).to_have_text("Past the planned start by")


async def test_a_vague_plan_never_counts(showing: Any) -> None:
    async with showing(at("9:00", -1), VAGUE) as show:
        page = await show.open()
        await expect(page.locator(FACE)).to_have_text("6 Aug 2026 (time not yet known)")


async def test_a_lost_connection_is_said_and_mended(showing: Any) -> None:
    async with showing(at("12:00"), PLANNED) as show:
        page = await (await show.context()).new_page()
        await page.clock.install()
        await page.route("**/updates?*", lambda route: route.fulfill(status=503))
        await show.go(page)
        await expect(page.locator("#link")).to_contain_text("Connection lost")
        await page.unroute("**/updates?*")
        await page.clock.run_for(11_000)
        await expect(page.locator("#link")).to_be_empty()
        await show.tell(BEGUN)
        await expect(page.locator(ROW).nth(3)).to_contain_text("12:06 UTC")


async def test_any_number_of_tabs_share_one_stream(showing: Any) -> None:
    async with showing(at("12:00"), PLANNED) as show:
        context = await show.context()
        tabs = [await show.go(await context.new_page()) for _ in range(8)]
        await show.tell(BEGUN)
        for tab in tabs:
            await expect(tab.locator(ROW).nth(3)).to_contain_text("12:06 UTC")
        assert 1 == sum("/updates" in url for url in show.asked)

        await tabs[0].close()
        await show.tell(TASK)
        for tab in tabs[1:]:
            await expect(tab.locator("[data-part=tasks]")).to_contain_text("radio box")
        late = await show.go(await context.new_page())
        show.stage.now = at("14:00")
        await expect(late.locator(FACE)).to_contain_text("1:54")
        assert 2 == sum("/updates" in url for url in show.asked)


async def test_a_replay_stands_still_when_its_connection_is_lost(showing: Any) -> None:
    async with showing(at("12:06"), PLANNED, BEGUN, rate=lambda: 240.0) as show:
        page = await (await show.context()).new_page()
        await page.clock.install()
        await page.route("**/updates?*", lambda route: route.fulfill(status=503))
        await show.go(page)
        await expect(page.locator("#link")).to_contain_text("Connection lost")
        before = await seconds(page)
        await page.clock.run_for(4_000)
        assert before == await seconds(page)


LATER = [
    reached(Milestone.TASK, f"14:{n:02}", occurrence=n, note=f"Task {n} " * 9) for n in range(2, 12)
]


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("scrolled", [0.0, 1.0])
async def test_nothing_moves_while_events_arrive(
    showing: Any, phone: bool, scrolled: float
) -> None:
    async with showing(at("12:00")) as show:
        page = await show.open(**({"viewport": PHONE} if phone else {}))
        await page.evaluate(f"scrollTo(0, document.body.scrollHeight * {scrolled})")
        for event in (PLANNED, COVERAGE, HATCH, BEGUN, TASK, *LATER, ENDED, SUMMED):
            await show.tell(event)
        await expect(page.locator("[data-part=now]")).to_contain_text("6 h 32 min")
        assert 0 == await shift(page)


async def test_nothing_moves_when_the_script_adds_the_local_times(showing: Any) -> None:
    async with showing(at("13:45"), *WHOLE[:5]) as show:
        page = await (await show.context()).new_page()
        painted = asyncio.Event()

        async def later(route: Route) -> None:
            await painted.wait()
            await route.continue_()

        await page.route("**/static/page.*.js", later)
        await page.goto(show.url, wait_until="commit")
        await page.evaluate(PAINTED)
        await expect(page.locator(ROW).nth(3)).not_to_contain_text("CEST")
        painted.set()
        await expect(page.locator(ROW).nth(3)).to_contain_text("14:06 CEST")
        assert 0 == await shift(page)


async def test_the_overlay_follows_too_and_does_not_move(showing: Any) -> None:
    async with showing(at("13:38"), PLANNED, rate=lambda: 0.0) as show:
        page = await show.open("/overlay")
        await show.tell(BEGUN)
        await expect(page.locator(".face")).to_have_text("1:32:00")
        await expect(page.locator(".last")).to_contain_text("Spacewalk begins")
        ground = "getComputedStyle(document.{}).backgroundColor"
        for element in ("body", "documentElement"):
            assert "rgba(0, 0, 0, 0)" == await page.evaluate(ground.format(element))
        assert 0 == await shift(page)
        assert [] == show.faults


PASS = (at("10:02"), at("10:22"))
CHART = ".pressure svg[role=img]"


@pytest.mark.parametrize("phone", [False, True])
async def test_the_pressure_is_drawn_and_follows_each_sample(showing: Any, phone: bool) -> None:
    known = until("12:01", PASS)
    async with showing(at("12:01"), PLANNED, pressure=lambda: known) as show:
        page = await show.open(**({"viewport": PHONE} if phone else {}))
        await page.evaluate("window.same = true")
        await expect(page.locator(CHART)).to_have_accessible_name(
            "Crewlock pressure from 08:01 to 12:01 UTC"
        )
        await expect(page.locator(".reading")).to_have_text("26.0 torr at 12:00:57 UTC")
        before = await page.locator(f"{CHART} polyline").last.bounding_box()
        size = await page.locator(CHART).bounding_box()

        known = until("12:05", PASS, (at("12:04"), None))
        show.stage.now = at("12:09")

        await expect(page.locator(".reading")).to_have_text(
            "20.3 torr at 12:04 UTC; no signal since 12:04 UTC"
        )
        assert 2 == await page.locator(f"{CHART} rect").count()
        assert before != await page.locator(f"{CHART} polyline").last.bounding_box()
        assert size == await page.locator(CHART).bounding_box()
        assert await page.evaluate("window.same")
        assert 0 == await shift(page)
        assert [] == show.faults


async def test_the_pressure_has_its_place_before_the_whole_page_has_come(showing: Any) -> None:
    async with showing(at("12:01"), PLANNED, pressure=lambda: until("12:01", PASS)) as show:
        page = await show.open()
        place = await page.locator(".pressure").bounding_box()

        async def half(route: Route) -> None:
            text = await (await route.fetch()).text()
            await route.fulfill(body=text.partition('<section class="card watch"')[0])

        await page.route(show.url + "/", half)
        await page.reload(wait_until="domcontentloaded")
        assert 0 == await page.locator(".watch").count()
        assert place == await page.locator(".pressure").bounding_box()


async def test_no_card_is_left_of_a_pressure_that_is_of_no_use(showing: Any) -> None:
    russian = replace(PLANNED, segment=Segment.RUSSIAN)
    async with showing(at("12:01"), russian, pressure=lambda: until("12:01")) as show:
        page = await show.open()
        await expect(page.locator(".crew")).to_be_visible()
        await expect(page.locator(".pressure")).to_be_hidden()


FILM = [media(at("12:04"), "hatch-open"), media(at("12:03"), "hatch-open", clip=True)]
SOURCE = "(i) => i.complete && i.naturalWidth > 0 && i.getAttribute('src')"


def filmed(show: Any, **watching: Any) -> FakeFootage:
    """A stream that is on, with a gallery and captions."""
    footage: FakeFootage = show.stage.footage
    footage.still, footage.now = still(at("13:44")), replace(ON, **watching)
    footage.media = list(FILM)
    footage.files = dict.fromkeys((one.name for one in FILM), jpeg())
    footage.captions = spoken(at("13:43"), *(f"LINE {n} OF THE CAPTIONS." for n in range(6)))
    return footage


@pytest.mark.parametrize("phone", [False, True])
async def test_the_picture_the_gallery_and_the_captions_follow_and_nothing_moves(
    showing: Any, phone: bool
) -> None:
    async with showing(at("13:45"), *WHOLE[:5], rate=lambda: 0.0) as show:
        footage = filmed(show)
        page = await show.open(**({"viewport": PHONE} if phone else {}))
        await page.evaluate("window.same = true")
        frame, image = page.locator(".frame"), page.locator(".frame img")
        size = await frame.bounding_box()
        assert size
        assert 16 / 9 == pytest.approx(size["width"] / size["height"], abs=0.01)
        first = await image.evaluate(SOURCE)

        footage.still = still(at("13:45"), shade=40, look="frozen")
        footage.media.append(media(at("13:40"), "task"))
        footage.files[footage.media[-1].name] = jpeg()
        footage.captions = spoken(at("13:44"), *(f"LATER LINE {n}." for n in range(6)))

        await expect(page.locator(".taken")).to_have_text("13:45 UTC about 5 s ago")
        await expect(page.locator(".trouble")).to_contain_text("seems to stand still (a guess)")
        assert await image.evaluate(SOURCE) not in (first, False)
        await expect(page.locator(".shots li")).to_have_count(3)
        await expect(page.locator(".shots li").first).to_contain_text("Task")
        said = page.locator("[data-part=captions]")
        await expect(said).to_contain_text("LATER LINE 5.")
        assert 1 > await said.evaluate("(p) => p.scrollHeight - p.clientHeight - p.scrollTop")

        footage.now = Watching(lost_since=at("13:46"), problem="the stream stands still")
        await expect(page.locator(".trouble")).to_have_text(
            "No picture since 13:46 UTC: the stream stands still"
        )
        footage.still, footage.now = still(at("13:47"), shade=90), ON
        await expect(page.locator(".taken time")).to_have_text("13:47 UTC")
        await expect(page.locator(".trouble")).to_be_empty()
        assert size == await frame.bounding_box()
        assert await page.evaluate("window.same")
        assert 0 == await shift(page)
        assert [] == show.faults


@pytest.mark.parametrize(("viewport", "scrolled"), [(DESKTOP, 0.0), (PHONE, 1.0)])
async def test_what_comes_while_a_page_is_open_moves_nothing(
    showing: Any, viewport: dict[str, int], scrolled: float
) -> None:
    async with showing(at("13:45"), *WHOLE[:5], rate=lambda: 0.0) as show:
        page = await show.open(viewport=viewport)
        for part in ("picture", "gallery", "captions"):
            await expect(page.locator(f".{part}")).to_be_hidden()
        await page.evaluate(f"scrollTo(0, document.body.scrollHeight * {scrolled})")

        filmed(show)
        for part in ("picture", "gallery", "captions"):
            await expect(page.locator(f".{part}")).to_be_visible()
        await expect(page.locator(".late")).to_have_count(3)
        assert 0 == await shift(page)
        assert [] == show.faults


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
async def test_what_ends_while_a_page_is_open_keeps_its_place(
    showing: Any, viewport: dict[str, int]
) -> None:
    async with showing(at("13:45"), *WHOLE[:5], rate=lambda: 0.0) as show:
        footage = filmed(show)
        page = await show.open(viewport=viewport)
        await page.locator(".captions").scroll_into_view_if_needed()
        footage.captions.clear()
        footage.media.clear()
        await show.tell(ENDED)
        for part in ("picture", "gallery", "captions"):
            await expect(page.locator(f".{part} .none")).to_be_visible()
        assert 0 == await shift(page)
        assert [] == show.faults


async def test_a_picture_that_comes_late_is_told_and_takes_its_place_when_asked_for(
    showing: Any,
) -> None:
    async with showing(at("13:45"), *WHOLE[:5], rate=lambda: 0.0) as show:
        page = await show.open()
        filmed(show)
        await page.get_by_role("link", name="The live picture is on").click()
        await expect(page.locator("#picture-title")).to_be_in_viewport()
        await expect(page.locator(".late, #link a")).to_have_count(0)
        above = [await page.locator(f".{part}").bounding_box() for part in ("picture", "progress")]
        assert above[0]
        assert above[1]
        assert above[0]["y"] < above[1]["y"]


async def test_a_player_is_not_disturbed_by_new_pictures_and_asks_for_nothing(
    showing: Any,
) -> None:
    async with showing(at("13:45"), *WHOLE[:5], rate=lambda: 0.0) as show:
        footage = filmed(show, player=PLAYER)
        page = await show.open()
        video = page.locator(".frame video")
        if not await page.evaluate(
            "document.createElement('video').canPlayType('application/vnd.apple.mpegurl')"
        ):
            pytest.skip("this Chromium plays no HLS by itself")
        await expect(video).to_have_attribute("src", PLAYER)
        await video.evaluate("(one) => { one.same = true; }")
        clip = page.locator(".shots video")
        await clip.evaluate("(one) => { one.same = true; }")

        footage.still = still(at("13:45"))
        footage.media.append(media(at("13:40"), "task"))
        footage.files[footage.media[-1].name] = jpeg()

        await expect(page.locator(".taken")).to_contain_text("13:45 UTC")
        await expect(page.locator(".shots li")).to_have_count(3)
        assert await video.evaluate("(one) => one.same")
        assert await clip.evaluate("(one) => one.same")
        assert (await video.get_attribute("poster") or "").endswith(
            f"{at('13:45').timestamp():.0f}000"
        )
        assert [] == show.faults
        assert not [url for url in show.asked if not url.startswith(show.url)]

        await video.dispatch_event("error")
        await expect(page.locator(".frame img")).to_be_visible()


async def test_a_hidden_page_gets_its_picture_when_it_is_looked_at(showing: Any) -> None:
    async with showing(at("13:45"), *WHOLE[:5], rate=lambda: 0.0) as show:
        footage = filmed(show)
        page = await show.open()
        await expect(page.locator(".taken")).to_contain_text("13:44 UTC")
        hide = "Object.defineProperty(document, 'hidden', {{ value: {}, configurable: true }})"
        told = "document.dispatchEvent(new Event('visibilitychange'))"
        await page.evaluate("document.querySelector('.gallery').classList.add('late')")
        await page.evaluate(hide.format("true") + ";" + told)
        await expect(page.locator(".late")).to_have_count(0)
        footage.still = still(at("13:45"))
        await show.tell(reached(Milestone.EGRESS, "13:20"))
        await expect(page.locator(ROW).nth(4)).to_contain_text("13:20 UTC")
        # The newest message says nothing of the picture, which is as it was in the one before.
        await show.tell(TASK)
        await expect(page.locator("[data-part=tasks]")).to_contain_text("radio box")
        await expect(page.locator(".taken")).to_contain_text("13:44 UTC")
        assert not [url for url in show.asked if url.endswith(f"{at('13:45').timestamp():.0f}000")]
        await page.evaluate(hide.format("false") + ";" + told)
        await expect(page.locator(".taken")).to_contain_text("13:45 UTC")


async def test_what_was_said_is_searched_without_script(showing: Any) -> None:
    async with showing(at("13:45"), *WHOLE[:5]) as show:
        filmed(show).captions += spoken(at("13:44"), HOSTILE)
        page = await show.open(java_script_enabled=False)
        await expect(page.locator(".frame img")).to_be_visible()
        await page.get_by_role("link", name="Search all of them").click()
        await page.get_by_label("Lines with all of these words").fill("line 3")
        await page.get_by_role("button", name="Search").click()
        await expect(page.locator(".heard li")).to_have_text(
            ["13:43:09 UTC LINE 3 OF THE CAPTIONS."]
        )
        await page.get_by_label("Lines with all of these words").fill("<script>")
        await page.keyboard.press("Enter")
        await expect(page.locator(".heard li")).to_contain_text("<script>alert(1)</script>")
        assert [] == show.faults


PAGES = ["/", "/spacewalks", f"/spacewalks/{EVA}", "/overlay", "/spacewalks/unknown"]
TRANSCRIPT = f"/spacewalks/{EVA}/transcript?words=line"


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_axe_finds_nothing_to_mend(showing: Any, scheme: Any) -> None:
    pressure = until("13:45", PASS, (at("13:40"), None))
    async with showing(at("13:45"), *WHOLE[:5], pressure=lambda: pressure) as show:
        filmed(show, player=PLAYER).still = still(at("13:44"), look="black")
        context = await show.context(color_scheme=scheme, bypass_csp=True)
        page = await context.new_page()
        for path in (*PAGES, TRANSCRIPT):
            await page.goto(show.url + path)
            results = await Axe().run(page)
            assert 0 == results.violations_count, (path, results.generate_report())


async def test_nothing_breaks_the_policy_and_no_other_host_is_asked(showing: Any) -> None:
    async with showing(at("13:30"), *hostile()) as show:
        page = await show.open()
        for path in (*PAGES[1:4], f"/overlay?spacewalk={EVA}", "/"):
            await page.goto(show.url + path)
            await expect(page.locator("body")).to_contain_text("US EVA 95")
        await show.tell(reached(Milestone.EGRESS, "13:20"))
        await expect(page.locator(ROW).nth(4)).to_contain_text("13:20 UTC")
        assert [] == show.faults
        assert {show.url} == {re.match("https?://[^/]*", url)[0] for url in show.asked}  # type: ignore[index]


async def test_without_script_everything_is_there(showing: Any) -> None:
    pressure = until("12:04")
    async with showing(at("13:38"), *WHOLE[:5], pressure=lambda: pressure) as show:
        page = await show.open(java_script_enabled=False)
        await expect(page.locator(f"{CHART} polyline")).to_be_visible()
        for words in (
            "20.3 torr",
            "1:32",
            "Underway",
            "12:04 UTC",
            "The radio box is out",
            "6 h 30 min",
        ):
            await expect(page.locator("main").get_by_text(words).first).to_be_visible()


async def test_the_keyboard_reaches_content_first_and_shows_where_it_is(showing: Any) -> None:
    async with showing(at("13:38"), *WHOLE[:5]) as show:
        page = await show.open()
        await page.keyboard.press("Tab")
        skip = page.locator(".skip")
        await expect(skip).to_be_focused()
        assert await skip.evaluate("(e) => e.getBoundingClientRect().top >= 0")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        first = page.locator(":focus")
        await expect(first).to_contain_text("Watch: EVA 95")
        assert "solid" == await first.evaluate("(e) => getComputedStyle(e).outlineStyle")


TWO = (Stream(url="https://a.example/"), Stream(url="https://b.example/", title="Second"))


async def test_focus_and_opened_details_outlast_an_update(showing: Any) -> None:
    async with showing(at("12:10"), replace(PLANNED, streams=TWO), BEGUN) as show:
        page = await show.open()
        watch = page.locator("[data-part=watch]")
        await watch.locator("summary").click()
        await watch.get_by_text("Second").focus()

        told = replace(PLANNED, streams=(*TWO, Stream(url="https://c.example/", title="Third")))
        await show.tell(replace(told, type=EventType.SPACEWALK_UPDATED))

        await expect(watch.get_by_text("Third")).to_be_visible()
        await expect(watch.get_by_text("Second")).to_be_focused()


async def test_a_narrow_phone_needs_no_sideways_scrolling(showing: Any) -> None:
    async with showing(at("13:30"), *hostile(), pressure=lambda: until("13:30")) as show:
        filmed(show).captions += spoken(at("13:29"), HOSTILE)
        show.stage.footage.now = Watching(lost_since=at("13:29"), problem=HOSTILE, title=HOSTILE)
        page = await show.open(viewport={"width": 320, "height": 640})
        for path in (*PAGES, TRANSCRIPT):
            await page.goto(show.url + path)
            assert 320 >= await page.evaluate("document.documentElement.scrollWidth"), path
