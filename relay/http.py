"""The one way out to the network: public addresses only, bounded in time and size."""

import codecs
import errno
import ipaddress
import re
import socket
from importlib.metadata import version

import aiohttp

from relay.plugins import Http

LARGEST_BODY = 10 * 1024 * 1024
"""Bytes, after decompression; the largest public document the relay reads is below 2 MB."""

TIMEOUT = aiohttp.ClientTimeout(total=60, connect=15, sock_read=30)

_SITE_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_RELAY_ANYCAST = ipaddress.ip_network("192.88.99.0/24")

_CHARSETS = re.compile(r"utf-8(-sig)?|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]")
"""Python knows more, but some of its codecs are no charsets of the web, or slow on hostile text."""
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")


class ForbiddenAddress(OSError):
    """The connection would have left the public internet."""


class BodyTooLarge(aiohttp.ClientError):
    """The body is longer than LARGEST_BODY; nothing of it is used."""


class SafeHttp(Http):
    """Makes the sessions. What is checked is the address connected to, not the one asked for, so
    address literals, names that resolve to a private address and redirects are all covered."""

    def session(self, *, allow_private: bool = False) -> aiohttp.ClientSession:
        """A session for the caller to close; it takes neither proxies nor passwords from the
        environment, keeps no cookies, and names the relay and its version to the server."""
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=_open_socket if allow_private else _open_public_socket
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"spacewalk-relay/{version('spacewalk-relay')}"},
            timeout=TIMEOUT,
            trust_env=False,
        )


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public internet, IPv4 wrapped in IPv6 unwrapped first."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = _wrapped_ipv4(ip)
        if wrapped is None:
            return ip in _GLOBAL_UNICAST and ip.is_global and ip not in _SITE_LOCAL_NAT64
        ip = wrapped
    return ip.is_global and not ip.is_multicast and ip not in _RELAY_ANYCAST


def _wrapped_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _open_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family, kind, protocol)


def _open_public_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    address = str(info[4][0])
    if not is_public(address):
        raise ForbiddenAddress(
            errno.EACCES,
            f"{address} is not a public address; set allow_private = true if it is meant",
        )
    return _open_socket(info)


async def read_text(response: aiohttp.ClientResponse) -> str:
    """The body as text, by the charset it declares. Raises BodyTooLarge.

    The header counts first, then an XML declaration, then UTF-8; bytes that fit none of them
    become U+FFFD, so that one bad byte does not cost the document.
    """
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BodyTooLarge(f"the body is longer than {LARGEST_BODY} bytes")
    return decode(bytes(body), response.charset)


def decode(body: bytes, declared: str | None = None) -> str:
    """Text of a body whose header declares that charset; see `read_text`."""
    in_xml = _XML_ENCODING.search(body[:200])
    for name in (declared, in_xml[1].decode("ascii") if in_xml else None, "utf-8"):
        codec = _charset(name)
        if codec is None:
            continue
        try:
            return body.decode(codec).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace").removeprefix("\ufeff")


def _charset(name: str | None) -> str | None:
    try:
        known = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    return known if _CHARSETS.fullmatch(known) else None
