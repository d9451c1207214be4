"""Words for the start of a spacewalk, as it happens and as it is planned."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import SAID_EVA, Form, Wording, wording

STARTS: tuple[Wording, ...] = (
    wording(
        M.EVA_START,
        Form.PAST,
        r"\b(?:switched|transferred|transitioned|moved|turned|placed|changed|took|taken)\s<w4>"
        r"<suits>\s<w3><to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.EITHER,
        r"\b(?:set|put)\s<w4><suits>\s<w3><to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b(?:switch|transfer|transition|move|turn|place|change|take)\s<w4><suits>\s<w3><to> "
        r"<power>",
    ),
    wording(
        M.EVA_START,
        Form.PARTICIPLE,
        r"\b(?:switching|transferring|setting|putting|taking|placing|moving)\s<w4><suits>\s"
        r"<w3><to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.EITHER,
        r"(?<!his )(?<!her )\b<suits> (?:were|are|have been|had been|went|will be|to be|are to"
        r" be) (?:now |both |all |officially |each )*(?:switched |transferred |set |put "
        r"|placed |moved |running )?<to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.PAST,
        r"\b(?:went|are now|switched(?: over)?) <to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b(?:go|switch(?: over)?) <to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.PAST,
        r"\b(?:<started>|initiated|embarked on|got under ?way with)\s<w9><eva>",
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b(?:begin|start|commence|kick off|embark on)\s<w9><eva>",
    ),
    wording(
        M.EVA_START,
        Form.PRESENT,
        r"\b(?:begins|starts|kicks off)\s<w9><eva>",
    ),
    wording(
        M.EVA_START,
        Form.PARTICIPLE,
        r"\b(?:beginning|starting|kicking off)\s<w9><eva>",
    ),
    wording(
        M.EVA_START,
        Form.PAST,
        r"\b<eva>,?\s<a12>(?:has |have )?(?:officially |formally )?<started><noobj>",
    ),
    wording(
        M.EVA_START,
        Form.PAST,
        r"\b<eva>,?\s<a8>(?:is|are|was) (?:now |officially |formally |already |currently "
        r"|again )*(?:under ?way|in progress)\b",
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b<eva>,?\s<a12>(?:officially |formally )?(?:begin|start|commence|kick off|get under"
        r" ?way|be under ?way|take place|occur)\b",
    ),
    wording(
        M.EVA_START,
        Form.PRESENT,
        r"\b<eva>,?\s<a12>(?:begins|starts|kicks off|gets under ?way)\b",
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b<eva>,?\s<a6>(?:scheduled|planned|set|slated|targeted|due) (?:for|at|about|around)"
        r"\b",
    ),
    wording(
        M.EVA_START,
        Form.PAST,
        r"(?:\b(?<!after )(?:which|that|it|and)|(?<=,)) (?:has |had )?(?:officially |formally )?"
        r"<started><noobj>",
        context=SAID_EVA,
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b(?:which|that|it|and) (?:is|are|was|were|had|will|should)\b\s<a6>(?:begin|start"
        r"|get under ?way|kick off)\b",
        context=SAID_EVA,
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b(?:exit|venture|egress|leave|float|step|head)\b\s<a9>(?:<lock>|outside|station"
        r"|outpost|laborator\w+|lab|space|poisk|pirs|quest)\b",
    ),
    wording(
        M.EVA_START,
        Form.NOUN,
        r"\b(?:official(?:ly)?(?: spacewalk)? (?:start|beginning)|spacewalk start|start time|"
        r"(?:start|beginning) of\s(?:[\w'.-]+\s){0,5}?(?:space ?walks?|EVAs?|outing"
        r"|excursion))\b(?: time\b)?",
    ),
    wording(
        M.EVA_START,
        Form.PAST,
        r"\bначал\w*\s(?:[\w-]+\s){0,3}?(?:выход|внекорабельн)\w*",
        r"\bвыход\w*\s(?:[\w-]+\s){0,5}?начал\w*",
    ),
)
