"""Finds what is installed, by entry point."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from relay.errors import ConfigError
from relay.plugins.bot import Bot
from relay.plugins.source import Source

SOURCES = "spacewalk_relay.sources"
BOTS = "spacewalk_relay.bots"


def find_sources() -> dict[str, type[Source]]:
    """Every installed source, by name. Raises ConfigError for one that does not load."""
    return {point.name: _load(point) for point in entry_points(group=SOURCES)}


def find_bots() -> dict[str, type[Bot]]:
    """Every installed chat platform, by name. Raises ConfigError for one that does not load."""
    return {point.name: _load(point) for point in entry_points(group=BOTS)}


def _load(point: EntryPoint) -> Any:
    try:
        return point.load()
    except (ImportError, AttributeError) as problem:
        raise ConfigError(
            f"the plugin {point.name!r} ({point.value}) does not load: {problem}; "
            f"install it again, with its extra if it has one"
        ) from problem
