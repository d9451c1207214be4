"""What a source and a bot are to the relay, and how they are found: by entry point.

A source stands in the group `spacewalk_relay.sources`, a bot in `spacewalk_relay.bots`; the name
of the entry point is the name of its section in config.toml.
"""

from relay.plugins.bot import Bot, Conversing, Showing, Stamping
from relay.plugins.common import Http, Settings
from relay.plugins.desk import Desk
from relay.plugins.destination import Destination, Finding, Receipt
from relay.plugins.footage import Clip, Footage, Still, Watching
from relay.plugins.installed import BOTS, SOURCES, find_bots, find_sources
from relay.plugins.source import Document, Read, Source, Traced

__all__ = [
    "BOTS",
    "SOURCES",
    "Bot",
    "Clip",
    "Conversing",
    "Desk",
    "Destination",
    "Document",
    "Finding",
    "Footage",
    "Http",
    "Read",
    "Receipt",
    "Settings",
    "Showing",
    "Source",
    "Stamping",
    "Still",
    "Traced",
    "Watching",
    "find_bots",
    "find_sources",
]
