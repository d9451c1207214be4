"""How a Lightstreamer server reads requests and writes updates: TLCP 2.5.0, chapters 2 and 3."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import parse_qsl

Fields = Mapping[str, str | None]

_META = str.maketrans({"%": "%25", "|": "%7C", "\r": "%0D", "\n": "%0A"})
_MARKS = {"#": "%23", "$": "%24", "^": "%5E"}
"""What would mean something else at the beginning of a value."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked."""

    name: str
    parameters: Mapping[str, str]

    def get(self, parameter: str) -> str:
        """The value of a parameter, empty where it was not given."""
        return self.parameters.get(parameter, "")


@dataclass(slots=True)
class Subscribed:
    """A subscription of a client, and which state of the items it was told last."""

    id: str
    items: Sequence[str]
    fields: Sequence[str]
    told: dict[int, Fields] = field(default_factory=dict)

    def line(self, place: int, state: Fields) -> str:
        """The line that brings the client from what it was told to that state."""
        before = self.told.get(place)
        now = {name: state.get(name) for name in self.fields}
        self.told[place] = now
        return f"U,{self.id},{place},{'|'.join(_values(before, now))}"

    def news(self, state: Mapping[str, Fields]) -> Iterator[str]:
        """A line for each item of which the client was told another state, or none."""
        for place, item in enumerate(self.items, start=1):
            now = {name: state.get(item, {}).get(name) for name in self.fields}
            if item in state and self.told.get(place) != now:
                yield self.line(place, now)


def requests(frame: str) -> Iterator[Request]:
    """The requests of a frame: one for each line below its name."""
    name, *lines = frame.removesuffix("\r\n").split("\r\n")
    for line in lines or [""]:
        yield Request(name, dict(parse_qsl(line, keep_blank_values=True)))


def _values(before: Fields | None, now: Fields) -> Iterator[str]:
    said = ["" if before and before[name] == now[name] else encode(now[name]) for name in now]
    for unchanged, run in groupby(said, lambda value: value == ""):
        values = list(run)
        yield from [f"^{len(values)}"] if unchanged and len(values) > 1 else values


def encode(value: str | None) -> str:
    """A value as it stands in an update."""
    if not value:
        return "#" if value is None else "$"
    plain = value.translate(_META)
    return _MARKS.get(plain[0], plain[0]) + plain[1:]
