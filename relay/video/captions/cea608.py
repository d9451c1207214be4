"""Decodes the first caption channel of field 1 (CEA-608) into lines of text.

Only the words matter here: colours, places on the screen and the second channel are passed over.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, auto

from relay.core.media import Caption
from relay.core.text import plain
from relay.video.captions.characters import BASIC, EXTENDED, SPECIAL
from relay.video.captions.lines import Line, ends_sentence

QUIET = timedelta(seconds=3)
"""A line that nothing was added to for so long is over."""
LONGEST = 500
"""Characters of one line that are given."""

_ROWS = (11, 0, 1, 2, 3, 4, 12, 13, 14, 15, 5, 6, 7, 8, 9, 10)
"""The row on the screen by four bits of its code."""
_PADDING = (0, 0)


class _Style(Enum):
    """How text comes onto the screen."""

    ROLL_UP = auto()
    POP_ON = auto()
    PAINT_ON = auto()
    TEXT = auto()
    """A page of its own beside the captions."""


class Cea608:
    """What one channel says, pair after pair; times must not go backwards."""

    def __init__(self, dropped: Counter[str]) -> None:
        """`dropped` counts what cannot be read, by the reason."""
        self._dropped = dropped
        # Who comes in the middle of a line sees it as one that rolls up.
        self._style = _Style.ROLL_UP
        self._listening = True
        self._last: tuple[int, int] | None = None
        self._line = Line()
        self._hidden: dict[int, str] = {}
        self._row = 15
        self._given: list[Caption] = []

    def feed(self, pairs: Iterable[tuple[int, int]], at: datetime) -> list[Caption]:
        """The lines that end with these pairs of one picture, which is shown at that time."""
        if self._line.quiet_since(at, QUIET):
            self._end_line()
        for first, second in pairs:
            self._pair(first, second, at)
        return self._take()

    def pause(self, at: datetime) -> list[Caption]:
        """The line that is over because a sentence ends with it, or nothing was added for long;
        `at` is how far the stream is read."""
        if self._line.quiet_since(at, QUIET) or ends_sentence(self._line.text):
            self._end_line()
        return self._take()

    def stop(self) -> list[Caption]:
        """What was begun: nothing joins it."""
        self._end_line()
        return self._take()

    def _take(self) -> list[Caption]:
        given, self._given = self._given, []
        return given

    def _pair(self, first: int, second: int, at: datetime) -> None:
        code = (first & 0x7F, second & 0x7F)
        odd = first.bit_count() & 1, second.bit_count() & 1
        if code == _PADDING:
            return
        if not odd[0] or (not odd[1] and code[0] < 0x20):
            self._dropped["parity"] += 1
        elif 0x10 <= code[0] < 0x20:
            self._control(*code, at)
        elif code[0] >= 0x20:
            if not odd[1]:
                self._dropped["parity"] += 1
            self._last = None
            self._characters([code[0], code[1] if odd[1] else 0], at)

    def _characters(self, codes: list[int], at: datetime) -> None:
        if self._listening:
            for code in codes:
                self._put(BASIC.get(code, ""), at)

    def _control(self, first: int, second: int, at: datetime) -> None:
        """Every control code is sent twice, for safety: the repetition says nothing new."""
        repeated = (first, second) == self._last
        self._last = None if repeated else (first, second)
        if repeated:
            return
        own = not first & 0x08
        self._listening = own and self._style is not _Style.TEXT
        if own and second >= 0x20:
            self._command(first, second, at)

    def _command(self, first: int, second: int, at: datetime) -> None:
        if second >= 0x40:
            self._move(_ROWS[(first & 7) << 1 | second >> 5 & 1], at)
        elif first in (0x14, 0x15):
            self._miscellaneous(second, at)
        elif not self._listening:
            return
        elif (first, second) in EXTENDED:
            self._erase_one()
            self._put(EXTENDED[first, second], at)
        else:
            # A change of colour takes up a place on the screen, as a tabulator does.
            self._put(SPECIAL.get((first, second), " "), at)

    def _miscellaneous(self, code: int, at: datetime) -> None:
        if code in _STYLES:
            self._switch(_STYLES[code])
        elif code == _BACKSPACE:
            self._erase_one()
        elif code in (_CARRIAGE_RETURN, _ERASE_DISPLAYED):
            self._end_line()
        elif code == _ERASE_HIDDEN:
            self._hidden = {}
        elif code == _END_OF_CAPTION:
            self._switch(_Style.POP_ON)
            self._pop(at)

    def _switch(self, style: _Style) -> None:
        if style is not self._style:
            self._end_line()
        self._style = style
        self._listening = style is not _Style.TEXT

    def _move(self, row: int, at: datetime) -> None:
        if self._style is _Style.PAINT_ON and row != self._row:
            self._end_line()
        self._row = row
        self._put(" ", at)

    def _put(self, char: str, at: datetime) -> None:
        if self._style is _Style.POP_ON:
            self._hidden[self._row] = (self._hidden.get(self._row, "") + char)[-LONGEST:]
        elif self._style is not _Style.TEXT:
            self._line.add(char, at)
            if len(self._line.text) >= LONGEST:
                self._end_line()

    def _erase_one(self) -> None:
        if self._style is _Style.POP_ON:
            self._hidden[self._row] = self._hidden.get(self._row, "")[:-1]
        else:
            self._line.erase_one()

    def _pop(self, at: datetime) -> None:
        words = " ".join(text for _, text in sorted(self._hidden.items()))
        self._hidden = {}
        self._give(words, at)

    def _end_line(self) -> None:
        if self._line.since is not None:
            self._give(self._line.text, self._line.since)
        self._line = Line()

    def _give(self, words: str, at: datetime) -> None:
        text = plain(words, LONGEST)
        if text:
            self._given.append(Caption(at=at, text=text))


_STYLES = {0x20: _Style.POP_ON, 0x29: _Style.PAINT_ON, 0x2A: _Style.TEXT, 0x2B: _Style.TEXT}
_STYLES |= dict.fromkeys((0x25, 0x26, 0x27), _Style.ROLL_UP)
_BACKSPACE, _CARRIAGE_RETURN = 0x21, 0x2D
_ERASE_DISPLAYED, _ERASE_HIDDEN, _END_OF_CAPTION = 0x2C, 0x2E, 0x2F
