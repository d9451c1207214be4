"""A real browser before the real server."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from relay.core.event import Event
from relay.testing.site import Stage, stage
from relay.web.section import WebSection
from relay.web.server import serving

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
BEAT = 0.5


class Show:
    """A relay that is served, and the browser that looks at it. `faults` is what went wrong."""

    def __init__(self, stage: Stage, url: str, browser: Browser) -> None:
        self.stage = stage
        self.url = url
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.contexts: list[BrowserContext] = []
        self._browser = browser

    async def tell(self, *events: Event) -> None:
        await self.stage.tell(events)

    async def context(self, **more: Any) -> BrowserContext:
        wanted: dict[str, Any] = {"viewport": DESKTOP, "timezone_id": "Europe/Berlin"}
        self.contexts.append(await self._browser.new_context(**(wanted | more)))
        return self.contexts[-1]

    async def open(self, path: str = "/", **more: Any) -> Page:
        page = await (await self.context(**more)).new_page()
        return await self.go(page, path)

    async def go(self, page: Page, path: str = "/") -> Page:
        page.on("console", lambda m: self.faults.append(m.text) if m.type != "log" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        await page.goto(self.url + path)
        return page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium here: install Debian's package chromium")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        await started.close()


@pytest.fixture
def showing(browser: Browser) -> Any:
    @asynccontextmanager
    async def show(now: datetime, *events: Event, **site: Any) -> AsyncIterator[Show]:
        async with (
            stage(events, now, heartbeat=BEAT, **site) as made,
            serving(WebSection(port=0), made.site) as url,
        ):
            opened = Show(made, url, browser)
            yield opened
            for context in opened.contexts:
                await context.close()

    return show
