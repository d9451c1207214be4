"""Words for the hatch, whichever it is; the words beside them say which."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import SAID_HATCH, Form, group, wording

_OPENED = group(
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\b(?:re-?)?opened (?:up )?<w6><hatch>",
        r"\b<hatch>,?\s<a10>(?:was|is|has been|had been) (?:now |first |finally |again "
        r"|officially |briefly )*(?:re-?)?open(?:ed)?\b",
        r"\b<hatch> (?:is |was )?(?:re-?)?open(?:ed)?\b",
        r"\bopened (?:up )?(?:poisk|pirs)\b(?! airlock's)",
    ),
    wording(M.HATCH_OPEN, Form.BASE, r"\b(?:re-?)?open <w6><hatch>"),
    wording(M.HATCH_OPEN, Form.PARTICIPLE, r"\b(?:re-?)?opening (?!of )<w6><hatch>"),
    wording(
        M.HATCH_OPEN,
        Form.NOUN,
        r"\b<hatch> (?:re-?)?opening\b",
        r"\bopening of <w5><hatch>",
    ),
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\b(?:re-?opened|opened again|open(?:ed|ing) it (?:again|once more))\b",
        context=SAID_HATCH,
    ),
    needs=("hatch|poisk|pirs", "open"),
)
_CLOSED = group(
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"\b(?:re-?)?(?:closed|shut|sealed) <w6><hatch>",
        r"\b<hatch>,?\s<a10>(?:was|is|has been|had been) (?:now |then |finally |again "
        r"|officially |briefly )*(?:re-?)?(?:closed|shut|sealed)\b",
        r"\b<hatch> (?:is |was )?(?:closed|shut)\b",
    ),
    wording(M.HATCH_CLOSED, Form.BASE, r"\b(?:re-?)?close <w6><hatch>"),
    wording(M.HATCH_CLOSED, Form.PARTICIPLE, r"\b(?:closing|shutting|sealing) (?!of )<w6><hatch>"),
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
        r"\b(?:re-?)?(?:closed|shut|sealed) it\b",
        context=SAID_HATCH,
    ),
    needs=("hatch|poisk|pirs", "clos|shut|seal"),
)
_BY_PRONOUN = group(
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"\b(?:closed|shut|sealed|had to (?:close|shut|seal)) it\b[^;.]{0,50}?\bleak",
    ),
    needs=(" it ", "leak"),
)
_IN_RUSSIAN = group(
    wording(
        M.HATCH_OPEN,
        Form.PAST,
        r"\bоткры(?:ти\w+|л\w*)\s(?:[\w-]+\s){0,3}?люк\w*",
        r"\bлюк\w*\s(?:[\w-]+\s){0,6}?открыт\w*",
    ),
    wording(
        M.HATCH_CLOSED,
        Form.PAST,
        r"\bзакры(?:ти\w+|л\w*)\s(?:[\w-]+\s){0,3}?люк\w*",
        r"\bлюк\w*\s(?:[\w-]+\s){0,6}?закрыт\w*",
    ),
    needs=("люк",),
)
HATCH = (_OPENED, _CLOSED, _BY_PRONOUN, _IN_RUSSIAN)
