"""How soon the page shows the state, what it weighs, and whether anything in it moves.

`python -m bench.page [--quick]`. The real server and Debian's Chromium on this machine; every round
is a reader who has never been here, in a new tab, beside one who asks for a page of one word: what
the browser itself takes, with the start of a process for the tab. The same again in a tab that
stays open. Then the rest of a spacewalk arrives while the page is open.
"""

import asyncio
import shutil
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, Page, async_playwright

from bench.figures import percentile, show
from relay.core.event import Event
from relay.journal.codec import EVENTS
from relay.testing.site import Stage, stage
from relay.web.section import WebSection
from relay.web.server import serving

RECORDING = Path(__file__).parents[1] / "tests/recordings/2021-09-03-rs-eva-49/expected.jsonl"
NOW = datetime(2021, 9, 3, 20, 31, tzinfo=UTC)
BEGUN = 16
"""Events that are told before the page is opened: the spacewalk is underway."""
VIEWPORTS = {"desktop": (1280, 800), "phone": (390, 844)}

PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (e.name === "first-contentful-paint") done(e.startTime);
}).observe({ type: "paint", buffered: true }))"""
WEIGHT = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((e) => { sum += e.value; }))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""
LAST = "document.querySelectorAll('[data-part=log] li').length >= {}"


async def first_visit(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds from asking to the first paint, which holds the whole page; kilobytes in all."""
    context = await browser.new_context()
    page = await context.new_page()
    paint = await visit(page, url)
    weight = await page.evaluate(WEIGHT)
    await context.close()
    return paint, float(weight) / 1024


async def visit(page: Page, url: str) -> float:
    """Milliseconds from asking to the first paint."""
    await page.goto(url)
    return float(await page.evaluate(PAINT))


async def moved(browser: Browser, url: str, made: Stage, rest: list[Event]) -> dict[str, float]:
    """The layout shift of each kind of screen, at the top and at the end, while events arrive."""
    pages: dict[str, Page] = {}
    for name, (width, height) in VIEWPORTS.items():
        for part in (0, 1):
            page = await browser.new_page(viewport={"width": width, "height": height})
            await page.goto(url)
            await page.evaluate(f"scrollTo(0, document.body.scrollHeight * {part})")
            pages[f"{name} {'at the end' if part else 'at the top'}"] = page
    for event in rest:
        await made.tell([event])
        await asyncio.sleep(0.05)
    lines = sum(event.milestone is not None for event in await made.site.journal.events())
    for page in pages.values():
        await page.wait_for_function(LAST.format(lines))
    return {name: float(await page.evaluate(SHIFT)) for name, page in pages.items()}


@dataclass
class Found:
    """What was measured: milliseconds to the first paint, kilobytes, layout shifts."""

    new: list[float] = field(default_factory=list)
    new_word: list[float] = field(default_factory=list)
    open: list[float] = field(default_factory=list)
    open_word: list[float] = field(default_factory=list)
    weight: float = 0
    shifts: dict[str, float] = field(default_factory=dict)


async def measured(rounds: int) -> Found:
    """Every round, then the arrival of the rest."""
    found = Found()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium here: install Debian's package chromium")
    events = [EVENTS.decode(line) for line in RECORDING.read_text("utf-8").splitlines()]
    async with (
        async_playwright() as playwright,
        stage(events[:BEGUN], NOW) as made,
        serving(WebSection(port=0, requests_per_minute=100_000), made.site) as url,
    ):
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
        tab = await browser.new_page()
        await visit(tab, url)
        await first_visit(browser, url)
        for _ in range(rounds):
            paint, found.weight = await first_visit(browser, url)
            found.new.append(paint)
            found.new_word.append((await first_visit(browser, f"{url}/healthz"))[0])
            found.open.append(await visit(tab, url))
            found.open_word.append(await visit(tab, f"{url}/healthz"))
        await tab.close()
        found.shifts = await moved(browser, url, made, events[BEGUN:])
        await browser.close()
    return found


def main() -> None:
    """Print the figures."""
    found = asyncio.run(measured(5 if "--quick" in sys.argv else 40))
    paints = {
        "in a new tab": found.new,
        "in a new tab, a page of one word": found.new_word,
        "in an open tab": found.open,
        "in an open tab, a page of one word": found.open_word,
    }
    rows: list[tuple[object, ...]] = [
        (
            f"first paint {where}, median / p95 ms",
            f"{median(all_):.0f} / {percentile(all_, 0.95):.0f}",
        )
        for where, all_ in paints.items()
    ]
    rows.append(("transferred, kB", f"{found.weight:.1f}"))
    rows += [(f"layout shift, {name}", f"{shift:g}") for name, shift in found.shifts.items()]
    figures = {
        "first_paint_ms": round(median(found.new), 1),
        "first_paint_p95_ms": round(percentile(found.new, 0.95), 1),
        "one_word_ms": round(median(found.new_word), 1),
        "open_tab_ms": round(median(found.open), 1),
        "open_tab_one_word_ms": round(median(found.open_word), 1),
        "transferred_kb": round(found.weight, 1),
        "layout_shift": max(found.shifts.values()),
    }
    show("The page", ("figure", "value"), rows, figures)


if __name__ == "__main__":
    main()
