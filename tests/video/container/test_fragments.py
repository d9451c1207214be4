import struct
from dataclasses import replace

import pytest

from relay.errors import VideoError
from relay.video.container.fragments import check
from relay.video.container.opening import form
from tests.video.cuts import TWO, segments

FMP4 = replace(TWO, container="fmp4")


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def samples(count: int) -> bytes:
    return box(b"trun", struct.pack(">II", 0, count))


def track(number: int, version: int = 0) -> bytes:
    times = bytes(16 if version else 8)
    return box(b"tkhd", bytes([version, 0, 0, 7]), times, struct.pack(">I", number), bytes(60))


def table(kind: bytes, *numbers: int) -> bytes:
    inside = box(kind, bytes(4), struct.pack(f">{len(numbers)}I", *numbers))
    return box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", inside)))))


def test_what_an_encoder_sends_passes() -> None:
    for segment in segments(FMP4):
        assert form(segment) == "mp4"
        check(segment.header)


def test_the_samples_of_all_fragments_are_counted() -> None:
    check(box(b"moof", box(b"traf", samples(60_000))))
    check(b"")
    with pytest.raises(VideoError, match="more samples"):
        check(box(b"moof", box(b"traf", samples(60_000), samples(60_000))))
    with pytest.raises(VideoError, match="more samples"):
        check(box(b"moof", box(b"traf", samples(60_000))) * 2)


@pytest.mark.parametrize("version", [0, 1])
def test_a_track_has_a_sensible_number(version: int) -> None:
    check(box(b"moov", box(b"trak", track(2**31 - 1, version))))
    with pytest.raises(VideoError, match="numbers its tracks"):
        check(box(b"moov", box(b"trak", track(2**31, version))))


@pytest.mark.parametrize(
    "inside",
    [table(b"stts", 1), table(b"ctts", 1), table(b"stco", 1), table(b"stsz", 9, 1)],
)
def test_an_index_of_its_own_is_refused(inside: bytes) -> None:
    with pytest.raises(VideoError, match="no fragment"):
        check(inside)


def test_an_empty_index_passes() -> None:
    check(table(b"stts", 0) + table(b"stsz", 9, 0))


@pytest.mark.parametrize(
    "data",
    [
        box(b"trun", b"\x00\x00"),
        box(b"moof", b"\x00\x00\x00\x09traf"),
        b"\x00\x00\x00\x03moof",
        b"12",
    ],
)
def test_damaged_boxes_are_refused(data: bytes) -> None:
    with pytest.raises(VideoError):
        check(data)


def test_boxes_without_end_in_each_other_are_refused() -> None:
    deep = b""
    for _ in range(3000):
        deep = box(b"moof", deep)
    with pytest.raises(VideoError, match="too deep"):
        check(deep)


def test_a_fragment_that_was_cut_off_on_its_way_is_refused() -> None:
    segment = segments(FMP4)[1]
    with pytest.raises(VideoError, match="ends outside"):
        form(replace(segment, data=segment.data[:-1]))
