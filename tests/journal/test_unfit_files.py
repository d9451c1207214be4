"""Files that the relay must not touch: each is refused in words and left as it was."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from relay.core.event import Event
from relay.errors import StoreError
from relay.journal.journal import Journal
from relay.journal.store import Store


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
    store = await Store.open(str(path))
    await store.close()
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
