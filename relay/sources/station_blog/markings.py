"""Reads from one sentence who is EV1 or EV2 and what marks the suit, or else nothing at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relay.core.spacewalk import Suit
from relay.sources.station_blog.identities import family_of
from relay.sources.station_blog.wordings.suits import (
    ASIDE,
    CAN_MATCH,
    NICKNAME,
    NUMBERS,
    OF_ANOTHER_SPACEWALK,
    OF_ANOTHER_TIME,
    STRIPES,
    TOKEN,
)


def suits_in(sentence: str) -> list[Suit]:
    """Who wears what, by a sentence that speaks of the present or of the plan.

    Takes normalized words. Empty where the sentence speaks of another time or spacewalk,
    contradicts itself, or leaves stripes unexplained.
    """
    if not CAN_MATCH.search(sentence) or OF_ANOTHER_TIME.search(sentence):
        return []
    if OF_ANOTHER_SPACEWALK.search(sentence):
        return []
    words = ASIDE.sub("", NICKNAME.sub("", sentence))
    tokens = list(TOKEN.finditer(words))
    return agreed(_Reading().suits(tokens)) if _explains_all_stripes(tokens, words) else []


def agreed(suits: Iterable[Suit]) -> list[Suit]:
    """One suit for each name; empty when two of them say different things of one person, or give
    two persons the same role or marking."""
    roles: dict[str, set[str]] = {}
    markings: dict[str, set[str]] = {}
    for suit in suits:
        roles.setdefault(suit.name, set()).update({suit.role} - {""})
        markings.setdefault(suit.name, set()).update({suit.marking} - {""})
    if not (_is_one_to_one(roles) and _is_one_to_one(markings)):
        return []
    return [
        Suit(name=name, role="".join(roles[name]), marking="".join(markings[name]))
        for name in sorted(roles)
    ]


def _is_one_to_one(said: dict[str, set[str]]) -> bool:
    every = [one for values in said.values() for one in values]
    return len(set(every)) == len(every) and all(len(values) < 2 for values in said.values())


def _explains_all_stripes(tokens: Sequence[re.Match[str]], words: str) -> bool:
    """Whether every stripe is part of a marking: "red and blue stripes" are not."""
    spans = [token.span() for token in tokens if token["mark"]]
    return all(
        any(start <= stripe.start() < end for start, end in spans)
        for stripe in STRIPES.finditer(words)
    )


@dataclass(slots=True)
class _Reading:
    """A sentence word by word. What is said of a suit is of the name before it, while only words
    of dressing and of office stand between; every other word ends that."""

    found: list[Suit] = field(default_factory=list)
    name: str = ""
    dressed: bool = False
    """Whether anything was said of `name` yet."""
    shared: bool = False
    """Two names stand before what follows, so that it is not clear whose it is."""
    waiting: list[Suit] = field(default_factory=list)
    """Said at the head of the sentence, before any name."""
    at_head: bool = True
    opens: bool = True
    """Whether a name may stand here as the one that is spoken of."""
    before: str = ""

    def suits(self, tokens: Iterable[re.Match[str]]) -> list[Suit]:
        """What all the words say, a piece each."""
        for token in tokens:
            self._take(token)
            self.before = token[0].lower()
        return self.found

    def _take(self, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "role" if self.before != "with":
                self._say(Suit(name="", role=f"EV{_number(token)}"))
            case "mark":
                self._say(Suit(name="", marking=_marking(token)))
            case "end":
                self._lose()
                self.opens = True
            case "open":
                self.opens = True
            case "office":
                pass
            case "dress":
                self.opens = False
            case "name" if self.opens and (name := family_of(token[0])):
                self._meet(name)
            case _:
                self._lose()

    def _say(self, suit: Suit) -> None:
        self.opens = True
        if self.name:
            self.found.append(Suit(name=self.name, role=suit.role, marking=suit.marking))
            self.dressed = True
        elif self.at_head:
            self.waiting.append(suit)

    def _meet(self, name: str) -> None:
        self.shared = self.shared or bool(self.name and not self.dressed)
        self.name = "" if self.shared else name
        self.dressed = self.opens = self.at_head = False
        waiting, self.waiting = self.waiting, []
        for suit in waiting:
            self._say(suit)

    def _lose(self) -> None:
        self.name = ""
        self.shared = self.opens = self.at_head = False
        self.waiting = []


def _number(token: re.Match[str]) -> str:
    return NUMBERS.get(token["number"].lower(), token["number"])


def _marking(token: re.Match[str]) -> str:
    return f"{token['stripes'].lower()} stripes" if token["stripes"] else "no stripes"
