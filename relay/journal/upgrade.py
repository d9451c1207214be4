"""Brings a database to the schema that this version of the relay knows."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from relay.errors import StoreError


def upgrade(connection: sa.Connection, name: str) -> None:
    """Run the missing migrations, within the transaction of `connection`.

    Raises StoreError, before anything is written, when the schema is newer than known. `name` is
    what the message calls the database.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    current = _revision(connection)
    if current == scripts.get_current_head():
        return
    if current and current not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"{name} was written by a newer version of the relay (schema {current}): "
            f"install that version again, or name another database"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def require_current(connection: sa.Connection, name: str) -> None:
    """Raises StoreError unless the schema is exactly the one that this version knows."""
    current, known = (
        _revision(connection),
        ScriptDirectory.from_config(_config()).get_current_head(),
    )
    if current != known:
        raise StoreError(
            f"{name} has schema {current}, this version of the relay reads {known}: "
            f"read it with the version that runs on it"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "relay.journal:migrations")
    return config


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
