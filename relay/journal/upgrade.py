"""Brings a database to the schema that this version of the relay knows."""

import sqlalchemy as sa

from relay.errors import StoreError
from relay.journal.schema import TABLES

HEAD = "0003"
"""The newest migration. Known here, so that there is no need to look while there is no work."""

VERSION = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32)),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, as it makes it."""


def upgrade(connection: sa.Connection, name: str) -> None:
    """Run the missing migrations, within the transaction of `connection`.

    Raises StoreError, before anything is written, when the schema is newer than known. `name` is
    what the message calls the database.
    """
    if not sa.inspect(connection).get_table_names():
        _make(connection)
        return
    current = _revision(connection)
    if current != HEAD:
        from relay.journal.migrate import migrate  # noqa: PLC0415 - loaded only when needed

        migrate(connection, current, name)


def require_current(connection: sa.Connection, name: str) -> None:
    """Raises StoreError unless the schema is exactly the one that this version knows."""
    current = _revision(connection)
    if current != HEAD:
        raise StoreError(
            f"{name} has schema {current}, this version of the relay reads {HEAD}: "
            f"read it with the version that runs on it"
        )


def _make(connection: sa.Connection) -> None:
    """A new database gets the newest schema at once: the same that the migrations lead to."""
    TABLES.create_all(connection)
    VERSION.create(connection)
    connection.execute(sa.insert(VERSION).values(version_num=HEAD))


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(sa.select(VERSION.c.version_num))
