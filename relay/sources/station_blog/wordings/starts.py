"""Words for the start of a spacewalk, as it happens and as it is planned."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import (
    EVA_WORDS,
    SAID_EVA,
    SAID_PLAN,
    Form,
    group,
    wording,
)

_SUITS = group(
    wording(
        M.EVA_START,
        Form.PAST,
        r"\b(?:switched|transferred|transitioned|moved|turned|placed|changed|took|taken)\s<w4>"
        r"<suits>\s<w3><to> <power>",
        r"\b(?:went|are now|switched(?: over)?) <to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.EITHER,
        r"\b(?:set|put)\s<w4><suits>\s<w3><to> <power>",
        r"(?<!his )(?<!her )\b<suits> (?:were|are|have been|had been|went|will be|to be|are to"
        r" be) (?:now |both |all |officially |each )*(?:switched |transferred |set |put "
        r"|placed |moved |running )?<to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b(?:switch|transfer|transition|move|turn|place|change|take)\s<w4><suits>\s<w3><to> "
        r"<power>",
        r"\b(?<!the )(?<!a )(?:go|switch(?: over)?) <to> <power>",
    ),
    wording(
        M.EVA_START,
        Form.PARTICIPLE,
        r"\b(?:switching|transferring|setting|putting|taking|placing|moving)\s<w4><suits>\s"
        r"<w3><to> <power>",
    ),
    wording(M.EVA_START, Form.NOUN, r"\b<suits> (?:now |both )?on <power>(?= (?:as of|at|since) )"),
    needs=("batter|power",),
)
_BEGUN = group(
    wording(
        M.EVA_START,
        Form.PAST,
        r"\b(?:<started>|initiated|embarked on|got under ?way with)\s<w9><eva>",
        r"\b<started> work(?:ing)? outside\b",
        r"\b<started>,? <at>,? <det> <o9><eva>",
        r"\b<subject>,?\s<s12>(?:has |have )?(?:officially |formally )?<started><noobj>",
        r"\b<eva>,?\s<a8>(?:is|are|was|has been) (?:now |officially |formally |already |currently "
        r"|again )*(?:under ?way|in progress)\b",
        r"\b<eva>,?\s<s12>(?:has been|have been) (?:going(?: on)?|running|on)(?= since \d)",
    ),
    wording(
        M.EVA_START,
        Form.PAST,
        r"(?:\b(?<!after )(?:which|that|it|and)|(?<=,)) (?:has |had )?(?:officially |formally )?"
        r"<started><noobj>",
        context=SAID_EVA,
    ),
    needs=("began|begun|started|commenced|kicked|way|initiated|embarked|progress|since", EVA_WORDS),
)
_TO_BEGIN = group(
    wording(
        M.EVA_START, Form.BASE, r"\b(?:begin|start(?! of\b)|commence|kick off|embark on)\s<w9><eva>"
    ),
    wording(M.EVA_START, Form.PRESENT, r"\b(?:begins|starts|kicks off)\s<w9><eva>"),
    wording(M.EVA_START, Form.PARTICIPLE, r"\b(?:beginning|starting|kicking off)\s<w9><eva>"),
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b<eva>,?\s<a12>(?:officially |formally )?(?<!official )(?<!the )(?<!an )(?<!its )"
        r"(?<!planned )(?<!scheduled )(?:begin|start|commence|kick off|get under"
        r" ?way|be under ?way|take place|occur)\b(?! ?:)",
    ),
    wording(
        M.EVA_START,
        Form.PRESENT,
        r"\b<eva>,?\s<a12>(?:begins|starts|kicks off|gets under ?way)\b<noobj>",
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
        Form.NOUN,
        r"\b(?:official(?:ly)?(?: spacewalk)? (?:start|beginning)|spacewalk start|start time|"
        r"(?-i:EVA) start|(?:start|beginning) of\s(?:[\w'.-]+\s){0,5}?(?:space ?walks?|EVAs?|outing"
        r"|excursion))\b(?: time\b)?",
        r"(?:^|[(;] ?)officially started\b(?= ?[:-] ?\d)",
    ),
    needs=("begin|start|commence|kick|embark|way|take place|occur",),
)
_SET_FOR = group(
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b<eva>,?\s<a6>(?:scheduled|planned|set|slated|targeted|due) (?:for|at|about|around)\b",
    ),
    wording(
        M.EVA_START,
        Form.EITHER,
        r"\b(?:the (?:other|second|next|third|latter)|another|a second)(?: space ?walk| one"
        r"| (?-i:EVA))?(?: on [^;]{3,25})?,? (?:at|about|around)<time>",
        context=SAID_PLAN,
    ),
    needs=("for|at|about|around", EVA_WORDS),
)
_TO_EXIT = group(
    wording(
        M.EVA_START,
        Form.BASE,
        r"\b(?:exit|venture|egress|leave|float|step|head)\b\s<a9>(?:<lock>|outside|station"
        r"|outpost|laborator\w+|lab|space|poisk|pirs|quest)\b",
    ),
    needs=("exit|venture|egress|leave|float|step|head",),
)
_IN_RUSSIAN = group(
    wording(
        M.EVA_START,
        Form.PAST,
        r"\bначал\w*\s(?:[\w-]+\s){0,3}?(?:выход|внекорабельн)\w*",
        r"\bвыход\w*\s(?:[\w-]+\s){0,5}?начал\w*",
    ),
    needs=("начал",),
)
STARTS = (_SUITS, _BEGUN, _TO_BEGIN, _SET_FOR, _TO_EXIT, _IN_RUSSIAN)
