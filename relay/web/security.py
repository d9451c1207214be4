"""Headers of every answer: what a browser may do with it."""

from collections.abc import Mapping

_PAGE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def _policy(ancestors: str) -> str:
    rules = {**_PAGE, "frame-ancestors": ancestors}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


SECURITY: Mapping[str, str] = {
    "Content-Security-Policy": _policy("'none'"),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Server": "spacewalk-relay",
    "X-Content-Type-Options": "nosniff",
}
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
