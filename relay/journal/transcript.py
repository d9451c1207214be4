"""What was said on the live stream during each spacewalk, to be searched."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from relay.core.media import Caption
from relay.core.text import plain
from relay.journal.schema import captions
from relay.journal.store import Store

LONGEST = 500
"""Characters that are kept of a line."""
MOST = 1000
"""Lines of one answer."""
WORDS = 20
"""Words that are looked for at once."""


class Transcript:
    """The lines of captions, by the lasting origin of their spacewalk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, spacewalk: str, said: Sequence[Caption]) -> None:
        """Write them down. A line that stands there already is left out: after a restart the
        stream's last minutes come again."""
        lines = [(one.at, text) for one in said if (text := plain(one.text, LONGEST))]
        if not lines:
            return

        async def work(connection: AsyncConnection) -> None:
            query = sa.select(captions.c.at, captions.c.text).where(
                captions.c.spacewalk == spacewalk,
                captions.c.at >= min(at for at, _ in lines),
                captions.c.at <= max(at for at, _ in lines),
            )
            known = {tuple(row) for row in await connection.execute(query)}
            fresh = [line for line in dict.fromkeys(lines) if line not in known]
            if fresh:
                rows = [{"spacewalk": spacewalk, "at": at, "text": text} for at, text in fresh]
                await connection.execute(sa.insert(captions), rows)

        await self._store.write(work)

    async def search(self, spacewalk: str, words: str, most: int) -> list[Caption]:
        """The newest `most` lines that hold all of `words`, in any case and order, oldest first.
        Without any word they are the newest lines."""
        wanted = plain(words, LONGEST).split()[:WORDS]
        return await self._found(spacewalk, most, *(_holds(word) for word in wanted))

    async def newest(self, spacewalk: str, most: int) -> list[Caption]:
        """The newest `most` lines, oldest first."""
        return await self._found(spacewalk, most)

    async def _found(
        self, spacewalk: str, most: int, *conditions: sa.ColumnElement[bool]
    ) -> list[Caption]:
        query: sa.Select[Any] = (
            sa.select(captions.c.at, captions.c.text)
            .where(captions.c.spacewalk == spacewalk, *conditions)
            .order_by(captions.c.at.desc(), captions.c.id.desc())
            .limit(max(0, min(most, MOST)))
        )
        rows = await self._store.rows(query)
        return [Caption(at=at, text=text) for at, text in reversed(rows)]


def _holds(word: str) -> sa.ColumnElement[bool]:
    """SQLite folds the case of ASCII alone, so other words are looked for in each of theirs."""
    lowered = sa.func.lower(captions.c.text).contains(word.lower(), autoescape=True)
    if word.isascii():
        return lowered
    written = {word, word.lower(), word.upper(), word.capitalize()}
    return sa.or_(lowered, *(captions.c.text.contains(w, autoescape=True) for w in written))
