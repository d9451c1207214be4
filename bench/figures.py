"""How every bench prints: a table for people and, as the last line, one JSON object."""

import json
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(
    title: str, head: Sequence[str], rows: Iterable[Sequence[object]], figures: Mapping[str, object]
) -> None:
    """Print both."""
    table = Table(*head, title=title)
    for row in rows:
        table.add_row(*(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row))
    Console(width=100).print(table)
    print(json.dumps(figures))
