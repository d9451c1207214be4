import asyncio
import logging
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from relay.errors import VideoError
from relay.video.lapse.hyperlapse import encode
from relay.video.lapse.samples import Samples
from tests.video.painting import NOON, flat, frames, listed, read_time, store

EVA = "us-eva-95"


async def test_made_beside_the_relay(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = b"\xff\xd8junk\xff\xd9"
    store(tmp_path, [*(flat(level) for level in (40, 200, 90)), broken])
    shares: list[float] = []

    clip = await encode(Samples(tmp_path), EVA, NOON, progress=shares.append, credit="NASA")

    assert (NOON, timedelta(seconds=0.6), "NASA") == (clip.at, clip.length, clip.credit)
    assert not clip.reencoded
    times = [read_time(frame, 7) for frame in frames(clip.mp4)]
    assert ["0:00:00", "0:00:10", "0:00:20"] == times
    assert shares == sorted(shares)
    assert 1 == shares[-1]
    assert [EVA] == listed(tmp_path)
    assert ["hyperlapse of us-eva-95: 1 pictures unreadable"] == caplog.messages
    assert logging.WARNING == caplog.records[0].levelno


async def test_its_problem_is_told(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="no picture of us-eva-95 was kept"):
        await encode(Samples(tmp_path / "samples"), EVA, None)
    assert [] == listed(tmp_path / "samples")


async def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "samples").write_bytes(b"")
    with pytest.raises(VideoError, match="a file lies in the way"):
        await encode(Samples(tmp_path / "samples"), EVA, None)


async def test_patience_ends(tmp_path: Path) -> None:
    store(tmp_path, [flat(50)])
    with pytest.raises(VideoError, match="longer than 0 s"):
        await encode(Samples(tmp_path), EVA, None, patience=0)
    assert [EVA] == listed(tmp_path)


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands for the encoder; a test writes it."""
    program = tmp_path / "encoder"
    program.touch(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


async def test_an_encoder_that_dies(tmp_path: Path, encoder: Path) -> None:
    encoder.write_text("""#!/bin/sh\necho '{"share": 0.5}'\nkill -9 $$\n""")
    shares: list[float] = []
    with pytest.raises(VideoError, match="ended with -9"):
        await encode(Samples(tmp_path / "samples"), EVA, None, progress=shares.append)
    assert [0.5] == shares


async def test_an_encoder_that_is_not_there(tmp_path: Path, encoder: Path) -> None:
    encoder.unlink()
    with pytest.raises(VideoError, match="cannot be started"):
        await encode(Samples(tmp_path / "samples"), EVA, None)


async def test_the_encoder_ends_when_nobody_waits_for_it(tmp_path: Path, encoder: Path) -> None:
    encoder.write_text(
        f"""#!/bin/sh
        echo $$ > {tmp_path}/pid
        echo '{{"share": 0.5}}'
        exec tail -f /dev/null
        """
    )
    begun = asyncio.Event()
    work = asyncio.create_task(
        encode(Samples(tmp_path / "samples"), EVA, None, progress=lambda _: begun.set())
    )
    await begun.wait()

    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert [] == listed(tmp_path / "samples")
