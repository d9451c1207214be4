"""Words for live coverage, announced or on the air."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import Form, group, wording

COVERAGE = group(
    wording(
        M.COVERAGE_START,
        Form.PAST,
        r"\bcoverage\b,?\s<a14>(?:is|are) (?:now |currently |officially |already )*(?:under"
        r" ?way|live|in progress|on the air)",
        r"\bcoverage\b,?\s<a14>(?:has |have )?<started>",
        r"\b(?:is|are) (?:now |currently )?(?:providing|airing|broadcasting|streaming"
        r"|carrying)\s<w6>coverage\b",
        r"\b(?:began|started) (?:its |their |the |live )*coverage\b",
    ),
    wording(
        M.COVERAGE_START,
        Form.PAST,
        r"\b(?:NASA\S{0,3}(?: TV| television)?|we|stream|broadcast|webcast|feed|show) (?:is|are)"
        r" (?:now |currently |already )*(?:on the air|live)\b(?! (?:at|from|starting|beginning"
        r"|tomorrow|on \w+day)\b)",
        r"\b(?:watch|see|follow|join|tune in)\b(?! (?:an? |the )?(?:replay|recording|highlight))"
        r"[^.;]{0,60}?\b(?:live (?:right )?now|now[^.;]{0,20}\blive)\b(?![^.;]{0,80}\btomorrow\b)",
        r"\bcoverage (?:is )?now (?:on|available)\b(?! \w+day)",
        r"\b(?:show|broadcast|stream|webcast)\b\s<a8>(?:is|has) (?:now )?(?:on the air|begun)\b",
        r"\bcoverage\b[^.;]{0,40}\bon the air now\b",
        r"(?:^|: )(?:now live|live now)\b(?![^.;]{0,80}\btomorrow\b)",
    ),
    wording(
        M.COVERAGE_START,
        Form.PRESENT,
        r"\bcoverage\b,?\s<a14>(?:begins|starts|gets under ?way|kicks off|beginning|starting)\b",
        r"\b(?:begins|starts) (?:its |their |the |live )*coverage\b",
        r"\bcoverage\b,?\s(?:(?:of|for) (?:\S+ ){0,3}?(?:space ?walk|(?-i:EVA)|event),?\s)?"
        r"(?:(?:runs|airs|will (?:run|air)|is available)\s)?"
        r"(?:on \S+(?: (?:TV|television|app|website))?,?\s)?(?:from|at)<time>",
        r"\b(?:tune in|watch\s<a4>live)\b\s?<a6>(?:at|from|beginning at|starting at)<time>",
        r"\bgoes (?:live|on the air)\b",
    ),
    wording(
        M.COVERAGE_START,
        Form.BASE,
        r"\bcoverage\b,?\s<a14>(?:begin|start|commence|be available)\b",
        r"\b(?:begin|start|provide|broadcast|air|stream|carry) (?:its |their |the |live"
        r" )*coverage\b",
        r"\b(?:be|go) (?:back )?(?:live|on the air)\b",
    ),
    needs=("coverage|show|broadcast|stream|webcast|live|on the air|tune in",),
)
