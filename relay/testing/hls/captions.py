"""Closed captions inside the pictures: CEA-608 in H.264 SEI messages.

Facts: ANSI/CTA-608 (the codes), ATSC A/53 Part 4 §6.2.3 (`cc_data`), ITU-T H.264 §7.3.1 (emulation
prevention) and D.1.6 (user data registered by ITU-T T.35).
"""

import re
from collections import deque

from relay.testing.hls.recipe import Recipe, Style

ROLL_UP_2 = (0x14, 0x25)
CARRIAGE_RETURN = (0x14, 0x2D)
BOTTOM_ROW = (0x14, 0x70)
POP_ON = (0x14, 0x20)
ERASE_HIDDEN = (0x14, 0x2E)
SHOW = (0x14, 0x2F)
SILENCE = (0x00, 0x00)

Pair = tuple[int, int]
Codes = tuple[Pair, ...]

CODES: dict[Style, tuple[Codes, Codes]] = {
    "roll-up": ((ROLL_UP_2, CARRIAGE_RETURN, BOTTOM_ROW), ()),
    "pop-on": ((POP_ON, ERASE_HIDDEN, BOTTOM_ROW), (SHOW,)),
}
"""What is sent before and after the letters of a line."""

_SLICE = re.compile(rb"\x00\x00\x00?\x01(?=[\x01\x21\x41\x61\x05\x25\x45\x65])")
_NEEDS_GUARD = re.compile(rb"\x00\x00(?=[\x00-\x03])")


def pairs(text: str, style: Style = "roll-up") -> list[Pair]:
    """What is sent for one line of at most 32 letters: control codes come twice."""
    before, after = CODES[style]
    codes = text.encode("ascii") + b"\x00" * (len(text) % 2)
    letters = list(zip(codes[::2], codes[1::2], strict=True))
    return [*_twice(before), *letters, *_twice(after)]


def _twice(codes: Codes) -> list[Pair]:
    return [code for code in codes for _ in range(2)]


class Typist:
    """Which two bytes each frame carries: one caption after the other, none before its second."""

    def __init__(self, recipe: Recipe) -> None:
        self._sends = bool(recipe.captions)
        self._style = recipe.style
        self._waiting = deque(
            (round(second * recipe.fps), text) for second, text in sorted(recipe.captions)
        )
        self._typed: dict[int, Pair] = {}
        self._free = 0

    def sent(self, frame: int) -> Pair | None:
        """The pair of that frame, each of which is asked for once; None without any captions."""
        if not self._sends:
            return None
        while self._waiting and self._waiting[0][0] <= frame + 60:
            due, text = self._waiting.popleft()
            typed = pairs(text, self._style)
            start = max(due, self._free)
            self._free = start + len(typed)
            self._typed |= dict(enumerate(typed, start))
        return self._typed.pop(frame, SILENCE)


def with_captions(access_unit: bytes, pair: Pair | None) -> bytes:
    """A frame of H.264 (Annex B) with these two bytes of field 1 before its first slice."""
    slice_start = _SLICE.search(access_unit)
    if pair is None or slice_start is None:
        return access_unit
    at = slice_start.start()
    return access_unit[:at] + _sei(pair) + access_unit[at:]


def _sei(pair: Pair) -> bytes:
    field_1 = b"\xfc" + bytes(_odd(byte) for byte in pair)
    field_2 = b"\xf9\x80\x80"
    body = b"\xb5\x00\x31GA94\x03" + b"\xc2\xff" + field_1 + field_2 + b"\xff"
    message = b"\x04" + bytes([len(body)]) + body + b"\x80"
    return b"\x00\x00\x00\x01\x06" + _NEEDS_GUARD.sub(b"\x00\x00\x03", message)


def _odd(byte: int) -> int:
    return byte | (0x80 if byte.bit_count() % 2 == 0 else 0)
