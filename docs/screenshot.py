"""Draws docs/page.png, the picture in the README: the page in a replay. Part of `make docs`."""

import asyncio
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import async_playwright, expect

from relay.journal.codec import EVENTS
from relay.replay import MARK
from relay.testing.site import stage
from relay.web.section import WebSection
from relay.web.server import serving

ROOT = Path(__file__).parents[1]
EVENTS_TOLD = ROOT / "tests" / "recordings" / "2021-09-03-rs-eva-49" / "expected.jsonl"
NOW = datetime(2021, 9, 3, 20, 31, 7, tzinfo=UTC)
SIZE = {"width": 1280, "height": 820}


async def draw(chromium: str) -> None:
    """Show the page as it was at that instant, to a reader in New York."""
    every = [EVENTS.decode(line) for line in EVENTS_TOLD.read_text("utf-8").splitlines()]
    told = [event for event in every if event.time <= NOW]
    async with (
        async_playwright() as playwright,
        stage(told, NOW, mark=MARK, rate=lambda: 0.0) as made,
        serving(WebSection(port=0), made.site) as url,
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
