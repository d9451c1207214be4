"""Everything that speaks to chat platforms: the bots, who is told, what is told and shown."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from relay.clock import WallClock
from relay.config import Configuration
from relay.core.card import Card, card
from relay.core.event import Event
from relay.core.notice import Notice, notice
from relay.core.standing import Spacewalk
from relay.core.voice import Voice
from relay.delivery.display import Display
from relay.delivery.pump import Pump
from relay.desk import FrontDesk
from relay.http import SafeHttp
from relay.intake import Intake
from relay.journal.deliveries import Deliveries
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.shown import Shown
from relay.journal.store import Store
from relay.moderation import Moderation
from relay.plugins import Bot, Conversing, Footage, find_bots
from relay.supervisor import cancel, keep_going

DRAIN = 3.0
"""Seconds that messages in hand are given at the end."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is told of, and when."""

    journal: Journal
    intake: Intake
    moderation: Moderation
    now: Callable[[], datetime]
    footage: Footage
    mark: str
    """Stands before the title of every message."""


@contextlib.asynccontextmanager
async def open_chats(
    configuration: Configuration, store: Store, scene: Scene, wanted: Sequence[str] | None
) -> AsyncIterator[tuple[Pump, Display]]:
    """The bots named in `wanted`, None for all that are configured, and all that they do.

    At the end messages in hand are finished. Raises ConfigError, StoreError.
    """
    async with contextlib.AsyncExitStack() as stack:
        bots = await _start(configuration, stack, wanted)
        await _put_destinations(configuration, store, bots)
        pump, display = _tellers(store, scene, bots)
        desk = FrontDesk(
            lambda: scene.intake.board,
            scene.now,
            configuration.reminders.lead_times,
            scene.moderation,
            Destinations(store),
            Shown(store),
            (pump, display),
            scene.footage,
        )
        pump.close = display.close = desk.suspend
        for name, bot in bots.items():
            if isinstance(bot, Conversing):
                bot.meet(desk)
                _keep(stack, name, bot.serve)
        _keep(stack, "the display", display.run)
        pumping = asyncio.create_task(keep_going("delivery", pump.run))
        stack.push_async_callback(_end, pump, pumping)
        yield pump, display


async def _start(
    configuration: Configuration, stack: contextlib.AsyncExitStack, wanted: Sequence[str] | None
) -> dict[str, Bot]:
    found: dict[str, Bot] = {}
    installed = find_bots()
    for name, settings in configuration.bots.items():
        if wanted is not None and name not in wanted:
            continue
        bot = installed[name](settings, SafeHttp(), WallClock())
        stack.push_async_callback(bot.close)
        await bot.start()
        found[name] = bot
    return found


async def _put_destinations(
    configuration: Configuration, store: Store, serving: Mapping[str, Bot]
) -> None:
    """Make the configuration's part of the store's destinations that of the configuration.

    What people made in a chat stays as they left it, and nothing is forgotten.
    """
    destinations = Destinations(store)
    listed = {one.id: one for one in configuration.destinations if one.platform in serving}
    kept = await destinations.all()
    silent, refused = await destinations.paused(), await destinations.suspended()
    for one in listed.values():
        await destinations.put(one)
        if one.paused:
            await destinations.pause(one.id)
        elif one.id in silent & refused.keys():
            await destinations.unpause(one.id)
        elif one.id in silent:
            await destinations.resume(one.id)
    for one in kept:
        if one.id not in listed and not one.made_in_chat and one.id not in silent:
            await destinations.pause(one.id)


def _tellers(store: Store, scene: Scene, bots: Mapping[str, Bot]) -> tuple[Pump, Display]:
    def words(event: Event, voice: Voice) -> Notice | None:
        found = notice(event, scene.intake.board.find(event.spacewalk), voice)
        return found and replace(found, title=scene.mark + found.title)

    def glance(walk: Spacewalk, voice: Voice) -> Card:
        found = card(walk, scene.now(), voice)
        return replace(found, title=scene.mark + found.title)

    places, clock = Destinations(store), WallClock()
    pump = Pump(scene.journal, places, Deliveries(store), bots, words, clock)
    display = Display(
        scene.journal,
        places,
        Shown(store),
        bots,
        lambda: scene.intake.board,
        glance,
        scene.now,
        clock,
    )
    return pump, display


def _keep(
    stack: contextlib.AsyncExitStack, name: str, start: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    stack.push_async_callback(cancel, asyncio.create_task(keep_going(name, start)))


async def _end(pump: Pump, pumping: asyncio.Task[None]) -> None:
    await pump.drain(DRAIN)
    await cancel(pumping)
