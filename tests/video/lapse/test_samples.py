import asyncio
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from relay.errors import VideoError
from relay.video.disk import PART
from relay.video.lapse import samples as module
from relay.video.lapse.samples import Samples
from tests.video.painting import NOON, flat, listed, noise, store

EVA = "us-eva-95"
TEN = timedelta(seconds=10)


async def test_kept_in_order_of_their_time(tmp_path: Path) -> None:
    samples, one, two = Samples(tmp_path), flat(60), flat(120)

    assert await samples.add(EVA, NOON + TEN, two)
    assert await samples.add(EVA, NOON + timedelta(milliseconds=1500), one)

    expected = [(NOON + timedelta(milliseconds=1500), one), (NOON + TEN, two)]
    assert expected == list(samples.read(EVA))
    assert [] == list(samples.read("us-eva-96"))
    assert 2 == samples.count(EVA)


async def test_one_for_ten_seconds_also_after_a_restart(tmp_path: Path) -> None:
    assert await Samples(tmp_path).add(EVA, NOON, flat(60))

    again = Samples(tmp_path)

    assert not await again.add(EVA, NOON + timedelta(seconds=9), flat(70))
    assert await again.add(EVA, NOON + TEN, flat(80))
    assert 2 == again.count(EVA)


async def test_no_more_than_twelve_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    store(tmp_path, [flat(60), flat(70)])
    samples = Samples(tmp_path)

    assert not await samples.add(EVA, NOON + 2 * TEN, flat(80))
    assert 2 == samples.count(EVA)


async def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    samples = Samples(tmp_path)
    for junk in (b"", b"junk", b"\xff\xd8\xff\xd9", noise(1)[:200]):
        with pytest.raises(VideoError, match="picture"):
            await samples.add(EVA, NOON, junk)
    assert await samples.add(EVA, NOON, flat(60))


@pytest.mark.parametrize("evil", ["../x", "", ".", "a/b", "US-EVA-95", "a\0", "-x", "x" * 200])
async def test_hostile_names(tmp_path: Path, evil: str) -> None:
    samples = Samples(tmp_path / "samples")
    with pytest.raises(VideoError, match="no name"):
        await samples.add(evil, NOON, flat(60))
    with pytest.raises(VideoError, match="no name"):
        await samples.forget(evil)
    with pytest.raises(VideoError, match="no name"):
        list(samples.read(evil))
    assert [] == listed(tmp_path)


async def test_a_crash_in_the_middle_of_writing_leaves_nothing(tmp_path: Path) -> None:
    store(tmp_path, [flat(60)])
    (tmp_path / EVA / f"{PART}12").write_bytes(flat(70)[:300])
    samples = Samples(tmp_path)

    assert await samples.add(EVA, NOON + TEN, flat(80))

    assert [flat(60), flat(80)] == [jpeg for _, jpeg in samples.read(EVA)]
    assert 2 == len(listed(tmp_path / EVA))


async def test_forgotten(tmp_path: Path) -> None:
    store(tmp_path, [flat(60)], "us-eva-96")
    store(tmp_path, [flat(60)])
    samples = Samples(tmp_path)
    assert not await samples.add(EVA, NOON, flat(60))

    await samples.forget(EVA)
    await samples.forget("rs-eva-1")

    assert ["us-eva-96"] == listed(tmp_path)
    assert await samples.add(EVA, NOON, flat(60))


async def test_a_week_after_their_last_picture_they_go(tmp_path: Path) -> None:
    store(tmp_path, [flat(60)])
    store(tmp_path, [flat(60)] * 2, "us-eva-96")
    (tmp_path / "notes").mkdir()
    samples = Samples(tmp_path)

    await samples.forget_old(NOON + timedelta(days=7))
    assert {EVA, "us-eva-96", "notes"} == set(listed(tmp_path))

    await samples.forget_old(NOON + timedelta(days=7, seconds=1))
    assert {"us-eva-96", "notes"} == set(listed(tmp_path))
    await Samples(tmp_path / "nowhere").forget_old(NOON)


async def test_a_start_clears_the_bench_of_an_encoder_that_was_killed(tmp_path: Path) -> None:
    store(tmp_path, [flat(60)])
    bench = tmp_path / f"{PART}12"
    bench.mkdir()
    (bench / "film.mp4").write_bytes(b"half")

    await Samples(tmp_path).open()
    await Samples(tmp_path / "nowhere").open()

    assert [EVA] == listed(tmp_path)


async def test_a_folder_that_holds_more_stays(tmp_path: Path) -> None:
    store(tmp_path, [flat(60)])
    (tmp_path / EVA / "mine.txt").write_text("notes")
    await Samples(tmp_path).forget(EVA)
    assert ["mine.txt"] == listed(tmp_path / EVA)


async def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / EVA).write_bytes(b"")
    with pytest.raises(VideoError, match="a file lies in the way"):
        await Samples(tmp_path).add(EVA, NOON, flat(60))


ENDLESS = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from relay.video.lapse.samples import Samples
from tests.video.painting import NOON, noise

async def main():
    samples, picture = Samples(Path(sys.argv[1])), noise(1, (320, 180))
    for number in range(int(sys.argv[2]), 4000):
        await samples.add("us-eva-95", NOON + timedelta(seconds=10 * number), picture)
        print(number, flush=True)

asyncio.run(main())
"""


async def test_killed_while_adding(tmp_path: Path) -> None:
    """What it said it had kept is there whole, and nothing that is not whole."""
    told: list[int] = []
    picture = noise(1, (320, 180))
    for kill in range(3):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", ENDLESS, str(tmp_path), str(1000 * kill)),
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout
        for _ in range(5 + kill):
            told += [int(await process.stdout.readline())]
        process.kill()
        told += [int(line) for line in (await process.stdout.read()).splitlines()]
        assert -signal.SIGKILL == await process.wait()

    there = list(Samples(tmp_path).read(EVA))

    assert {picture} == {jpeg for _, jpeg in there}
    assert {NOON + TEN * number for number in told} <= {at for at, _ in there}
    assert len(there) <= len(told) + 3
