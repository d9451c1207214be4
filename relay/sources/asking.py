"""One request to a public source, and what every kind of answer to it means."""

import email.utils
import re
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from http import HTTPStatus

import aiohttp
from yarl import URL

from relay.errors import SourceUnavailable
from relay.http import BodyTooLarge, read_text

LONGEST_WISH = 24 * 3600.0
"""Seconds of Retry-After that are honoured; more is a mistake of the server."""

_VALIDATORS = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
_PLAIN = re.compile(r"[ -~]{1,200}")
"""What may safely be sent back in a header."""


class TooManyCalls(SourceUnavailable):
    """The source asks to be left alone (429): nothing else of it is asked meanwhile."""


async def ask(
    session: aiohttp.ClientSession,
    url: str,
    now: datetime,
    *,
    headers: Mapping[str, str],
    validators: MutableMapping[str, str],
) -> str | None:
    """The text of the document, or None when it is the one that the validators name (304).

    `validators` are request headers; they are replaced by those of the new document. Raises
    SourceUnavailable, with the server's own wish when to try again where it has one.
    """
    try:
        async with session.get(url, headers={**headers, **validators}) as response:
            if response.status == HTTPStatus.NOT_MODIFIED and validators:
                return None
            if response.status != HTTPStatus.OK:
                raise _refusal(url, response, now)
            text = await read_text(response)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as problem:
        raise SourceUnavailable(f"{_place(url)}: {_why(problem)}") from problem
    validators.clear()
    for given, sent in _VALIDATORS:
        value = response.headers.get(given, "")
        if _PLAIN.fullmatch(value):
            validators[sent] = value
    return text


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, by number or date; None when unreadable."""
    if value is None:
        return None
    if number := re.fullmatch(r"\s*([0-9]{1,9})\s*", value):
        return min(float(number[1]), LONGEST_WISH)
    try:
        date = email.utils.parsedate_to_datetime(value)
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WISH)


def _refusal(url: str, response: aiohttp.ClientResponse, now: datetime) -> SourceUnavailable:
    status = response.status
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    wish = retry_after(response.headers.get("Retry-After"), now)
    message = f"{_place(url)} answered {status} {phrase}".strip()
    kind = TooManyCalls if status == HTTPStatus.TOO_MANY_REQUESTS else SourceUnavailable
    return kind(message, wish)


def _place(url: str) -> str:
    """The address without what may be secret in it."""
    try:
        known = URL(url)
        return f"{known.scheme}://{known.host}{known.path}"
    except ValueError:
        return "an address that cannot be read"


def _why(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "no answer in time"
    if isinstance(problem, BodyTooLarge):
        return str(problem)
    if isinstance(problem, aiohttp.ClientConnectorError):
        return f"no connection ({problem.strerror or type(problem.os_error).__name__})"
    return f"the answer cannot be read ({type(problem).__name__})"
