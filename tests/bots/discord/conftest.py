"""A loopback Discord without limits, for every test that names none."""

from collections.abc import AsyncIterator

import pytest

from tests.bots.discord.scene import Scene, a_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as made:
        yield made
