"""streamlink, kept in bounds: it fetches with requests, and without any of the relay's rules."""

import functools
import io
import logging
import socket
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from streamlink.exceptions import NoPluginError, StreamlinkError
from streamlink.session.session import Streamlink
from streamlink.stream.hls.hls import HLSStream, MuxedHLSStream

from relay.errors import VideoError
from relay.http import LARGEST_BODY, is_public
from relay.video.stream.address import checked, host, shown
from relay.video.stream.pages import DEADLINE, Found

PATIENCE = 10.0
"""Seconds that one answer may keep silent."""
MOST_HOPS = 5
_CHUNK = 64 * 1024


class Guarded(HTTPAdapter):
    """Fetches from public addresses only, bounded in time and size."""

    def __init__(self, *, private: bool) -> None:
        super().__init__()
        self._private = private

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """Like HTTPAdapter; the body is read here. Raises VideoError for a forbidden address."""
        until = time.monotonic() + DEADLINE
        address = checked(request.url or "")
        if not self._private:
            _refuse_private(host(address))
        response = super().send(request, **{**options, "stream": True})
        body = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > LARGEST_BODY or time.monotonic() > until:
                response.close()
                raise requests.ConnectionError("too large, or too slow")
        response.raw.release_conn()
        response.raw = io.BytesIO(body)
        return response


def find(address: str, private: bool) -> Found:
    """The playlist of the best stream on that page. Blocks. Raises VideoError, in which nothing is
    quoted of what streamlink says: it names signed addresses."""
    try:
        session = opened(private=private)
        _, plugin, resolved = session.resolve_url_no_redirect(address)
        streams = plugin(session, resolved).streams()
    except NoPluginError as problem:
        raise VideoError(f"{shown(address)} is no page that streamlink knows") from problem
    except (StreamlinkError, OSError, ValueError) as problem:
        raise _refusal(problem) or VideoError(
            f"{shown(address)}: no stream was found ({type(problem).__name__})"
        ) from None
    best = (streams or {}).get("best")
    if not isinstance(best, HLSStream | MuxedHLSStream):
        raise VideoError(f"{shown(address)} shows no live stream at this moment")
    master = best.multivariant.uri if best.multivariant else None
    return Found(str(master or getattr(best, "url", "")), _headers(best))


@functools.cache
def opened(*, private: bool) -> Streamlink:
    """The one session of the process for such addresses: streamlink keeps up to 128 alive."""
    for name in ("streamlink", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    session = Streamlink()
    session.set_option("http-timeout", PATIENCE)
    web = session.http
    web.trust_env = False
    web.max_redirects = MOST_HOPS
    web.adapters.clear()
    for scheme in ("http://", "https://"):
        web.mount(scheme, Guarded(private=private))
    return session


def _refusal(problem: BaseException | None) -> VideoError | None:
    """What Guarded said, below what streamlink makes of it."""
    while problem is not None and not isinstance(problem, VideoError):
        problem = problem.__cause__ or problem.__context__ or getattr(problem, "err", None)
    return problem


def _refuse_private(name: str) -> None:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise requests.ConnectionError("its name is not known") from problem
    if not all(is_public(str(one[4][0])) for one in found):
        raise VideoError("the page leads to an address that is not public")


def _headers(stream: Any) -> dict[str, str]:
    given = getattr(stream, "args", {}).get("headers") or {}
    kept = {str(name): str(value) for name, value in dict(given).items()}
    return {k: v for k, v in kept.items() if k.isascii() and v.isprintable() and v.isascii()}
