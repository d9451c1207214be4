"""The schema that the migrations make is the schema that the program uses, from any version on."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from relay.core.event import Event
from relay.errors import StoreError
from relay.journal.journal import Journal
from relay.journal.schema import TABLES
from relay.journal.store import Store
from relay.journal.upgrade import HEAD


def migrations(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "relay.journal:migrations")
    config.attributes["connection"] = connection
    return config


SCRIPTS = ScriptDirectory.from_config(migrations())
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()]


def schema(path: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        # A column that is added later stands in another line, and nothing else differs.
        return {(*names, " ".join((sql or "").split())) for *names, sql in rows}


async def test_tables_in_the_program_and_in_the_database_are_the_same(store: Store) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, TABLES))

    async def work(connection: AsyncConnection) -> list[object]:
        return await connection.run_sync(differences)

    assert await store.read(work) == []


@pytest.mark.parametrize("revision", REVISIONS)
async def test_an_old_database_becomes_like_a_new_one(
    revision: str, path: Path, tmp_path: Path, note: Callable[..., Event]
) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(migrations(connection), revision)
    engine.dispose()

    old, new = await Store.open(str(path)), await Store.open(str(tmp_path / "new.db"))

    assert [event.seq for event in await Journal(old).append([note()])] == [1]
    await old.close()
    await new.close()
    assert schema(path) == schema(tmp_path / "new.db")


async def test_an_upgrade_that_fails_leaves_the_old_schema(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("CREATE TABLE events (in_the_way TEXT)")
    before = schema(path)

    with pytest.raises((sa.exc.OperationalError, StoreError)):
        await Store.open(str(path))

    assert schema(path) == before


def test_every_table_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in TABLES.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


def test_the_newest_migration_is_the_one_that_is_asked_for() -> None:
    assert SCRIPTS.get_current_head() == HEAD
