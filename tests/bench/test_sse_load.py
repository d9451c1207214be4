"""The load generator counts every event once, however the network cuts the stream."""

import asyncio
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.sse.load import Load, Phase, compiled

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
CUTS = range(1, 60)

pytestmark = pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("load"))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def events(numbers: range) -> bytes:
    stamp = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    frame = 'id: e-{}\ndata: {{"note":"@{:020d}"}}\n\n'
    return "".join(frame.format(number, stamp + number) for number in numbers).encode()


def whole(body: bytes) -> bytes:
    return body


def in_chunks(body: bytes) -> bytes:
    """Chunks end where events do not."""
    return b"".join(chunked(body[at : at + 37]) for at in range(0, len(body), 37))


async def serve_cut(
    listener: socket.socket, load: Load, head: bytes, form: Callable[[bytes], bytes]
) -> None:
    """One subscriber for each size of piece that its answer is cut into."""
    loop = asyncio.get_running_loop()
    connecting = asyncio.create_task(asyncio.to_thread(load.connect, len(CUTS)))
    listener.settimeout(0)
    plugs = [(await loop.sock_accept(listener))[0] for _ in CUTS]
    for plug in plugs:
        plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await loop.sock_sendall(plug, head)
    await connecting
    load.expect(20)
    heartbeat = b'event: heartbeat\ndata: {"rate": 1.0}\n\n'
    body = form(heartbeat + events(range(12)) + heartbeat + events(range(12, 20)))
    await asyncio.gather(
        *(send_cut(plug, body, cut) for plug, cut in zip(plugs, CUTS, strict=True))
    )
    for plug in plugs:
        plug.close()


async def send_cut(plug: socket.socket, body: bytes, cut: int) -> None:
    loop = asyncio.get_running_loop()
    for at in range(0, len(body), cut):
        await loop.sock_sendall(plug, body[at : at + cut])


@pytest.mark.parametrize(
    ("head", "form"),
    [
        pytest.param(HEAD + b"\r\n", whole, id="to the end"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", in_chunks, id="chunked"),
    ],
)
async def test_every_event_counts_once_however_it_is_cut(
    program: Path, listener: socket.socket, head: bytes, form: Callable[[bytes], bytes]
) -> None:
    with Load(program, listener.getsockname()[1], "/events") as load:
        await serve_cut(listener, load, head, form)
        phase = await asyncio.to_thread(load.phase, 60)
    assert (True, 20 * len(CUTS), 0) == (phase.complete, phase.deliveries, phase.disordered)


async def test_what_was_published_before_the_phase_does_not_count(
    program: Path, listener: socket.socket
) -> None:
    old = events(range(3))
    with Load(program, listener.getsockname()[1], "/events") as load:
        connecting = asyncio.create_task(asyncio.to_thread(load.connect, 1))
        plug = (await asyncio.to_thread(listener.accept))[0]
        with plug:
            plug.sendall(HEAD + b"\r\n")
            await connecting
            load.expect(2)
            plug.sendall(old + events(range(1)))
            phase = await asyncio.to_thread(until, load, lambda phase: phase.deliveries > 0)
    assert (False, 1) == (phase.complete, phase.deliveries)


async def test_a_reader_that_is_let_go_is_told(program: Path, listener: socket.socket) -> None:
    with Load(program, listener.getsockname()[1], "/events") as load:
        connecting = asyncio.create_task(asyncio.to_thread(load.connect, 1))
        plug = (await asyncio.to_thread(listener.accept))[0]
        plug.sendall(HEAD + b"\r\n")
        await connecting
        load.expect(1)
        plug.close()
        phase = await asyncio.to_thread(until, load, lambda phase: phase.closed > 0)
    assert (False, 0, 1) == (phase.complete, phase.deliveries, phase.closed)


def until(load: Load, reached: Callable[[Phase], bool]) -> Phase:
    for _ in range(500):
        if reached(phase := load.phase(0.02)):
            break
    return phase
