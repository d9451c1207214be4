"""Turns bytes into choices, so that a fuzzer can steer documents that are almost right."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TypeVar

T = TypeVar("T")

DAY = datetime(2026, 8, 6, 12, 0, tzinfo=UTC)
"""The instant around which all drawn times lie."""

HOSTILE: tuple[object, ...] = (
    None,
    *(True, False, 0, -1, 3, 2**63, 10**4000, 0.5, 1e308, float("nan"), float("inf")),
    *("", " ", "0", "null", "\x00", "\ud800", "\ufeff", "\u061c", "\u202egnp.exe", "\x1b[31m"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-08-06T12:00:00"),
    *("2026-W32-4T12:00Z", "20260806T120000.123456789Z", "2026-08-06T12:35:00+00:00:00.5"),
    *("PT6H30M", "P999D", "PT99999M", "PT0.000000001S", "99999999999", "-62135596800"),
    *("javascript:alert(1)", "http://[::1", "https://u:p@h/", "https://h:0/", "https://\u212a/"),
    *("https://a.example/\u061c\u00ad", "file:///etc/passwd", "<b>@everyone</b>", "&#0;&#x1b;&lt;"),
    *("a b " * 2000, "9" * 5000, "\u0301" * 600, "Family, Given", "\u200d" * 50, "٣", "①", "²"),
    *(
        [],
        {},
        [[]],
        [{}],
        [None],
        {"rendered": "US EVA 95"},
        [{"name": f"Roscosmos {n}"} for n in range(300)],
    ),
)
"""Values that no honest source returns in such a place."""


class Draws:
    """Choices read from the front of some bytes; the first option once they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def rest(self) -> bytes:
        """All that is left."""
        return self._take(len(self._data))

    def below(self, limit: int) -> int:
        """A whole number from 0, less than `limit`, which is at most 65536."""
        return int.from_bytes(self._take(1 if limit <= 256 else 2), "big") % limit

    def pick(self, options: Sequence[T]) -> T:
        """One of them."""
        return options[self.below(len(options))]

    def text(self) -> str:
        """Up to 63 characters; bytes that are no UTF-8 become lone surrogates."""
        return self._take(self.below(64)).decode("utf-8", "surrogateescape")

    def moment(self) -> datetime:
        """A minute within a day of DAY, or, less often, within three weeks."""
        span = 2880 if self.below(4) else 60480
        return DAY + timedelta(minutes=self.below(span) - span // 2)

    def value(self) -> object:
        """Anything that JSON can hold."""
        kind = self.below(8)
        if kind < 4:
            return deepcopy(self.pick(HOSTILE))
        if kind == 4:
            return self.text() * self.pick((1, 1, 40, 1000))
        if kind == 5:
            return f"{self.moment():%Y-%m-%dT%H:%M:%SZ}"
        if kind == 6:
            return self.below(65536) - 100
        return [self.value() for _ in range(self.below(3))]

    def _take(self, count: int) -> bytes:
        taken = self._data[self._place : self._place + count]
        self._place += len(taken)
        return taken
