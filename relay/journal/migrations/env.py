"""What Alembic runs: the upgrade, on the connection that the store hands over."""

from alembic import context

from relay.journal.schema import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    # One transaction, begun by the store: an upgrade that fails leaves the old schema whole.
    transactional_ddl=True,
)
context.run_migrations()
