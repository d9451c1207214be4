"""What an HTTP answer, or the lack of one, means for a delivery."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
from yarl import URL

from relay.core.text import plain
from relay.errors import DeliveryDelayed, DeliveryRefused

LONGEST_WAIT = 3600.0
"""Seconds; a server that asks for more is asked again after an hour all the same."""

LARGEST_ANSWER = 64 * 1024
_SHOWN = 200

_SAME_METHOD = frozenset({HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT})
_TRY_AGAIN = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)


def target(address: str) -> URL:
    """The address to post to. Raises DeliveryRefused for what is not http or https.

    No message repeats an address: there may be a password in it.
    """
    try:
        url = URL(address)
    except ValueError as problem:
        raise DeliveryRefused("the address cannot be read: correct it") from problem
    if url.scheme not in ("http", "https") or not url.host:
        raise DeliveryRefused("the address does not begin with http:// or https://: correct it")
    return url


async def next_hop(response: aiohttp.ClientResponse, url: URL, now: datetime) -> URL | None:
    """Where to post it again; None when it was taken. Raises DeliveryDelayed, DeliveryRefused."""
    status = response.status
    if 200 <= status < 300:
        return None
    if status in _SAME_METHOD:
        return _redirected(response, url)
    said = f"{url.host} answered {_named(status)}"
    if 300 <= status < 400:
        raise DeliveryRefused(f"{said}: it has moved; put its new address in the configuration")
    if status in _TRY_AGAIN or 500 <= status < 600:
        raise DeliveryDelayed(said, _retry_after(response.headers.get("Retry-After"), now))
    words = await _words(response)
    raise DeliveryRefused(f"{said}: {words}" if words else said)


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what goes wrong on the way to an answer into DeliveryDelayed or DeliveryRefused."""
    try:
        yield
    except (aiohttp.InvalidURL, UnicodeError) as problem:
        raise DeliveryRefused("the address cannot be read: correct it") from problem
    except aiohttp.ClientConnectorError as problem:
        # Of several addresses only the texts of what went wrong remain.
        if "is not a public address" in str(problem.os_error):
            raise DeliveryRefused(
                f"{url.host} is not on the public internet: if it is meant, set "
                f"allow_private = true under [bots.webhook]"
            ) from problem
        raise _unreachable(url, problem) from problem
    except (aiohttp.ClientError, OSError) as problem:
        raise _unreachable(url, problem) from problem


def _unreachable(url: URL, problem: Exception) -> DeliveryDelayed:
    return DeliveryDelayed(f"{url.host} does not answer ({type(problem).__name__})")


def _redirected(response: aiohttp.ClientResponse, url: URL) -> URL:
    try:
        there = url.join(URL(response.headers.get("Location", "")))
    except ValueError as problem:
        raise DeliveryRefused(f"{url.host} redirects to what is no address") from problem
    allowed = ("https",) if url.scheme == "https" else ("http", "https")
    if there.scheme not in allowed:
        raise DeliveryRefused(f"{url.host} redirects to {there.scheme}, which is not followed")
    return there


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _retry_after(value: str | None, now: datetime) -> float:
    """Seconds from now, by RFC 9110, 10.2.3; 1 for what cannot be read."""
    if value is None:
        return 1.0
    if value.isascii() and value.isdecimal():
        return min(LONGEST_WAIT, float(value))
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return 1.0
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(LONGEST_WAIT, max(1.0, (then - now).total_seconds()))


async def _words(response: aiohttp.ClientResponse) -> str:
    """The beginning of the answer, where the reason often stands."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return ""
    try:
        start = await response.content.read(LARGEST_ANSWER)
    except (aiohttp.ClientError, OSError):
        return ""
    return plain(start.decode("utf-8", "replace"), _SHOWN)
