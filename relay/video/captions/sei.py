"""Caption bytes in the supplemental information of H.264 (ITU-T H.264 D.1, ATSC A/53 part 4)."""

from collections.abc import Iterator

SEI = 6
"""The type of a NAL unit that holds supplemental information."""
_REGISTERED = 4
"""The type of a message whose form somebody has registered (ITU-T T.35)."""
_CAPTIONS = b"\xb5\x00\x31GA94\x03"
"""United States, ATSC, caption data."""
_IN_USE = 0x40
_FIELD_1 = 0x04
"""A valid pair of field 1: CEA-608, channels 1 and 2."""

Pair = tuple[int, int]


def pairs(unit: bytes) -> Iterator[Pair]:
    """The pairs of bytes for field 1 that a NAL unit holds, in order; those of any other unit are
    none."""
    if not unit or unit[0] & 0x1F != SEI or _CAPTIONS not in unit:
        return
    # An encoder breaks up what would look like the start of a unit (7.4.1).
    body = unit[1:].replace(b"\0\0\3", b"\0\0")
    for message in _messages(body):
        yield from _field_1(message)


def _messages(body: bytes) -> Iterator[bytes]:
    """The registered messages about captions."""
    place = 0
    while place < len(body) - 2:
        kind, place = _number(body, place)
        size, place = _number(body, place)
        message = body[place : place + size]
        if kind == _REGISTERED and message.startswith(_CAPTIONS):
            yield message
        place += size


def _number(body: bytes, place: int) -> tuple[int, int]:
    """A number in bytes of 255 and a last one below, and where it ends."""
    number = 0
    while body[place : place + 1] == b"\xff":
        number += 255
        place += 1
    return number + (body[place] if place < len(body) else 0), place + 1


def _field_1(message: bytes) -> Iterator[Pair]:
    place = len(_CAPTIONS)
    if len(message) < place + 2 or not message[place] & _IN_USE:
        return
    count = message[place] & 0x1F
    triples = message[place + 2 : place + 2 + 3 * count]
    for start in range(0, len(triples) - 2, 3):
        marker, first, second = triples[start : start + 3]
        if marker & 7 == _FIELD_1:
            yield first, second
