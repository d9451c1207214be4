"""Words for the air that is let out of the airlock and back into it."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import Form, group, wording

PRESSURE = group(
    wording(
        M.DEPRESS_START,
        Form.PAST,
        r"\b(?:de-?pressuri[sz]ation|depress)\b\s<w7>(?:(?:is|was) (?:now |officially )?"
        r"(?:again )?(?:under ?way|in progress)|<started>|initiated|resumed|restarted)",
        r"\b(?:began|begun|started|initiated|resumed|restarted)\s<w4>(?:to (?:be )?|being )?"
        r"de-?press(?:uri[sz]\w+)?\b",
        r"\b(?:are|is)(?: now| currently)?\s<w4>(?:being )?de-?press(?:uri[sz]\w+)?\b",
    ),
    wording(
        M.REPRESS_START,
        Form.PAST,
        r"\bre-?press(?:uri[sz]ation)?\b\s<w7>(?:(?:is|was) (?:now )?(?:again )?under ?way|"
        r"<started>|initiated)",
        r"\b(?:began|begun|started|initiated)\s<w5>(?:to (?:be )?|being )?re-?press(?:uri[sz]\w+)?"
        r"\b(?! valve)",
    ),
    wording(
        M.REPRESS_START,
        Form.NOUN,
        r"\bre-?press(?:uri[sz]ation|uri[sz]ed)?(?: of (?:the )?(?:\w+ )?<lock>)?(?= (?:at"
        r"|about) \d)",
        r"\bre-?pressuri[sz]ed\s<w3><lock>",
    ),
    needs=("press",),
)
