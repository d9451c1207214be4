"""Words for the way out of the airlock, which is minutes after the official start."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import Form, group, wording

OUTSIDE = group(
    wording(
        M.EGRESS,
        Form.PAST,
        r"\b(?:exited|left|emerged from|floated out of|climbed out of|stepped out of|moved out of"
        r"|egressed)\s<w4>(?:<lock>|poisk|pirs|quest)\b",
        r"\b(?:exited|ventured outside|stepped outside|floated outside)\s<w4>(?:station|outpost"
        r"|laboratory|complex)\b",
        r"\b(?:outside|in the vacuum of space)\s<w4>since\b<time>",
    ),
    needs=("exited|left|emerged|out|egressed",),
)
