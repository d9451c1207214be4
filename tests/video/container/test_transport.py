from dataclasses import replace

import av
import pytest

from relay.testing.hls.making import Recipe, made
from relay.video.container import transport
from relay.video.container.packets import PACKET
from tests.video.cuts import SIX, TWO, segments, without_parameters


def test_finds_the_only_key_picture_at_the_segments_beginning() -> None:
    found = transport.last_key(segments()[2].data)
    assert found is not None
    assert found.after == 0
    assert found.whole
    assert 5 in [kind for kind, _ in transport.units(found.data)]


def test_finds_the_last_of_several_key_pictures() -> None:
    found = transport.last_key(segments(SIX)[0].data)
    assert found is not None
    assert found.after == pytest.approx(4.0)


def test_counts_time_over_the_wrap_of_the_clock() -> None:
    recipe = replace(SIX, start_pts=(1 << 33) - 180_000)
    found = transport.last_key(segments(recipe)[0].data)
    assert found is not None
    assert found.after == pytest.approx(4.0)


def test_the_parameter_sets_are_all_that_a_decoder_needs() -> None:
    bare = without_parameters(segments()[1])
    assert transport.parameters(bare.data) == b""
    picture = transport.last_key(bare.data)
    sets = transport.parameters(segments()[0].data)
    assert picture is not None
    decoder = av.CodecContext.create("h264", "r")
    (frame,) = decoder.decode(av.Packet(sets + picture.data)) + decoder.decode(None)
    assert isinstance(frame, av.VideoFrame)
    assert (frame.width, frame.height) == (TWO.width, TWO.height)


def test_a_stream_with_parameter_sets_put_in_is_still_a_transport_stream() -> None:
    bare = without_parameters(segments()[1])
    sets = transport.parameters(segments()[0].data)
    joined = b"".join(transport.with_parameters(bare.data, sets))
    assert len(joined) % PACKET == 0
    assert set(joined[::PACKET]) == {0x47}
    assert transport.parameters(joined) == sets


def test_more_parameter_sets_than_one_packet_holds_are_counted_on() -> None:
    one = segments()[1].data
    sets = b"\x00\x00\x00\x01\x67" + bytes(range(1, 251)) + b"\x00\x00\x00\x01\x68\x01"
    pieces = transport.with_parameters(one, sets)
    before, packets, following = pieces
    counters = [packets[3] & 15, packets[PACKET + 3] & 15, following[3] & 15]
    assert [(counters[0] + step) % 16 for step in range(3)] == counters
    assert b"".join((before, following)) == one
    assert transport.parameters(b"".join(pieces)) == sets


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"G",
        bytes(188),
        b"G" * 188 * 3,
        b"\x00\x00\x01\xe0" * 100,
        b"G\x41\x00\x30\xff" * 300,
        made(Recipe(count=1, container="fmp4"))[0].data,
    ],
)
def test_bytes_of_another_kind_hold_no_picture(data: bytes) -> None:
    assert transport.last_key(data) is None
    assert transport.parameters(data) == b""
    assert transport.with_parameters(data, b"x") == [data]


def test_a_stream_cut_anywhere_is_read_as_far_as_it_goes() -> None:
    whole = segments()[0].data
    for end in range(0, 2000, 7):
        transport.last_key(whole[:end])
        transport.parameters(whole[:end])
    cut = transport.last_key(whole[: 188 * 8])
    assert cut is not None
    assert not cut.whole


def test_a_stream_without_marks_is_left_to_others() -> None:
    unmarked = bytearray(segments()[0].data)
    for at in range(0, len(unmarked), 188):
        if unmarked[at + 3] & 0x20 and unmarked[at + 4]:
            unmarked[at + 5] &= ~0x40
    assert transport.last_key(bytes(unmarked)) is None
    assert transport.parameters(bytes(unmarked)) != b""
