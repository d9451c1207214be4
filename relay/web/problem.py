"""What a program is told when its request cannot be answered: RFC 9457."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

CONTENT_TYPE = "application/problem+json"

SORRY = "something went wrong here; it is in the relay's log"


class Problem(Exception):
    """A request that cannot be answered, and what to do about it. Raise it in any handler."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    def response(self) -> web.Response:
        """The same as an answer."""
        return web.Response(
            status=self.status,
            body=body(self.status, self.detail),
            content_type=CONTENT_TYPE,
            headers=self.headers,
        )


def body(status: int, detail: str) -> bytes:
    """The problem document alone."""
    title = HTTPStatus(status).phrase
    return json.dumps({"status": status, "title": title, "detail": detail}).encode()
