"""Runs migrations with Alembic. Apart, because loading Alembic takes a fifth of the start."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from relay.errors import StoreError


def migrate(connection: sa.Connection, current: str | None, name: str) -> None:
    """Bring a database of schema `current` to the newest, within the transaction of `connection`.

    Raises StoreError, before anything is written, when `current` is none of the known schemas.
    """
    config = Config()
    config.set_main_option("script_location", "relay.journal:migrations")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current and current not in known:
        raise StoreError(
            f"{name} was written by a newer version of the relay (schema {current}): "
            f"install that version again, or name another database"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
