"""Words for live coverage, the airlock's pressure and its outer hatch."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import SAID_HATCH, Form, Wording, wording

AIRLOCK: tuple[Wording, ...] = (
    wording(
        M.COVERAGE_START,
        Form.PAST,
        r"\bcoverage\b,?\s<a14>(?:is|are) (?:now |currently |officially |already )*(?:under"
        r" ?way|live|in progress|on the air)",
    ),
    wording(
        M.COVERAGE_START,
        Form.PAST,
        r"\bcoverage\b,?\s<a14>(?:has |have )?<started>",
    ),
    wording(
        M.COVERAGE_START,
        Form.PAST,
        r"\b(?:is|are) (?:now |currently )?(?:providing|airing|broadcasting|streaming"
        r"|carrying)\s<w6>coverage\b",
    ),
    wording(
        M.COVERAGE_START,
        Form.PAST,
        r"\b(?:began|started) (?:its |their |the |live )*coverage\b",
    ),
    wording(
        M.COVERAGE_START,
        Form.PRESENT,
        r"\bcoverage\b,?\s<a14>(?:begins|starts|gets under ?way|kicks off|beginning|starting)"
        r"\b",
    ),
    wording(
        M.COVERAGE_START,
        Form.PRESENT,
        r"\b(?:begins|starts) (?:its |their |the |live )*coverage\b",
    ),
    wording(
        M.COVERAGE_START,
        Form.BASE,
        r"\bcoverage\b,?\s<a14>(?:begin|start|commence|be available)\b",
    ),
    wording(
        M.COVERAGE_START,
        Form.BASE,
        r"\b(?:begin|start|provide|broadcast|air|stream|carry) (?:its |their |the |live"
        r" )*coverage\b",
    ),
    wording(
        M.DEPRESS_START,
        Form.PAST,
        r"\b(?:de-?pressuri[sz]ation|depress)\b\s<w7>(?:(?:is|was) (?:now |officially )?"
        r"(?:again )?(?:under ?way|in progress)|<started>|initiated|resumed|restarted)",
    ),
    wording(
        M.DEPRESS_START,
        Form.PAST,
        r"\b(?:began|begun|started|initiated|resumed|restarted|are(?: now)?|is(?: now)?)\s<w4>"
        r"(?:to be |being )?de-?press(?:uri[sz]\w+)?\b",
    ),
    wording(
        M.REPRESS_START,
        Form.PAST,
        r"\bre-?press(?:uri[sz]ation)?\b\s<w7>(?:(?:is|was) (?:now )?(?:again )?under ?way|"
        r"<started>|initiated)",
    ),
    wording(
        M.REPRESS_START,
        Form.PAST,
        r"\b(?:began|begun|started|initiated)\s<w5>(?:to be |being )?re-?press(?:uri[sz]\w+)?"
        r"\b(?! valve)",
    ),
    wording(
        M.REPRESS_START,
        Form.NOUN,
        r"\bre-?press(?:uri[sz]ation|uri[sz]ed)?(?: of (?:the )?(?:\w+ )?<lock>)?(?= (?:at"
        r"|about) \d)",
    ),
    wording(
        M.REPRESS_START,
        Form.NOUN,
        r"\bre-?pressuri[sz]ed\s<w3><lock>",
    ),
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\b(?:re-?)?opened (?:up )?<w6><hatch>",
    ),
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\b<hatch>,?\s<a10>(?:was|is|has been|had been) (?:now |first |finally |again "
        r"|officially |briefly )*(?:re-?)?open(?:ed)?\b",
    ),
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\b<hatch> (?:is |was )?(?:re-?)?open(?:ed)?\b",
    ),
    wording(
        M.HATCH_OPEN,
        Form.BASE,
        r"\b(?:re-?)?open <w6><hatch>",
    ),
    wording(
        M.HATCH_OPEN,
        Form.PARTICIPLE,
        r"\b(?:re-?)?opening <w6><hatch>",
    ),
    wording(
        M.HATCH_OPEN,
        Form.NOUN,
        r"\b<hatch> (?:re-?)?opening\b",
        r"\bopening of <w5><hatch>",
    ),
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\b(?:re-?opened|opened again)\b",
        context=SAID_HATCH,
    ),
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\bоткры(?:ти\w+|л\w*)\s(?:[\w-]+\s){0,3}?люк\w*",
        r"\bлюк\w*\s(?:[\w-]+\s){0,6}?открыт\w*",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"\b(?:re-?)?(?:closed|shut|sealed) <w6><hatch>",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"\b<hatch>,?\s<a10>(?:was|is|has been|had been) (?:now |then |finally |again "
        r"|officially |briefly )*(?:re-?)?(?:closed|shut|sealed)\b",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"\b<hatch> (?:is |was )?(?:closed|shut)\b",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.BASE,
        r"\b(?:re-?)?close <w6><hatch>",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.PARTICIPLE,
        r"\b(?:closing|shutting|sealing) <w6><hatch>",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.NOUN,
        r"\b<hatch> (?:closing|closure)\b",
        r"\b(?:closing|closure) of <w5><hatch>",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"(?:(?<=, )|(?<=\band )|(?<=\bthen )|(?<=\bwas ))(?:then |briefly |again |later )*"
        r"(?:re-?)?(?:closed|shut)\b(?! <w6><hatch>)",
        context=SAID_HATCH,
    ),
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"\bзакры(?:ти\w+|л\w*)\s(?:[\w-]+\s){0,3}?люк\w*",
        r"\bлюк\w*\s(?:[\w-]+\s){0,6}?закрыт\w*",
    ),
)
