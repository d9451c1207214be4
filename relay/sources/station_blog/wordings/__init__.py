"""The table of wordings: which words stand for which milestone. A new wording is one more row."""

from relay.sources.station_blog.wordings.changes import CHANGES
from relay.sources.station_blog.wordings.coverage import COVERAGE
from relay.sources.station_blog.wordings.early import EARLY
from relay.sources.station_blog.wordings.ends import ENDS
from relay.sources.station_blog.wordings.hatch import HATCH
from relay.sources.station_blog.wordings.outside import OUTSIDE
from relay.sources.station_blog.wordings.phrases import Group
from relay.sources.station_blog.wordings.pressure import PRESSURE
from relay.sources.station_blog.wordings.starts import STARTS

WORDINGS: tuple[Group, ...] = (
    COVERAGE,
    PRESSURE,
    *HATCH,
    *STARTS,
    OUTSIDE,
    *ENDS,
    *EARLY,
    *CHANGES,
)
