import asyncio
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relay.core.event import Event
from relay.errors import StoreError
from relay.journal.destinations import Destinations
from relay.journal.journal import Journal
from relay.journal.store import Store

HOLDER = """
import asyncio, sys
from relay.journal.store import Store

async def hold():
    store = await Store.open(sys.argv[1])
    print("open", flush=True)
    await asyncio.Event().wait()
    await store.close()

asyncio.run(hold())
"""


async def reopened(path: Path) -> str:
    store = await Store.open(str(path))
    await store.close()
    return store.epoch


async def test_a_journal_keeps_its_epoch_and_another_has_another(tmp_path: Path) -> None:
    first = await reopened(tmp_path / "a.db")

    assert first
    assert await reopened(tmp_path / "a.db") == first
    assert await reopened(tmp_path / "b.db") != first


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+aiosqlite:///{}"])
async def test_a_path_and_an_address_name_the_same_file(form: str, path: Path) -> None:
    epoch = await reopened(path)

    store = await Store.open(form.format(path))

    assert store.epoch == epoch
    await store.close()


async def test_odd_names_and_missing_folders_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "50% of it?#é.db"
    epoch = await reopened(path)

    assert await reopened(path) == epoch
    assert path.exists()


@pytest.mark.parametrize("address", [":memory:", "sqlite://", "sqlite:///:memory:"])
async def test_a_journal_can_live_in_memory(address: str, note: Callable[..., Event]) -> None:
    store = await Store.open(address)
    journal = Journal(store)
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(journal.append([note()]))
            group.create_task(journal.events())

    assert [event.seq for event in await journal.events()] == [1, 2, 3, 4, 5]
    await store.close()


@pytest.mark.parametrize("address", ["postgresql://host/name", "what://"])
async def test_other_databases_are_refused_in_words(address: str) -> None:
    with pytest.raises(StoreError, match="database"):
        await Store.open(address)


async def test_only_the_owner_may_read_it(store: Store, path: Path) -> None:
    assert store.epoch
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


async def test_a_second_relay_is_refused_until_the_first_is_killed(path: Path) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, str(path), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert await holder.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="in use by another relay") as caught:
            await Store.open(str(path))
        assert str(path) in str(caught.value)
    finally:
        holder.kill()
        await holder.communicate()

    await reopened(path)


async def test_the_same_process_is_refused_too(store: Store, path: Path) -> None:
    with pytest.raises(StoreError, match="in use"):
        await Store.open(str(path))

    assert await Journal(store).events() == []


async def test_it_can_be_read_beside_a_running_relay(
    store: Store, path: Path, note: Callable[..., Event]
) -> None:
    written = await Journal(store).append([note("a")])
    beside = await Store.open(str(path), exclusive=False)

    assert beside.epoch == store.epoch
    assert Journal(beside).head == 1
    written += await Journal(store).append([note("b")])
    assert await Journal(beside).events() == written
    await beside.close()


async def test_who_reads_beside_cannot_write(
    store: Store, path: Path, note: Callable[..., Event]
) -> None:
    beside = await Store.open(str(path), exclusive=False)

    with pytest.raises(StoreError, match="cannot be written"):
        await Journal(beside).append([note()])

    assert await Journal(store).events() == []
    await beside.close()


async def test_there_must_be_something_to_read_beside(path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store.open(str(path), exclusive=False)

    assert list(path.parent.iterdir()) == []


async def test_a_closed_store_says_so(path: Path, note: Callable[..., Event]) -> None:
    store = await Store.open(str(path))
    await store.close()
    await store.close()

    with pytest.raises(StoreError, match="is closed"):
        await Journal(store).append([note()])
    with pytest.raises(StoreError, match="is closed"):
        await Destinations(store).all()
