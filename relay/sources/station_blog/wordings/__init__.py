"""The table of wordings: which words stand for which milestone. A new wording is one more row."""

from relay.sources.station_blog.wordings.airlock import AIRLOCK
from relay.sources.station_blog.wordings.changes import CHANGES
from relay.sources.station_blog.wordings.ends import ENDS
from relay.sources.station_blog.wordings.phrases import Wording
from relay.sources.station_blog.wordings.starts import STARTS

WORDINGS: tuple[Wording, ...] = (*AIRLOCK, *STARTS, *ENDS, *CHANGES)
