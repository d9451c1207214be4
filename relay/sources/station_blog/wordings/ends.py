"""Words for the end of a spacewalk."""

from relay.core.milestone import Milestone as M
from relay.sources.station_blog.wordings.phrases import EVA_WORDS, SAID_EVA, Form, group, wording

_CLOSE = r"(?:a close|its close|an end|its end|a conclusion)"
_OVER = (
    r"(?<!half )(?<!nearly )(?<!almost )(?<!partly )"
    r"(?:concluded|ended|wrapped up|completed|complete|over|finished|wound down|closed out"
    rf"|(?:came|come|drew|drawn|brought) to {_CLOSE})\b<noobj>"
)
_FINISHED = (
    r"(?:concluded|completed|finished|ended|wrapped up|closed out|wound up|rounded off"
    r"|rounded out|capped)"
)
_ENDED = group(
    wording(
        M.EVA_END,
        Form.PAST,
        rf"\b{_FINISHED}\s<w9><eva>",
        rf"\b{_FINISHED},? <at>,? <det> <o9><eva>",
        rf"\bbrought\s<w6><eva> to {_CLOSE}\b",
        r"\b(?:finished|wrapped) up\b(?= (?:at|around|about) \d[^;]{0,60}\b<eva>)",
    ),
    wording(M.EVA_END, Form.BASE, r"\b(?:conclude|complete|finish|end|wrap up)\s<w9><eva>"),
    wording(
        M.EVA_END,
        Form.PARTICIPLE,
        r"\b(?:concluding|completing|finishing|ending|wrapping up|closing out)\s<w9><eva>",
    ),
    wording(
        M.EVA_END,
        Form.PAST,
        r"\b<subject>,?\s<a12>(?:has |have |was |is |were )?(?:now |officially |formally )*"
        rf"{_OVER}",
    ),
    wording(
        M.EVA_END,
        Form.PAST,
        r"(?:\b(?:which|that|it|and|then)|(?<=,)) (?:has |was )?(?:officially |formally )?"
        r"(?:ended|concluded|finished|wrapped (?:things |it )?up|completed"
        rf"|(?:came|drew) to {_CLOSE})\b<noobj>",
        r"\bcalled it a day\b",
        r"\b(?:concluded|completed|finished|ended) it\b",
        context=SAID_EVA,
    ),
    wording(
        M.EVA_END,
        Form.PARTICIPLE,
        r"\b(?:ending|concluding|wrapping up)(?= (?:at|about|around) \d)",
        context=SAID_EVA,
    ),
    needs=(
        "conclu|complet|finish|end|wrap|closed out|closing out|wound|over|rounded|capped"
        "|called it|came to|come to|drew|drawn|brought",
        EVA_WORDS,
    ),
)
_NAMED = group(
    wording(
        M.EVA_END,
        Form.NOUN,
        r"\b(?:official(?:ly)? (?:end|conclusion)\b|(?:(?-i:EVA)|space ?walk) end\b(?! of)"
        r"|count(?:s|ed) as (?:its|the) (?:official )?end\b|(?:end|conclusion) (?:of|to)\s"
        r"(?:[\w'.-]+\s){0,5}?(?:space ?walks?|EVAs?|outing|excursion)\b)(?: time\b)?",
        r"(?:^|[(;] ?)officially (?:ended|concluded)\b(?= ?[:-] ?\d)",
    ),
    wording(
        M.EVA_END,
        Form.NOUN,
        r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty))[ -]"
        r"(?:hours?|minutes?)(?: long)?,? (?=at \d)",
        context=SAID_EVA,
    ),
    needs=("end|conclu|hour|minute",),
)
_IN_RUSSIAN = group(
    wording(
        M.EVA_END,
        Form.PAST,
        r"\bзаверш\w+\s(?:[\w-]+\s){0,4}?(?:выход|внекорабельн)\w*",
        r"\bвыход\w*\s(?:[\w-]+\s){0,8}?заверш[иеё]\w*",
    ),
    needs=("заверш",),
)
ENDS = (_ENDED, _NAMED, _IN_RUSSIAN)
