import asyncio
import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
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


async def refusal(path: Path) -> str:
    """What is said about a file that cannot be used; checks that it was left as it was."""
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        await Store.open(str(path))

    assert path.read_bytes() == before
    assert str(path) in str(caught.value)
    with pytest.raises(StoreError):  # the lock is free again: refused for the same reason
        await Store.open(str(path))
    return str(caught.value).replace(str(path), "")


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("Minutes of the meeting. " * 100)

    assert "not a database" in await refusal(path)


async def test_a_database_of_another_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")

    assert "another program" in await refusal(path)


async def test_a_damaged_database_is_refused(path: Path, note: Callable[..., Event]) -> None:
    store = await Store.open(str(path))
    await Journal(store).append([note("words " * 100) for _ in range(200)])
    await store.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = os.urandom(len(content) - 4096 * 3)
    path.write_bytes(content)

    assert "damaged" in await refusal(path)


async def test_a_cut_off_database_is_refused(path: Path, note: Callable[..., Event]) -> None:
    store = await Store.open(str(path))
    await Journal(store).append([note("words " * 100) for _ in range(200)])
    await store.close()
    path.write_bytes(path.read_bytes()[: 4096 * 5])

    assert "damaged" in await refusal(path)


async def test_a_database_of_a_newer_version_is_refused(path: Path) -> None:
    await reopened(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    assert "newer version" in await refusal(path)
    with pytest.raises(StoreError, match="schema 9999"):
        await Store.open(str(path), exclusive=False)


async def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    for name in ("file/relay.db", "."):
        with pytest.raises(StoreError, match="cannot be written"):
            await Store.open(str(tmp_path / name))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            await Store.open(str(tmp_path / "relay.db"))
    finally:
        tmp_path.chmod(0o700)
