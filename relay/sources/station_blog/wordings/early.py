"""Words for a spacewalk that is called back before its work is done."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import EVA_WORDS, SAID_EVA, Form, group, wording

_NO_ERRAND = (
    r"(?![^;]{0,80}\bto (?:re-?connect|re-?start|re-?set|re-?charge|re-?fill|re-?trieve|fetch|get"
    r"|pick|collect|clean|swap|change|exchange|top|stow|drop|grab|plug|hook|check)\b)"
    r"(?![^;]{0,120}\b(?:complet|finish|conclud)\w+)"
)
_FOR_A_CAUSE = (
    r"(?=[^;]{0,120}\b(?:because|due to|owing to|after|following|when|since|as a result"
    rf"|out of (?:\w+ ){{0,3}}caution|amid)\b){_NO_ERRAND}"
)
"""A call back for one errand at the airlock, or with the work done, is no early end."""
_GO = (
    r"return(?:ing)?|head(?:ing)?|go(?:ing)?|com(?:e|ing)|get|mov(?:e|ing)"
    r"|mak(?:e|ing) (?:their|his|her) way"
)
_INSIDE = r"(?:(?:the )?(?:\w+ )?<lock>|the hatch|poisk|pirs|quest|inside|indoors)\b"
_CREW = (
    r"(?:astronauts?|cosmonauts?|spacewalkers?|crew|crew ?mates|crew ?members|pair|duo|both|two"
    r"|they|(?-i:[A-Z][a-z]+ and [A-Z][\w-]+))"
)

EARLY = (
    group(
        wording(
            M.TERMINATED,
            Form.EITHER,
            r"\b(?:end|ended|ending|cut|cutting|bring|brought|concluded?)\s<w6><eva>\s<w2>(?:early"
            r"\b|short\b|prematurely)",
            r"\b<eva>,?\s<a10>(?:end|ended|ends|cut|concluded) (?:early\b|short\b|prematurely)",
        ),
        wording(
            M.TERMINATED,
            Form.PAST,
            r"\b(?:and|was|were) (?:then )?(?:ended|cut|brought) (?:early\b|short\b|prematurely)",
            context=SAID_EVA,
        ),
        wording(
            M.TERMINATED,
            Form.PAST,
            r"\ban early (?:end|termination|conclusion) (?:to|of|for)\b",
        ),
        needs=("early|short|prematurely", EVA_WORDS),
    ),
    group(
        wording(
            M.TERMINATED,
            Form.EITHER,
            r"\b(?:terminat(?:e|ed|ing)|abort(?:ed|ing)?)\s<w6><eva>",
            r"\b<eva>,?\s<a10>(?:terminated|aborted)\b",
        ),
        wording(
            M.TERMINATED,
            Form.PAST,
            r"\b(?:and|was) (?:then )?(?:terminated|aborted)\b",
            context=SAID_EVA,
        ),
        needs=("terminat|abort", EVA_WORDS),
    ),
    group(
        wording(
            M.TERMINATED,
            Form.PAST,
            r"\bmade the (?:call|decision)\s<a8>to (?:"
            r"terminate(?=[.,]| (?:because|after|due|when)\b)"
            r"|(?:end|terminate|abort)(?= <det> <o4><eva>))",
            r"\bthe (?:call|decision|order) to (?:end|terminate|abort) <w6><eva> (?:early )?"
            r"(?:came|was (?:made|given|taken))\b",
            r"\b(?:instructed|directed|told|ordered|asked|instructing|directing)\s<a8>to (?:end"
            r"|terminate|abort|abandon|cut short|conclude)\b",
            r"\b(?:instructed|directed|told|ordered|orders|asked|instructing|directing|ordering)\s<a8>"
            rf"(?:back (?:to )?|to (?:(?:begin|start) )?(?:{_GO})(?: back)?(?: to)? ){_INSIDE}"
            rf"{_FOR_A_CAUSE}",
        ),
        needs=("instruct|direct|told|order|asked|made the|call|decision",),
    ),
    group(
        wording(
            M.TERMINATED,
            Form.PAST,
            rf"\b{_CREW} (?:is|are|were) (?:now )?being (?:brought|called|ordered"
            rf"|sent|told|led|directed) (?:to )?(?:return |come |go |head )?(?:back )?(?:to |in)?"
            rf"{_INSIDE}{_FOR_A_CAUSE}",
            rf"\b{_CREW} (?:is|are) (?:now )?(?:heading|returning|coming) (?:back )?(?:to )?"
            rf"{_INSIDE}(?=[^;]{{0,60}}\b(?:because|due to|owing to)\b){_NO_ERRAND}",
            rf"\b(?:brought|bringing|called|calling|ordered|ordering)\s<w2>{_CREW} back (?:to )?"
            rf"(?:in\b|{_INSIDE}){_FOR_A_CAUSE}",
        ),
        wording(
            M.TERMINATED,
            Form.PAST,
            rf"\b{_CREW} are (?:now )?being brought (?:back )?(?:to |in)?"
            rf"{_INSIDE}{_NO_ERRAND}",
        ),
        needs=(" being |brought|bringing|call|order|heading|returning|coming",),
    ),
)
