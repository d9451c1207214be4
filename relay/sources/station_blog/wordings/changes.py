"""Words for a spacewalk that is postponed, called off or given another date."""

from relay.core.milestone import Milestone as M
from relay.core.observation import Topic
from relay.sources.station_blog.wordings.phrases import EVA_WORDS, SAID_EVA, Form, group, wording

_NEW_DATE = (
    r"\b(?:set|named|chose|chosen|picked|selected|fixed|targeting)\s<w6>as (?:\S+ ){0,3}?"
    r"(?:new|revised|next) (?:\w+ )?date\b",
    r"\b(?:is|becomes|was set as) (?:now )?the (?:new|revised) (?:\w+ )?date\b",
)
_POSTPONED = group(
    wording(
        M.DELAYED,
        Form.EITHER,
        r"\b(?:postpon(?:e|ed|es|ing)|delay(?:s|ed|ing)?|put off|push(?:ed)? back|h[eo]ld off"
        r" on|stand(?:s|ing)? down from|stood down from)\s<w8>(?:space ?walks?\b|(?-i:EVAs?\b)"
        r"|excursion|outing)",
    ),
    wording(
        M.DELAYED,
        Form.PAST,
        r"\b(?:space ?walks?|(?-i:EVAs?(?: \d+)?)|excursion|outing)\b,?\s<a12>(?:postponed"
        r"|delayed|put off|pushed back|on hold|slipped|has slipped)\b",
    ),
    wording(
        M.DELAYED, Form.NOUN, r"\b(?:postponement|delay) of\s<w6>(?:space ?walks?\b|(?-i:EVAs?\b))"
    ),
    needs=("postpon|delay|put off|push|hold off|held off|stand|stood|on hold|slipped", EVA_WORDS),
)
_NO_DATE = group(
    wording(
        M.DELAYED,
        Form.DENIAL,
        r"\bno new date\b",
        r"\bnew (?:date|target date)\b\s<a6>(?:has not|have not|is not|is yet|under review|to"
        r" be determined)",
    ),
    needs=("new ",),
)
_CALLED_OFF = group(
    wording(
        M.SCRUBBED,
        Form.PAST,
        r"\b(?:space ?walks?|(?-i:EVAs?(?: \d+)?)|excursion|outing)\b,?\s<a12>(?:cancell?ed"
        r"|called off|scrubbed|abgesagt)\b",
        r"\b(?:cancell?(?:ed|ing|s)?|cancel|call(?:ed|ing)? off|scrub(?:bed|bing)?)\s<w8>"
        r"(?:space ?walks?\b|(?-i:EVAs?\b)|excursion|outing)",
        r"\bcall(?:ed|ing) <w4><eva> off\b",
    ),
    needs=("cancel|call|scrub|abgesagt", EVA_WORDS),
)
_NOT_GOING = group(
    wording(
        M.SCRUBBED,
        Form.DENIAL,
        r"\b(?:will not be|is not|are not|not) (?:be )?(?:proceed(?:ing)?|going (?:ahead"
        r"|forward)|go (?:ahead|forward)|take place|taking place|moving forward)\b",
        r"\b(?:won't|will not|will no longer|did not|didn't) (?:proceed|take place"
        r"|go (?:ahead|forward)|happen|occur)\b",
        context=SAID_EVA,
    ),
    needs=("not|n't|no longer", EVA_WORDS),
)
_FOREIGN = group(
    wording(
        M.DELAYED,
        Form.PAST,
        r"\b(?:verschoben|verschiebt|verschieben)\b",
        r"\bотлож\w+",
        r"\bперенес[её]?н\w*",
        r"\bперен[её]с\w*",
    ),
    wording(M.SCRUBBED, Form.PAST, r"\bотмен\w+", r"\babgesagt\b"),
    needs=("versch|отлож|перен|отмен|abgesagt",),
)
_ANOTHER_DATE = group(
    wording(
        Topic.SCHEDULE,
        Form.PAST,
        r"\b(?:now|currently|again|tentatively) (?:re-?)?(?:planned|scheduled|targeted"
        r"|targeting|set|slated|planning|expected) (?:for|to|on|no)\b",
        r"\b(?:re-?scheduled|re-?targeted|re-?planned|moved|pushed|postponed|delayed|slipped"
        r"|shifted) <a6>(?:for|to|until|till)<when>",
        context=SAID_EVA,
    ),
    wording(
        Topic.SCHEDULE,
        Form.PAST,
        r"\b(?:re-?schedul|postpon|mov|delay|push|shift)\w* <w7><eva>\s(?:(?!planned|scheduled"
        r"|set|slated|targeted)\S+ ){0,6}?(?:for|to|until|till)<when>",
    ),
    wording(
        Topic.SCHEDULE,
        Form.PAST,
        r"\bno earlier than\b",
        r"\bno sooner than\b",
        r"\bnew (?:target )?date (?:is|of|will be|has been set)\b",
        r"\bwill (?:now|instead) (?:take place|occur|begin|start|be (?:held|conducted"
        r"|performed))\b",
        *_NEW_DATE,
        context=SAID_EVA,
    ),
    wording(
        Topic.SCHEDULE,
        Form.PAST,
        *(rf"(?=[^;]{{0,90}}\b<eva>){words}" for words in _NEW_DATE),
    ),
    needs=("for|to|until|till|on|than|date", EVA_WORDS),
)
CHANGES = (_POSTPONED, _NO_DATE, _CALLED_OFF, _NOT_GOING, _FOREIGN, _ANOTHER_DATE)
