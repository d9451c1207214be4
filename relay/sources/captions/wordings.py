"""The table of wordings: which spoken words stand for which milestone.

Present and past alone; what makes the same words mean something else stands in
`relay.sources.captions.doubts`. A new wording is one more line.
"""

from relay.core.milestone import Milestone as M
from relay.sources.captions.phrases import Care, Wording, row

_HATCH = (
    row(
        M.HATCH_OPEN,
        Care.HATCH,
        r"\b<hatch>(?: (?:is|was|has)|'s) <now>(?:re-?)?open(?:ed)?\b",
        r"\bopened (?:up )?<the><hatch>",
        r"\b<hatch> (?:now |just )?opened\b",
        r"(?:^|\b(?:we have|we've got|confirming|confirmation of|copy|marks?) )"
        r"(?:and |okay,? ){0,6}<the><hatch> (?:now )?(?:open|opening)(?=[.!])",
    ),
    row(M.HATCH_OPEN, Care.HATCH, r"\b<hatch> (?:open|opening)(?= (?:came )?at )", timed=True),
    row(
        M.HATCH_CLOSED,
        Care.HATCH,
        r"\b<hatch>(?: (?:is|was|has)|'s) <now>(?:re-?)?(?:closed|shut)\b",
        r"\b(?:closed|shut) <the><hatch>",
        r"\b<hatch> (?:now |just )?closed\b",
        r"(?:^|\b(?:we have|we've got|confirming|confirmation of|copy) )(?:and |okay,? ){0,6}"
        r"<the><hatch> (?:closed|closure)(?=[.!])",
    ),
    row(M.HATCH_CLOSED, Care.HATCH, r"\b<hatch> (?:closing|closure)(?= (?:came )?at )", timed=True),
)
_PRESSURE = (
    row(
        M.DEPRESS_START,
        Care.PRESSURE,
        r"<depress>(?: (?:of|in) (?:\w+ ){1,4}?)? ?<begun>",
        r"\b(?:(?:have|has) <now>(?:begun|started|initiated)|began) "
        r"(?:to |the |their |air ?lock |crew ?lock ){0,6}<depress>",
        r"\b(?:is|are) (?:now|currently) (?:being )?depres+uri[sz](?:ing|ed)\b",
    ),
    row(
        M.REPRESS_START,
        Care.PRESSURE,
        r"<repress>(?: (?:of|in) (?:\w+ ){1,4}?)? ?<begun>",
        r"\b(?:(?:have|has) <now>(?:begun|started|initiated)|began) "
        r"(?:to |the |their |air ?lock |crew ?lock ){0,6}<repress>",
        r"\b(?:is|are) (?:now|currently) (?:being )?repres+uri[sz](?:ing|ed)\b",
    ),
)
_START = (
    row(
        M.EVA_START,
        Care.WALK,
        r"\b<walk> (?:has|have) <now>(?:begun|began|started|commenced)\b",
        r"\b<walk> (?:has )?(?:officially|now|formally) (?:began|begun|started|commenced)\b",
        r"\b<walk> is (?:now |officially |formally ){1,6}(?:under ?way|begun|started)\b",
        r"\bofficially (?:began|started|beginning|starting) (?:the|today's|this|u\.?s\.?|our) "
        r"(?:\w+ )?<walk>",
        r"\bmark(?:s|ed|ing) the official (?:start|beginning) of <walk>",
        r"\b(?:<crew>|<suits>) (?:are|have) <now>(?:gone |switched |transferred |transitioned "
        r"|moved |running )?(?:over )?(?:on|to|onto) <power>",
        r"\bare now (?:both )?on <power>",
        r"\bswitched (?:<the>(?:\w+ )?suits |over )?to <power>",
    ),
    row(M.EVA_START, Care.WALK, r"\b<walk> (?:began|started|commenced)(?= at )", timed=True),
)
_OUTSIDE = (
    row(
        M.EGRESS,
        Care.PRESSURE,
        r"\b(?:has|have|'s|'ve) <now>(?:exited|egressed|left|emerged from|floated out of"
        r"|stepped out of|climbed out of) <lock>",
        r"\b(?:has|have) <now>(?:egressed|floated outside|ventured outside|stepped outside)\b",
        r"\b<crew> are now (?:both )?outside\b",
    ),
    row(
        M.INGRESS,
        Care.PRESSURE,
        r"\b<crew> (?:are|have) (?:now |both |all |safely ){0,6}(?:back|returned)(?: back)?"
        r" (?:inside|in|to|into) <lock>",
        r"\b<crew> (?:have|are) (?:now |both |all |safely ){0,6}(?:re-?entered|ingressed) <lock>",
    ),
)
_END = (
    row(
        M.EVA_END,
        Care.WALK,
        r"\b<walk>(?: (?:is|has)|'s) (?:now |officially |formally |come to |an? ){0,6}"
        r"(?:over(?=[.,!]|$| after)|ended|concluded|complete|completed|end|close)\b",
        r"\b<walk> officially (?:ended|concluded)\b",
        r"\b(?:mark(?:s|ed|ing) the (?:official )?(?:end|conclusion) of|that concludes"
        r"|officially (?:ended|ending|concluded|concluding)) <walk>",
    ),
    row(M.EVA_END, Care.WALK, r"\b<walk> (?:ended|concluded|wrapped up)(?= at )", timed=True),
    row(
        M.TERMINATED,
        Care.WALK,
        r"\b<walk> (?:has been|is|is being|was) <now>(?:terminated|aborted|cut short"
        r"|ended early)\b",
        r"\b(?:have|has|are|is|we're) <now>(?:terminated|terminating|aborted|aborting) <walk>",
        r"\b(?:called|calling) for (?:an? )?(?:early )?terminat(?:e|ion)\b",
    ),
)
_OFF = (
    row(
        M.SCRUBBED,
        Care.CALL_OFF,
        r"\b<walk> (?:has been|is|is being) <now>(?:scrubbed|cancell?ed|called off)\b",
        r"\b(?:have|has) <now>(?:scrubbed|cancell?ed|called off) <walk>",
        r"\b(?:are|have) (?:standing|stood) down from <walk>",
        r"\b<walk> (?:will|is) not (?:be )?(?:proceed|proceeding|taking place|take place|going "
        r"forward|go forward)\b(?: today)?",
    ),
)
WORDINGS: tuple[Wording, ...] = (*_HATCH, *_PRESSURE, *_START, *_OUTSIDE, *_END, *_OFF)
