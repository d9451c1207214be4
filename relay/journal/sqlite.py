"""All that is particular to SQLite: opening the file, its pragmas, its lock and its errors."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from relay.errors import StoreError

MEMORY = ":memory:"
BUSY_MS = 2000
"""How long a write waits for another program that holds the file locked."""

_READERS = 4
_TURN_SECONDS = 600
"""How long one of many readers waits for its turn; every turn is short."""
_PROBLEMS = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space, then it goes on",
    sqlite3.SQLITE_READONLY: "it cannot be written: check the rights of the file and its folder",
    sqlite3.SQLITE_PERM: "it may not be used: check the rights of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check the path, and the rights of its folder",
    sqlite3.SQLITE_IOERR: "reading or writing failed: check the disk and its free space",
    sqlite3.SQLITE_BUSY: "another program holds it locked: end that program, then it goes on",
    sqlite3.SQLITE_LOCKED: "another program holds it locked: end that program, then it goes on",
    sqlite3.SQLITE_CORRUPT: "it is damaged: move it away and put a backup in its place",
    sqlite3.SQLITE_NOTADB: "it is not a database: name another path, or move that file away",
}


def path_of(url_or_path: str) -> Path | None:
    """The file that is meant, or None for a database in memory only."""
    if "://" not in url_or_path:
        return None if url_or_path == MEMORY else Path(url_or_path).resolve()
    try:
        url = sa.make_url(url_or_path)
    except sa.exc.ArgumentError as problem:
        raise StoreError(f"{url_or_path!r} is neither a path nor a database address") from problem
    if url.get_backend_name() != "sqlite":
        raise StoreError(f"a {url.get_backend_name()} database is not supported: name a file")
    return None if url.database in (None, "", MEMORY) else Path(str(url.database)).resolve()


def prepare(path: Path) -> FileLock:
    """Make the file where there is none, readable by its owner only, and lock it.

    The lock is the operating system's: it ends with the process, however that ends. Raises
    StoreError when the folder cannot be written or another process has the lock.
    """
    lock = FileLock(f"{path}.lock", mode=0o600, thread_local=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except Timeout as problem:
        raise StoreError(
            f"{path} is in use by another relay: stop that one, or name another database"
        ) from problem
    except OSError as problem:
        lock.release()
        raise StoreError(
            f"{path} cannot be written ({problem.strerror}): name a file in a folder that can be"
        ) from problem
    return lock


def examine(path: Path) -> None:
    """Raises StoreError for a file that is damaged or another program's; it is only read."""
    with explained(str(path)), closing(_read_only(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if tables and not {"alembic_version", "events"} <= tables:
            raise StoreError(
                f"{path} is a database of another program: name another path for the relay's"
            )
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"{path}: {_PROBLEMS[sqlite3.SQLITE_CORRUPT]} ({found})")


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)


def connect(path: Path | None, *, writable: bool) -> AsyncEngine:
    """An engine whose every connection is set up; a transaction of `immediate` may write."""
    engine = create_async_engine(
        sa.URL.create("sqlite+aiosqlite", database=str(path or MEMORY)),
        # A database in memory lives in its one connection, which everyone then waits for.
        pool_size=_READERS if path else 1,
        max_overflow=0,
        pool_timeout=_TURN_SECONDS,
        # Every use ends its own transaction; another rollback costs a turn of the thread.
        pool_reset_on_return=None,
        poolclass=AsyncAdaptedQueuePool,
        hide_parameters=True,
    )
    pragmas = [f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL"]
    pragmas.append("journal_mode=WAL" if writable else "query_only=ON")

    @sa.event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def immediate(engine: AsyncEngine) -> AsyncEngine:
    """The same engine, for writing: it takes the write lock at once, so never fails half-way."""
    return engine.execution_options(immediate=True)


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what the operator can mend into a StoreError about the database called `name`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as problem:
        cause = problem.orig if isinstance(problem, DBAPIError) else problem
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code not in _PROBLEMS:
            raise
        raise StoreError(f"{name}: {_PROBLEMS[code]}") from problem
