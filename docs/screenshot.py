"""Draws docs/page.png, the picture in the README: the page in a replay. Part of `make docs`."""

import asyncio
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import async_playwright, expect

from relay.core.media import Caption
from relay.journal.codec import EVENTS
from relay.plugins import Watching
from relay.replay import MARK
from relay.testing.footage import FakeFootage
from relay.testing.hls.making import Recipe, made
from relay.testing.site import stage
from relay.video.picture.stills import Stills
from relay.video.segment import Segment
from relay.web.section import WebSection
from relay.web.server import serving

ROOT = Path(__file__).parents[1]
EVENTS_TOLD = ROOT / "tests" / "recordings" / "2021-09-03-rs-eva-49" / "expected.jsonl"
NOW = datetime(2021, 9, 3, 20, 31, 7, tzinfo=UTC)
SIZE = {"width": 1280, "height": 1060}


async def filmed() -> FakeFootage:
    """The test picture, a few seconds old, and what is said beside it."""
    (one,) = made(Recipe(count=1, width=640, height=360, bitrate=900_000, mark=False))
    segment = Segment(run=1, number=0, start=NOW, duration=one.seconds, data=one.data)
    footage = FakeFootage()
    still = await Stills("a test picture").take(segment)
    footage.still = replace(still, at=NOW - timedelta(seconds=4))
    footage.now = Watching(title="Test stream")
    spoken = ("THIS IS A TEST PICTURE.", "THESE ARE TEST CAPTIONS.")
    footage.captions = [
        Caption(at=NOW - timedelta(seconds=9 * ago), text=text)
        for ago, text in zip((2, 1), spoken, strict=True)
    ]
    return footage


async def draw(chromium: str) -> None:
    """Show the page as it was at that instant, to a reader in New York."""
    every = [EVENTS.decode(line) for line in EVENTS_TOLD.read_text("utf-8").splitlines()]
    told = [event for event in every if event.time <= NOW]
    footage = await filmed()
    async with (
        async_playwright() as playwright,
        stage(told, NOW, mark=MARK, rate=lambda: 0.0, footage=footage) as shown,
        serving(WebSection(port=0), shown.site) as url,
    ):
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = await browser.new_page(viewport=SIZE, timezone_id="America/New_York")
        await page.goto(url)
        await expect(page.locator("[data-part=progress]")).to_contain_text("EDT")
        await page.screenshot(path=ROOT / "docs" / "page.png")
        await browser.close()


def main() -> None:
    """Draw it, where there is a browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium here: docs/page.png stays as it is; install Debian's chromium")
    asyncio.run(draw(chromium))
    sys.stdout.write("docs/page.png\n")


if __name__ == "__main__":
    main()
