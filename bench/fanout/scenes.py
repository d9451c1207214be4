"""One fan-out after the other, each with a Discord of its own."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.fanout import ours, peers
from bench.fanout.apart import apart
from bench.fanout.loopback import ALLOWED, RTT, Address, Got, discord

FAR = 0.3
"""Seconds; the other side of the world."""
EDITS = 1_000
RELAY = "relay"


class Fan(NamedTuple):
    """Who tells how many channels; a name of `peers.PATTERNS`, or RELAY."""

    who: str
    channels: int
    rtt: float = RTT


class Scenes(NamedTuple):
    """What is measured; an alert comes behind edits after `near`."""

    near: Fan
    far: Fan
    most: Fan
    others: tuple[Fan, ...]


WHOLE = Scenes(
    near=Fan(RELAY, 1_000),
    far=Fan(RELAY, 1_000, FAR),
    most=Fan(RELAY, 5_000),
    others=(
        Fan("one after another", 1_000),
        Fan("pool of 16", 1_000),
        Fan("gather over all", 1_000),
        Fan("paced 49/s, 8 at once", 5_000),
    ),
)
QUICK = Scenes(
    near=Fan(RELAY, 300),
    far=Fan(RELAY, 200, FAR),
    most=Fan(RELAY, 300),
    others=(
        Fan("one after another", 50),
        Fan("pool of 16", 200),
        Fan("gather over all", 200),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One fan-out."""

    fan: Fan
    began: float
    """Seconds since 1970, as all processes of a machine have them."""
    cpu_s: float
    """Of the process that told."""
    got: Got

    @property
    def seconds(self) -> float:
        """Until the last message came in."""
        return self.got.last - self.began

    @property
    def ratio(self) -> float:
        """To what the limit alone takes."""
        return self.seconds / (self.fan.channels / ALLOWED)

    @property
    def cpu_ms(self) -> float:
        """For each channel."""
        return self.cpu_s / self.fan.channels * 1000


def fan_out(fan: Fan) -> Row:
    """By the relay, or as other bots do it."""
    with discord(fan.channels, rtt=fan.rtt) as there:
        return _row(fan, there)


def _row(fan: Fan, there: Address) -> Row:
    spent = apart(ours.tell, there) if fan.who == RELAY else apart(peers.tell, there, fan.who)
    return Row(fan, spent.began, spent.cpu_s, there.got())


def relay_and_edits(fan: Fan) -> tuple[Row, ours.Overtaken]:
    """The relay tells everyone; then an alert comes behind edits of what was posted."""
    with discord(fan.channels, rtt=fan.rtt) as there:
        row = _row(fan, there)
        posted = [(one["channel"], one["id"]) for one in there.state()["messages"]]
        return row, apart(ours.behind_edits, there, posted[:EDITS])


def measured(scenes: Scenes, *, at_once: bool) -> tuple[list[Row], ours.Overtaken]:
    """Near, far, most unless that is the near one, and the others.

    `at_once` has all but the first beside each other: it is quicker, and they disturb each other.
    """
    near, overtaken = relay_and_edits(scenes.near)
    left = [scenes.far, *([scenes.most] if scenes.most != scenes.near else []), *scenes.others]
    with ThreadPoolExecutor(len(left) if at_once else 1) as threads:
        return [near, *threads.map(fan_out, left)], overtaken


def print_rows(rows: Sequence[Row]) -> None:
    """A row for each."""
    head = ("who", "channels", "RTT ms", "seconds", "x limit", "lost", "twice", "429", "CPU ms")
    table = Table(*head, title="One message to every channel, 50 requests a second")
    for row in rows:
        table.add_row(*_cells(row))
    Console(width=100).print(table)


def _cells(row: Row) -> Iterator[str]:
    fan, got = row.fan, row.got
    yield from (fan.who, str(fan.channels), f"{fan.rtt * 1000:.0f}")
    yield from (f"{row.seconds:.2f}", f"{row.ratio:.3f}")
    yield from (str(got.lost), str(got.repeated), str(got.limited), f"{row.cpu_ms:.2f}")
