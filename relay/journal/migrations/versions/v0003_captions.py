"""What is said on the live stream."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table `captions`."""
    op.create_table(
        "captions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("spacewalk", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_captions"),
    )
    op.create_index("ix_captions_spacewalk", "captions", ["spacewalk", "at"])
