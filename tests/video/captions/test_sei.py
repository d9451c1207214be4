"""Caption bytes in NAL units."""

import pytest

from relay.video.captions.sei import pairs

HATCH = [(0xC8, 0xC1), (0x54, 0x43), (0xC8, 0x80)]


def message(triples: bytes, *, count: int | None = None, flags: int = 0xC0) -> bytes:
    number = flags | (len(triples) // 3 if count is None else count)
    return b"\xb5\x00\x31GA94\x03" + bytes([number, 0xFF]) + triples + b"\xff"


def unit(*payloads: tuple[int, bytes]) -> bytes:
    body = b""
    for kind, payload in payloads:
        size = len(payload)
        body += bytes([kind]) + b"\xff" * (size // 255) + bytes([size % 255]) + payload
    return b"\x06" + body + b"\x80"


FIELD_1 = b"".join(bytes([0xFC, *pair]) for pair in HATCH)


def test_pairs_of_the_first_field_in_their_order() -> None:
    others = b"\xfd\xc8\xc1" + b"\xff\x02\x21" + b"\xf8\x80\x80" + b"\xfa\x00\x00"

    assert list(pairs(unit((4, message(others + FIELD_1 + others))))) == HATCH


def test_it_is_found_behind_other_messages_and_long_ones() -> None:
    long = message(b"\xff\x02\x21" * 10 + FIELD_1) + bytes(300)

    assert list(pairs(unit((1, b"\x01\x02"), (5, b"x" * 700), (4, long)))) == HATCH


def test_what_the_encoder_put_in_against_false_starts_is_taken_out() -> None:
    plain = unit((4, message(b"\xff\x00\x00\x00\x00\x01" + FIELD_1)))
    guarded = plain.replace(b"\x00\x00\x00", b"\x00\x00\x03\x00").replace(
        b"\x00\x00\x01", b"\x00\x00\x03\x01"
    )
    assert guarded != plain

    assert list(pairs(guarded)) == HATCH


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"\x06",
        b"\x65" + unit((4, message(FIELD_1))),
        unit((5, message(FIELD_1))),
        unit((4, message(FIELD_1).replace(b"GA94", b"DTG1"))),
        unit((4, message(FIELD_1, flags=0x80))),
        unit((4, message(FIELD_1, count=0))),
        unit((4, message(FIELD_1)[:9])),
    ],
    ids=["empty", "no body", "slice", "other type", "other body", "not in use", "none", "cut"],
)
def test_what_holds_no_captions(other: bytes) -> None:
    assert list(pairs(other)) == []


def test_a_message_that_says_it_has_more_than_there_is() -> None:
    assert list(pairs(unit((4, message(FIELD_1, count=31))))) == HATCH


def test_cut_anywhere_it_gives_the_pairs_that_are_whole() -> None:
    whole = unit((4, message(FIELD_1)))
    for end in range(len(whole)):
        found = list(pairs(whole[:end]))
        assert found == HATCH[: len(found)]
