import io
import struct

import av
import pytest

from relay.errors import VideoError
from relay.video.container.boxes import boxes, index_first
from tests.video.cuts import kinds


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def table(kind: bytes, width: str, *offsets: int) -> bytes:
    return box(kind, struct.pack(f">II{len(offsets)}{width}", 0, len(offsets), *offsets))


def index(*tables: bytes) -> bytes:
    return box(
        b"moov", *(box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", one)))) for one in tables)
    )


def film() -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=10)
        stream.width, stream.height = 64, 36
        for _ in range(5):
            output.mux(stream.encode(av.VideoFrame(64, 36, "yuv420p")))
        output.mux(stream.encode(None))
    return target.getvalue()


def test_the_index_comes_in_front_and_the_film_stays_whole() -> None:
    moved = index_first(memoryview(film()))
    assert kinds(film()) == [b"ftyp", b"free", b"mdat", b"moov"]
    assert kinds(moved) == [b"ftyp", b"free", b"moov", b"mdat"]
    with av.open(io.BytesIO(moved), "r") as container:
        assert len(list(container.decode(video=0))) == 5


def test_every_offset_points_where_it_did() -> None:
    data = box(b"mdat", b"abcdefgh")
    file = (
        box(b"ftyp")
        + data
        + index(table(b"stco", "I", 16, 18), table(b"co64", "Q", 20))
        + box(b"uuid", b"?")
    )
    moved = index_first(memoryview(file))
    shift = moved.index(b"abcdefgh") - 16
    assert shift > 0
    tables = moved.index(b"stco") + 4, moved.index(b"co64") + 4
    assert struct.unpack_from(">IIII", moved, tables[0]) == (0, 2, 16 + shift, 18 + shift)
    assert struct.unpack_from(">IIQ", moved, tables[1]) == (0, 1, 20 + shift)
    assert kinds(moved) == [b"ftyp", b"moov", b"mdat", b"uuid"]


def test_an_index_that_is_in_front_stays() -> None:
    file = box(b"ftyp") + index(table(b"stco", "I", 99)) + box(b"mdat", b"x")
    assert index_first(memoryview(file)) == file


def test_boxes_of_long_and_of_open_size() -> None:
    file = struct.pack(">I4sQ", 1, b"free", 20) + b"1234" + struct.pack(">I4s", 0, b"mdat") + b"56"
    found = [(one.kind, one.start, one.body, one.end) for one in boxes(file, 0, len(file))]
    assert found == [(b"free", 0, 16, 20), (b"mdat", 20, 28, 30)]


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (b"", "no index"),
        (b"123", "middle of a box"),
        (struct.pack(">I4s", 99, b"mdat"), "ends outside"),
        (struct.pack(">I4s", 4, b"mdat"), "ends outside"),
        (struct.pack(">I4sQ", 1, b"mdat", 3), "ends outside"),
        (box(b"mdat"), "no index"),
        (box(b"mdat") + index(table(b"stco", "I", 2**32 - 2)), "too large"),
    ],
)
def test_a_damaged_file_is_refused(file: bytes, problem: str) -> None:
    with pytest.raises(VideoError, match=problem):
        index_first(memoryview(file))
