"""A body, or the piece of it that a reader asks for: browsers play and seek in films by pieces."""

import re
from collections.abc import Mapping

from aiohttp import web

from relay.web.problem import Problem

_RANGE = re.compile(r"bytes=\s*(?P<first>\d{0,18})-(?P<last>\d{0,18})\s*", re.ASCII)


def answer_piece(
    request: web.Request, size: int, tag: str, headers: Mapping[str, str]
) -> tuple[web.StreamResponse, range]:
    """How a body of `size` bytes under that entity tag is answered, whole, by a piece (206) or by
    304 to who has it (RFC 9110, 14), and which bytes are to be written after that.

    Several pieces at once are answered with the whole. Raises Problem 416 for one beyond its end.
    """
    sent = {**headers, "ETag": f'"{tag}"', "Accept-Ranges": "bytes"}
    if any(one.value in (tag, "*") for one in request.if_none_match or ()):
        del sent["Content-Type"]
        return web.Response(status=304, headers=sent), range(0)
    piece = _piece(request, size, tag)
    if piece is None:
        whole = range(0 if request.method == "HEAD" else size)
        return _answer(200, size, sent), whole
    if not piece:
        raise Problem(416, "the file has no such piece", {"Content-Range": f"bytes */{size}"})
    sent["Content-Range"] = f"bytes {piece[0]}-{piece[-1]}/{size}"
    return _answer(206, len(piece), sent), piece


def _answer(status: int, length: int, headers: Mapping[str, str]) -> web.StreamResponse:
    answer = web.StreamResponse(status=status, headers=headers)
    answer.content_length = length
    return answer


def _piece(request: web.Request, size: int, tag: str) -> range | None:
    """Which bytes are wanted; None for all, an empty range for none that there are."""
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or found[0].strip() == "bytes=-" or request.method != "GET":
        return None
    if request.headers.get("If-Range", f'"{tag}"') != f'"{tag}"':
        return None
    if not found["first"]:
        return range(max(0, size - int(found["last"])), size)
    first = int(found["first"])
    last = int(found["last"] or max(first, size))
    return None if last < first else range(first, min(last + 1, size))
