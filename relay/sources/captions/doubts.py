"""What makes spoken words no report: they look ahead, back, ask, deny, instruct or play."""

import re

from relay.sources.captions.phrases import Care

_AHEAD = (
    r"will|'ll|won't|would|should|could|can|may|might|must|shall|gonna|going to|about to|ready"
    r"|prepar\w*|expect\w*|anticipat\w*|plan|plans|planned|planning|schedul\w*|slated|target\w*"
    r"|soon|shortly|upcoming|moments? away|minutes? away|minutes? from|approaching|await\w*"
    r"|wait|waiting|stand(?:ing)? by|look(?:ing)? forward|tomorrow|next|go for|set to|due to"
    r"|poised|in order to|intend\w*|aim\w*|hop(?:e|es|ing)|attempt\w*|try|trying|let's|leading up"
    r"|countdown|almost|nearly|close to|on the way to|work(?:ing)? (?:to|on|toward\w*)"
)
_DEPENDING = (
    r"if|when|whenever|once|until|till|unless|whether|before|after|as soon as|while|prior|following"
    r"|in case|assum\w*|suppos\w*|imagin\w*|with|without|how|why|where|because"
)
_DENYING = r"not|never|no longer|isn't|wasn't|hasn't|haven't|aren't|n't|cannot|yet|unable|fail\w*"
_TELLING = (
    r"verify|ensure|make sure|check|confirm|report|call|step \d|steps?|procedures?|checklist|please"
    r"|let (?:us|me) know|say|told|ask\w*|question\w*|wonder\w*|tell|request\w*|think|believe"
    r"|seems?|appears?|looks? like|sounds? like"
)
_ALWAYS = r"always|usually|normally|typically|nominally|generally|every|each|any|officially when"
_BACK = (
    r"last|previous\w*|earlier this|yesterday|ago|back in|back on|originally|initially|formerly"
    r"|remember\w*|recall\w*|histor\w*|anniversary|first[- ]ever|in (?:19|20)\d\d"
    r"|(?:19|20)\d\d(?! (?:utc|gmt))|on this day|that day|at the time|used to|career|since"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'s)?|week|month|year|years|decades?|apollo"
    r"|gemini|skylab|shuttle|leonov|ed white|hubble|so far|of the day so far|replay\w*|recap\w*"
    r"|highlights?|record(?:ed|ing)|footage|video"
)
_LASTING = (
    r"(?:hours?|minutes?) (?:into|in|and|ago|so far|long)|elapsed|continu\w*|still|remains?"
    r"|remaining|halfway|has been (?:open|outside)|for (?:over|about|more|almost|\w+ hours?)"
)
_ANY = re.compile(
    rf"\b(?:{_AHEAD}|{_DEPENDING}|{_DENYING}|{_TELLING}|{_ALWAYS}|{_LASTING})\b|n't\b|'ll\b"
)
_ANY_BUT_DENYING = re.compile(
    rf"\b(?:{_DEPENDING}|{_TELLING}|{_ALWAYS}|could|can|may|might|would|should)\b"
)
_HARMLESS = re.compile(
    r"\b(?:as )?(?:you|we|i) can (?:now |also |clearly )?(?:see|confirm)\b(?: that)?"
    r"|\b(?:ahead of|behind|on|right on) (?:the )?(?:schedule|timeline|plan|time)\b"
)
"""Words that would be doubts by themselves."""
_PAST = re.compile(rf"\b(?:{_BACK})\b")
_SPAN = r"(?:\w+ ){0,6}?(?:minutes?|hours?|seconds?|moments?|while|bit)\b"
_NEXT = re.compile(
    rf"\s*,?\s*(?:(?:in|within|for) {_SPAN}"
    r"|(?:only|once|when|if|until|unless|before|yet|position|soon|shortly|next|tomorrow"
    r"|expected|planned|scheduled|or not|to be|at which|half|almost|nearly|over|more than"
    r"|after(?! (?:\w+ ){0,3}(?:hours?|minutes?))"
    r"|operations?|procedures?|thermal|covers?|handles?|mechanism|window|checks?|activit\w+|tasks?"
    r"|time)\b|\d)"
)
_PLAY = re.compile(
    r"\b(?:simulat\w*|sims?|drills?(?! bits?)|training|rehears\w*|exercises?"
    r"|(?:this is|only|just) a test)\b"
)
_GYMNASTICS = re.compile(
    r"\b(?:light|in-?suit|resistive|daily|physical|aerobic|pre-?breathe?\w*) exercises?\b"
    r"|\bexercis\w+ (?:device|equipment|machine|bi(?:ke|cycle)|protocol)\w*"
)
_OTHER_SHIPS = re.compile(
    r"\b(?:dragon|soyuz|progress|cygnus|starliner|orion|shenzhou|htv|cargo|space ?craft|capsule"
    r"|vestibule|dream chaser|docking|docked|undock\w*|pma|pressurized mating|node|harmony|unity"
    r"|destiny|columbus|kibo|jem|bishop|zvezda|zarya|rassvet)\b"
)
_OTHER_HATCHES = re.compile(
    r"\b(?:inner|inside hatch|inboard|iv|intra-?vehicular|internal hatch|equipment lock|side hatch"
    r"|station's? hatch|between|leak checks?|forward hatch|nadir|zenith|aft hatch)\b"
)
_WALK = r"(?:space[ -]?walk|eva)\b"
_OTHER_WALKS = re.compile(
    rf"\b(?:first|second|third|fourth|fifth|other|another|one|his|her|an?|any) (?:\w+ )?{_WALK}"
    rf"|\b(?:half|portion|part|phase) of (?:the|today's|this) {_WALK}"
    r"|\b(?:space[ -]?walks|evas|series)\b"
    r"|\b(?:coverage|preparations?|preps?|broadcast|briefing|conference|show|planning|review|work"
    rf"|support|tasks?|timeline|activit\w+) (?:of|for|on|about|in) (?:\S+ ){{0,3}}{_WALK}"
)
_OTHER_DAYS = re.compile(
    r"\b(?:from (?:its|the)|january|february|march|april|june|july|august|september|october"
    r"|november|december|earlier)\b"
)


def is_play(text: str) -> bool:
    """Whether the words speak of an exercise: for a while nothing said is to be believed.

    In June 2024 the sound of a simulation went out on NASA's stream and was taken for real.
    """
    return _PLAY.search(_GYMNASTICS.sub("", text)) is not None


def is_doubtful(sentence: str, start: int, end: int, care: Care, around: str) -> bool:
    """Whether the words at `start`:`end` of a sentence are no report. `around` is all that was
    said in the last seconds."""
    if sentence.endswith("?") or _PAST.search(sentence) or _NEXT.match(sentence, end):
        return True
    denies = care is Care.CALL_OFF
    before = _HARMLESS.sub(" ", sentence[: start if denies else end])
    doubts = _ANY_BUT_DENYING if denies else _ANY
    return doubts.search(before) is not None or _is_another(sentence, care, around)


def _is_another(sentence: str, care: Care, around: str) -> bool:
    """Whether it is said of another hatch, ship, spacewalk or day."""
    match care:
        case Care.HATCH:
            other = _OTHER_SHIPS.search(around) or _OTHER_HATCHES.search(around)
        case Care.PRESSURE:
            other = _OTHER_SHIPS.search(sentence)
        case Care.WALK:
            other = _OTHER_WALKS.search(sentence)
        case Care.CALL_OFF:
            other = _OTHER_WALKS.search(sentence) or _OTHER_DAYS.search(sentence)
    return other is not None
