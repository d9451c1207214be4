"""The port that the page is served at, and how many may come in at once."""

import logging
import os
import resource
import socket

from relay.errors import ConfigError

BACKLOG = 4096
"""Connections that may wait to be accepted: a community arrives within seconds."""
ACCEPTED = 100
"""How many of them are accepted before everything else in the program gets its turn."""
UNSENT = 64 * 1024
"""Bytes that the system holds for one reader."""
OTHER_FILES = 500
"""Files that the rest of the program may need."""

log = logging.getLogger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; its readers hold up no more memory than `UNSENT`.

    Raises ConfigError when the port is not to be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        both = family is socket.AF_INET6 and socket.has_dualstack_ipv6()
        plug = socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except socket.gaierror as problem:
        raise ConfigError(
            f"[web] host: {host!r} is no address of this machine ({problem.strerror}); "
            f'write "127.0.0.1", or "0.0.0.0" for everyone'
        ) from problem
    except OSError as problem:
        why = os.strerror(problem.errno) if problem.errno else str(problem)
        raise ConfigError(
            f"the page cannot be served at {host}, port {port}: {why}; free it, or set another "
            f"port in [web], or enabled = false"
        ) from problem
    # Whatever is accepted has the same.
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
    return plug


def address_of(plug: socket.socket) -> str:
    """How it is reached, like `http://127.0.0.1:8080`."""
    host, port = plug.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def allow_files(connections: int) -> int:
    """Raise the number of files that may be open as far as the system lets us, and say if it is
    not enough. Gives how many connections it is enough for, at most those that are wanted."""
    wanted = connections + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if most > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    possible = max(1, min(connections, max(most, soft) - OTHER_FILES))
    if possible < connections:
        log.warning(
            "this system lets the relay open %d files: that is enough for %d connections, and "
            "[web] connections is %d; raise the limit of open files (ulimit -Hn)",
            most,
            possible,
            connections,
        )
    return possible
