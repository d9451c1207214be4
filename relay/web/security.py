"""Headers of every answer: what a browser may do with it."""

import re
from collections.abc import Mapping

from aiohttp import web

_PAGE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self' https:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


PLAYER = web.ResponseKey("player", str)
"""The address of the stream that a page may play, where it offers one."""
_UNSAFE = re.compile(r"http://[a-z0-9.-]{1,253}(:[0-9]{1,5})?(?=/)", re.ASCII | re.IGNORECASE)


def _policy(ancestors: str, stream: str = "") -> str:
    media = f"{_PAGE['media-src']} {stream}".rstrip()
    rules = {**_PAGE, "media-src": media, "frame-ancestors": ancestors}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


SECURITY: Mapping[str, str] = {
    "Content-Security-Policy": _policy("'none'"),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Server": "spacewalk-relay",
    "X-Content-Type-Options": "nosniff",
}


def playing(player: str) -> Mapping[str, str]:
    """What lets a page play a stream that is not at https, as one of the operator's own network is:
    from exactly there. Nothing for any other."""
    found = _UNSAFE.match(player)
    return {"Content-Security-Policy": _policy("'none'", found[0])} if found else {}


FRAMED = {"Content-Security-Policy": _policy("*")}
"""For what others may show within their own pages: it has nothing to press."""

OPEN = {"Access-Control-Allow-Origin": "*"}
"""Any page's script may read it: it is the same for everyone, and no one is signed in."""
PREFLIGHT = {
    **OPEN,
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Last-Event-ID",
    "Access-Control-Max-Age": "86400",
}
