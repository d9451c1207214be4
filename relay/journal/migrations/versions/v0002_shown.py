"""What is kept up to date in place, and what destinations and deliveries are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table `shown`, and the columns and indices."""
    op.create_index("ix_deliveries_key", "deliveries", ["key"])
    for name in ("community", "address"):
        column = sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))
        op.add_column("destinations", column)
        op.create_index(f"ix_destinations_{name}", "destinations", [name])
    op.create_table(
        "shown",
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("message", sa.Text),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("destination", "key", name="pk_shown"),
        sa.ForeignKeyConstraint(
            ["destination"],
            ["destinations.id"],
            name="fk_shown_destination",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_shown_key", "shown", ["key"])
