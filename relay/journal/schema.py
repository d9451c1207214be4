"""The tables, in words that SQLite and PostgreSQL both understand."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

TABLES = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC whatever zone it came in. A naive one is a ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value)


class Words(TypeDecorator[str]):
    """Text from anywhere. What a database cannot hold, lone surrogates and NUL, becomes `?`."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value and value.replace("\0", "?").encode("utf-8", "replace").decode()


meta = sa.Table(
    "meta",
    TABLES,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

events = sa.Table(
    "events",
    TABLES,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("spacewalk", Words, nullable=False, index=True),
    sa.Column("alias", Words),
    sa.Column("time", Instant, nullable=False),
    # The latest instant that the event speaks of: it keeps a spacewalk open that is still to come.
    sa.Column("latest", Instant, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

observations = sa.Table(
    "observations",
    TABLES,
    sa.Column("id", Words, primary_key=True),
    sa.Column("spacewalk", Words, index=True),
    sa.Column("seen_at", Instant, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

destinations = sa.Table(
    "destinations",
    TABLES,
    sa.Column("id", Words, primary_key=True),
    sa.Column("paused", sa.Boolean, nullable=False),
    # Why the platform refuses it; empty while it does not.
    sa.Column("suspended", Words, nullable=False),
    sa.Column("cursor", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    # Both to be found by; they stand in the body as well.
    sa.Column("community", Words, nullable=False, index=True, server_default=sa.text("''")),
    sa.Column("address", Words, nullable=False, index=True, server_default=sa.text("''")),
)

deliveries = sa.Table(
    "deliveries",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "destination",
        Words,
        sa.ForeignKey("destinations.id", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("key", Words, nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False, index=True),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("message", Words),
    sa.Column("problem", Words, nullable=False),
    sa.Index("ix_deliveries_destination", "destination", "key"),
)

shown = sa.Table(
    "shown",
    TABLES,
    sa.Column(
        "destination",
        Words,
        sa.ForeignKey("destinations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    # The spacewalk's lasting origin and what is kept of it there: us-eva-95/card.
    sa.Column("key", Words, primary_key=True, index=True),
    sa.Column("message", Words),
    # Of what is shown: equal ones need no edit.
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

documents = sa.Table(
    "documents",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", Words, nullable=False),
    sa.Column("at", Instant, nullable=False, index=True),
    sa.Column("problem", Words, nullable=False),
    sa.Column("packed", sa.Boolean, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

captions = sa.Table(
    "captions",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    # Its lasting origin.
    sa.Column("spacewalk", Words, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Index("ix_captions_spacewalk", "spacewalk", "at"),
)
