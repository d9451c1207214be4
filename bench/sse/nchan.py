"""nginx with nchan on a free port of this machine: what the relay's own stream is compared with."""

import grp
import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.sse.stamped import payload, stamp

INSTALL = (
    "nchan is not installed, its figures are left out: apt-get install nginx libnginx-mod-nchan"
)

_MODULE = "ngx_nchan_module.so"
_CONFIG = """
load_module {module};
{user}
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 20000; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    nchan_shared_memory_size 256M;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /publish {{
            nchan_publisher http;
            nchan_channel_id bench;
            nchan_message_buffer_length 5000;
            nchan_message_timeout 1h;
        }}
        location = /events {{
            nchan_subscriber eventsource;
            nchan_channel_id bench;
            nchan_subscriber_first_message newest;
        }}
    }}
}}
"""


def module() -> Path | None:
    """Where Debian keeps the module, None when it or nginx is not installed."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        return None
    built = subprocess.run([nginx, "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--modules-path=(\S+)", built)
    path = Path(found[1]) / _MODULE if found else None
    return path if path and path.exists() else None


class Nchan:
    """A running one. Messages are posted over one connection that stays open."""

    name = "nchan"
    path = "/events"

    def __init__(self, master: int, port: int) -> None:
        self._master = master
        self.port = port
        self._connection = _connected(port)
        self._answers = self._connection.makefile("rb")

    @property
    def pid(self) -> int:
        """Of its worker."""
        children = Path(f"/proc/{self._master}/task/{self._master}/children").read_text()
        return int(children.split()[0])

    def publish(self, count: int) -> None:
        """Post messages one behind the other without waiting for the answers in between."""
        body = payload(stamp())
        head = f"POST /publish HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n\r\n"
        self._connection.sendall((head.encode() + body) * count)
        for _ in range(count):
            self._read_answer()

    def _read_answer(self) -> None:
        status, length = self._answers.readline(), 0
        if status.split()[1:2] not in ([b"201"], [b"202"]):
            raise SystemExit(f"nchan refused a message: {status.decode(errors='replace')}")
        while (line := self._answers.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self._answers.read(length)

    def close(self) -> None:
        """Hang up."""
        self._answers.close()
        self._connection.close()


@contextmanager
def running(folder: Path) -> Iterator[Nchan]:
    """Start it with its files in `folder`, with one worker, as the current user."""
    port, user = _free_port(), ""
    if os.geteuid() == 0:
        user = f"user {pwd.getpwuid(0).pw_name} {grp.getgrgid(os.getegid()).gr_name};"
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(module=module(), user=user, folder=folder, port=port))
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([nginx, "-p", folder, "-c", config, "-e", "stderr"])
    try:
        server = Nchan(process.pid, port)
        server.publish(1)
        yield server
        server.close()
    finally:
        process.terminate()
        process.wait()


def _connected(port: int) -> socket.socket:
    for _ in range(50):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit("nginx did not start within 5 s; it says why above")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
