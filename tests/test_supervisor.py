"""The supervisor: a bug costs one try of one task; the first signal asks, the second one ends."""

import asyncio
import os
import signal

import pytest

from relay import supervisor
from relay.supervisor import keep_going, until_signal


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What is waited before each restart; nothing is waited in truth."""
    waited: list[float] = []
    turn = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await turn(0)

    monkeypatch.setattr("asyncio.sleep", sleep)
    return waited


async def test_a_task_that_fails_starts_again_ever_later(
    waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    tries = 0

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries <= 11:
            raise ValueError(f"failure {tries}")

    await keep_going("work", work)

    assert [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] == waits
    assert "work failed and starts again in 1 s" in caplog.text
    assert "ValueError: failure 11" in caplog.text


async def test_cancelling_ends_it(waits: list[float]) -> None:
    task = asyncio.create_task(keep_going("work", asyncio.Event().wait))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_first_signal_asks_and_the_next_has_its_old_meaning() -> None:
    before = {number: signal.getsignal(number) for number in supervisor.SIGNALS}
    try:
        stop = until_signal()
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            await stop.wait()
        found = [signal.getsignal(number) for number in supervisor.SIGNALS]
        assert [signal.SIG_DFL, signal.SIG_DFL] == found
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
