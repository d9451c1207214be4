"""Documents that a parser could not read, kept so that the parser can be mended."""

import hashlib
import zlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.journal.schema import documents
from relay.journal.store import Store
from relay.plugins import Document

_PACK_FROM = 1024
"""Texts of fewer bytes are not worth compressing."""


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document and why it was kept."""

    document: Document
    problem: str


class Documents:
    """At most `count` documents of at most `size` bytes each; the oldest give way."""

    def __init__(self, store: Store, *, count: int, size: int) -> None:
        self._store = store
        self._count = count
        self._size = size

    async def keep(self, document: Document, problem: str) -> None:
        """Keep it. The same text of the same source again only moves its time; what is longer
        than allowed is cut."""
        row = self._row(document, problem)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(sa.delete(documents).where(documents.c.id == row["id"]))
            await connection.execute(sa.insert(documents).values(row))
            newest = sa.select(documents.c.id).order_by(documents.c.at.desc(), documents.c.id)
            kept = newest.limit(self._count).subquery()
            crowded_out = documents.c.id.not_in(sa.select(kept.c.id))
            await connection.execute(sa.delete(documents).where(crowded_out))

        await self._store.write(work)

    async def all(self) -> list[KeptDocument]:
        """What is kept, newest first."""
        table = documents.c
        query = sa.select(table.source, table.at, table.problem, table.packed, table.body)
        return [
            KeptDocument(Document(source, at, _text(packed, body)), problem)
            for source, at, problem, packed, body in await self._store.rows(
                query.order_by(table.at.desc(), table.id)
            )
        ]

    def _row(self, document: Document, problem: str) -> dict[str, object]:
        content = document.text.encode("utf-8", "replace")
        name = hashlib.sha256(document.source.encode("utf-8", "replace") + b"\0" + content)
        cut = content[: self._size]
        packed = len(cut) >= _PACK_FROM
        return {
            "id": name.hexdigest()[:16],
            "source": document.source,
            "at": document.at,
            "problem": problem,
            "packed": packed,
            "body": zlib.compress(cut) if packed else cut,
        }


def _text(packed: bool, body: bytes) -> str:
    # Cutting may have split the last character.
    return (zlib.decompress(body) if packed else body).decode("utf-8", "ignore")
