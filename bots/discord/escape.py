"""Outside text on Discord: nothing in it is markup, a mention or a masked link."""

import re
from collections.abc import Iterator

from relay.core.text import ELLIPSIS, plain

LIMIT = 4096
"""Of an embed's description (Discord's documentation of embeds, August 2026)."""

_PIECES = re.compile(
    r"(?P<time><t:-?[0-9]{1,13}(?::[tTdDfFR])?>)"
    r"|(?P<link>(?<!\S)https?://[A-Za-z0-9/:.?&=%+#~_-]*[A-Za-z0-9/=](?=[\s.,;]|$))"
    r"|(?P<one>.)"
)
_MARKUP = frozenset("\\*_~`|[]()")
_AT_A_START = re.compile(r"\s*(?:[0-9]{1,9}(?=[.)]))?(?P<mark>[#>+.-])")
"""Headings, quotations, lists and small print."""

_BREAK = "\u200b"
"""Behind "@" and "<" it takes a mention apart, which still reads the same."""


def escaped(text: str, limit: int = LIMIT) -> str:
    """The text as it reads, line for line, in at most `limit` characters.

    Timestamps (`<t:1785931200:F>`) stay, and so do bare web addresses that stand by themselves.
    What is cut off shows as "…"; no escape, address or timestamp is cut in two.
    """
    pieces = [piece for line in text.split("\n") for piece in ("\n", *_line(line))]
    pieces = pieces[1:]
    if sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    return "".join(_within(pieces, limit - len(ELLIPSIS))) + ELLIPSIS


def _within(pieces: list[str], room: int) -> Iterator[str]:
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            return
        yield piece


def _line(line: str) -> Iterator[str]:
    text = plain(line, max(len(line), 1))
    start = _AT_A_START.match(text)
    mark = start.start("mark") if start else -1
    for found in _PIECES.finditer(text):
        one = found["one"]
        if one is None:
            yield found[0]
        elif one in _MARKUP or found.start() == mark:
            yield f"\\{one}"
        else:
            yield one + _BREAK if one in "@<" else one
