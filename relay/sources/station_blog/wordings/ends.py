"""Words for the end of a spacewalk, and for a call to end it early."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import SAID_EVA, Form, Wording, wording

ENDS: tuple[Wording, ...] = (
    wording(
        M.EVA_END,
        Form.PAST,
        r"\b(?:concluded|completed|finished|ended|wrapped up|closed out|wound up)\s<w9><eva>",
    ),
    wording(
        M.EVA_END,
        Form.BASE,
        r"\b(?:conclude|complete|finish|end|wrap up)\s<w9><eva>",
    ),
    wording(
        M.EVA_END,
        Form.PARTICIPLE,
        r"\b(?:concluding|completing|finishing|ending|wrapping up)\s<w9><eva>",
    ),
    wording(
        M.EVA_END,
        Form.PAST,
        r"\b<eva>,?\s<a12>(?:has |have |was |is |were )?(?:now |officially |formally )*"
        r"(?:concluded|ended|wrapped up|came to an end|come to an end|completed|complete|over"
        r"|finished|drew to a close)\b<noobj>",
    ),
    wording(
        M.EVA_END,
        Form.PAST,
        r"(?:\b(?:which|that|it|and|then)|(?<=,)) (?:has |was )?(?:officially |formally )?"
        r"(?:ended|concluded|finished|wrapped up|completed)\b<noobj>",
        context=SAID_EVA,
    ),
    wording(
        M.EVA_END,
        Form.PARTICIPLE,
        r"\b(?:ending|concluding|wrapping up)(?= (?:at|about|around) \d)",
        context=SAID_EVA,
    ),
    wording(
        M.EVA_END,
        Form.NOUN,
        r"\b(?:official(?:ly)? (?:end|conclusion)\b|count(?:s|ed) as (?:its|the) (?:official"
        r" )?end\b|(?:end|conclusion) (?:of|to)\s(?:[\w'.-]+\s){0,5}?(?:space ?walks?|EVAs?"
        r"|outing|excursion)\b)(?: time\b)?",
    ),
    wording(
        M.EVA_END,
        Form.NOUN,
        r"\b(?:hours?|minutes?)(?: long)?,? (?=at \d)",
        context=SAID_EVA,
    ),
    wording(
        M.EVA_END,
        Form.PAST,
        r"\bзаверш\w+\s(?:[\w-]+\s){0,4}?(?:выход|внекорабельн)\w*",
        r"\bвыход\w*\s(?:[\w-]+\s){0,8}?заверш[иеё]\w*",
    ),
    wording(
        M.TERMINATED,
        Form.EITHER,
        r"\b(?:end|ended|ending|cut|cutting|bring|brought|concluded?)\s<w6><eva>\s<w2>(?:early"
        r"\b|short\b|prematurely)",
    ),
    wording(
        M.TERMINATED,
        Form.EITHER,
        r"\b<eva>,?\s<a10>(?:end|ended|ends|cut|concluded) (?:early\b|short\b|prematurely)",
    ),
    wording(
        M.TERMINATED,
        Form.EITHER,
        r"\b(?:terminat(?:e|ed|ing)|abort(?:ed|ing)?)\s<w6><eva>",
        r"\b<eva>,?\s<a10>(?:terminated|aborted)\b",
    ),
    wording(
        M.TERMINATED,
        Form.PAST,
        r"\b(?:instructed|directed|told|ordered|asked|instructing|directing)\s<a8>to (?:end"
        r"|terminate|abort|abandon|cut short|conclude)\b",
    ),
    wording(
        M.TERMINATED,
        Form.PAST,
        r"\b(?:and|was|were) (?:then )?(?:ended|cut|brought) (?:early\b|short\b|prematurely)",
        r"\b(?:and|was) (?:then )?(?:terminated|aborted)\b",
        context=SAID_EVA,
    ),
    wording(
        M.TERMINATED,
        Form.PAST,
        r"\ban early (?:end|termination|conclusion) (?:to|of|for)\b",
    ),
)
