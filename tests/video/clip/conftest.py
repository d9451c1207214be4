"""What clips are cut with."""

from collections.abc import AsyncIterator

import pytest

from relay.video.clip.clip import Cutter


@pytest.fixture
async def cutter() -> AsyncIterator[Cutter]:
    """Closed at the end."""
    made = Cutter("NASA")
    yield made
    await made.close()
