"""Words for who is EV1 or EV2 and what marks the suit, and for when that is of something else."""

import re

from relay.sources.station_blog.identities import NAME

CAN_MATCH = re.compile(
    r"stripe|unmarked|\bmarkings\b|\bcrew[ -]?member|(?-i:\bEV[- ]?#?\d)", re.IGNORECASE
)
"""A cheap test before all others."""
_WALK = r"(?:space ?walk|(?-i:EVA)|excursion|outing)\b"
_UP_TO_TWO = r"(?:[\w'.-]+ ){0,2}"
OF_ANOTHER_TIME = re.compile(
    r"\b(?:wore|worn|was|were|had|did|used|former|formerly|previous\w*|originally|earlier|last|ago"
    r"|until|history|anniversary|revers\w+|swap\w*|switch\w*|trade|trading|exchang\w+|alternat\w+"
    r"|usual\w*|always|typical\w*|normal\w*|traditional\w*|instead|rather|simulat\w+"
    r"|rehears\w+|practic\w+|training|virtual\w*|could|might|may(?! \d)"
    r"|would|should|if|unless|whether|either|not|never|neither|nor|cannot|(?:in|since) \d{4})\b"
    r"|n't\b|\?",
    re.IGNORECASE,
)
"""What was, what is in general, and what is practised, doubted, denied or changes hands."""
OF_ANOTHER_SPACEWALK = re.compile(
    r"\b(?:spacewalks|(?-i:EVAs)|excursions|outings)\b"
    rf"|\b(?:next|another|other|following|future|later|upcoming) {_UP_TO_TWO}(?:{_WALK}|one\b)"
    r"|(?<!his )(?<!her )(?<!their )\b(?:first|second|third|fourth|fifth|final)"
    rf" {_UP_TO_TWO}(?:{_WALK}|one\b)",
    re.IGNORECASE,
)
"""One of several, though "her second spacewalk" can be this one."""
LEADS_TO_ANOTHER = re.compile(
    rf"\b(?:next|another|following|future|later|upcoming) {_UP_TO_TWO}(?:{_WALK}|one\b)"
    rf"|\b(?:an?|the) (?:second|third|fourth|other) {_UP_TO_TWO}(?:{_WALK}|one\b)"
    r" (?:is|will|on|in|at|later)\b",
    re.IGNORECASE,
)
"""The sentence after it need not be of the spacewalk that the post is about."""

NICKNAME = re.compile(r' "\w+"(?= [A-Z])')
ASIDE = re.compile(
    r",\s(?:an?|the|in|on|making|who|whose|embarking|conducting|taking part)\b"
    r"(?:(?!stripe|suit|mark)[^,;()A-Z]){0,80},(?=\s(?:is|will|has|wears|serves)\b)"
)
"""What is said of the person only: "Palmer, a veteran of three flights, is"."""
STRIPES = re.compile(r"strip(?:e|ed|es|ing)\b|\bmarkings?\b|\bunmarked\b", re.IGNORECASE)

_COLOR = r"(?:red|blue|green|orange|yellow|black)"
_OFFICE = (
    r"(?:NASA|ESA|JAXA|CSA|Roscosmos)(?:'s)?|European|Canadian|Japan|Aerospace|Exploration|Space"
    r"|Agency|Russian|astronauts?|cosmonauts?|flight|engineers?|commander|station|expedition|\d\d"
    r"|spacewalkers?|spacewalking|lead|today|meanwhile"
)
_DRESS = (
    r"the|an?|his|her|their|who|whose|that|which|as|in|with|of|or|also|again|known"
    r"|has|have|will|being|been|designated|assigned|identified|identifiable|distinguished"
    r"|serves?|serving|acts?|acting|takes?|taking|on|role|number|one|by"
    r"|wears?|wearing|dons?|donning|dressed|clad|sports?|sporting|bears?|bearing|marked|features?"
    r"|featuring|decorated|(?:space)?suits?|orlan(?:-?mks?)?|EMUs?|extravehicular mobility units?"
    r"|all[ -]white|plain|white"
)
TOKEN = re.compile(
    r"(?P<role>\b(?:(?:(?:extravehicular|spacewalk(?:er|ing)?)(?: activity)?(?: \(?EVA?\)?)?"
    r"|(?-i:EVA?)) crew[ -]?member (?:number |no\. |# ?)?|(?-i:EV)[ -]?#?)"
    r"(?P<number>[1-4]|one|two|three|four)\b(?!'s))"
    rf"|(?P<mark>(?<!and )(?<!or )(?<!/)\b(?P<stripes>(?:(?:solid|broken|dashed) )?{_COLOR})[ -]"
    rf"stripe[sd]?\b(?! and {_COLOR})"
    rf"|\b(?:no|without)(?: any)?(?: {_COLOR})? (?:stripes?|markings?)\b(?: or markings\b)?"
    r"|\bunmarked\b)"
    r"|(?P<end>;)"
    r"|(?P<open>\b(?:and|while|whereas|but|is|are|be)\b|[,:()\"]|- )"
    rf"|(?P<office>\b(?:{_OFFICE})\b(?!'s)|\bU\.S\.)"
    rf"|(?P<dress>\b(?:{_DRESS})\b(?!'s))"
    rf"|(?P<name>(?-i:\b{NAME}))"
    r"|(?P<other>[^\s,;:()\"]+)",
    re.IGNORECASE,
)
"""Every word of a sentence by what it does there."""
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4"}
