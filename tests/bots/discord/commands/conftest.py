"""The world of every test here."""

from collections.abc import AsyncIterator

import pytest

from tests.bots.discord.commands.world import World, ahead, going_on


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A spacewalk is going on."""
    made = World(going_on())
    await made.begin()
    yield made
    await made.end()


@pytest.fixture
async def silent() -> AsyncIterator[World]:
    """A spacewalk is planned, and no test post ever gets an answer."""
    made = World(ahead(), silent=True)
    await made.begin()
    yield made
    await made.end()


@pytest.fixture
async def before() -> AsyncIterator[World]:
    """A spacewalk is planned."""
    made = World(ahead())
    await made.begin()
    yield made
    await made.end()
