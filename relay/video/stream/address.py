"""Addresses of streams: hostile until they have passed through here, and secret where signed."""

import ipaddress
import re
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit

from relay.core.text import plain
from relay.errors import VideoError
from relay.http import is_public

LONGEST = 8_000
"""Characters of an address; signed ones have some hundreds."""

_RESERVED = "%/:=&?~#+!$,;'@()*[]"
"""What stays as it is: a server may compare a signed address byte by byte."""
_YOUTUBE = ("youtube.com", "youtu.be", "youtube-nocookie.com")
_SECRET = re.compile(r"=|^.{49,}$")
"""A part of a path that looks like a signature: `hdntl=exp=...`, or very long."""
_EXPIRY = re.compile(
    r"(?:^|[?&/~;,=_-])(?:expires?|exp|validto|valid_until)[=/](\d{10})(?!\d)", re.IGNORECASE
)
"""A Unix time in a query, an Akamai token (`exp=`), or a path (`/expire/`, as YouTube has it)."""
_NAMED = re.compile(r"https?://[^\s,;]*[^\s,;:.]")


def checked(address: str, base: str = "") -> str:
    """The absolute address that `address` names, seen from `base`. Raises VideoError when it is
    not http(s), leads from https to http, or cannot be read."""
    try:
        whole = quote(urljoin(base, address.strip()), safe=_RESERVED).partition("#")[0]
        parts = urlsplit(whole)
        readable = bool(parts.hostname) and parts.port != 0 and len(whole) <= LONGEST
    except (ValueError, UnicodeError) as problem:
        raise VideoError("an address in the playlist cannot be read") from problem
    if parts.scheme not in ("http", "https"):
        raise VideoError(f"only http and https are fetched, not {plain(parts.scheme, 20)!r}")
    if not readable:
        raise VideoError("an address in the playlist cannot be read")
    if parts.scheme == "http" and base.lower().startswith("https:"):
        raise VideoError(f"{shown(whole)} would leave https for http")
    return whole


def shown(address: str) -> str:
    """The address for logs and errors: without what may be secret in it, and cut."""
    try:
        parts = urlsplit(address)
        place = f"{parts.hostname or ''}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        return "an address that cannot be read"
    path = "/".join("…" if _SECRET.search(part) else part for part in parts.path.split("/"))
    return plain(f"{parts.scheme}://{place}{path}", 160)


def host(address: str) -> str:
    """The name of its server, in lower case; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_playlist(address: str) -> bool:
    """Whether it is an HLS playlist by its name."""
    return urlsplit(address).path.lower().endswith(".m3u8")


def is_youtube(address: str) -> bool:
    """Whether it is one of YouTube's own."""
    name = host(address)
    return any(name == one or name.endswith("." + one) for one in _YOUTUBE)


def is_for_everyone(address: str) -> bool:
    """Whether a page may name it: neither signed, nor with a password, nor in a network of one's
    own."""
    parts = urlsplit(address)
    if parts.query or "@" in parts.netloc or shown(address).find("…") >= 0:
        return False
    try:
        ip = ipaddress.ip_address(host(address))
    except ValueError:
        return True
    return is_public(str(ip))


def unnamed(words: str) -> str:
    """The same without the addresses in it: for those who are not to know them."""
    return _NAMED.sub("the stream", words)


def expiry(address: str) -> datetime | None:
    """Until when it is signed, where it says so."""
    times = [int(found) for found in _EXPIRY.findall(address)]
    return datetime.fromtimestamp(min(times), UTC) if times else None
