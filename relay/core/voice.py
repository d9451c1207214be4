"""How a destination is spoken to: in which language, and with times written how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from relay.core.phrases import PHRASES

DEFAULT = "en"

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {code: phrases["language"] for code, phrases in PHRASES.items()}
)
"""What there is to choose from: ISO 639-1 code and the language's own name."""

Stamp = Callable[[datetime, str], str]
"""Writes an instant the platform's own way: as a `time` (date and time), a `date`, or `relative`
to the moment of reading."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A language and a way to write times. Equal voices say the same."""

    language: str = DEFAULT
    """One of LANGUAGES; English is spoken in place of any other."""
    stamp: Stamp | None = None
    """None writes UTC in words."""

    def say(self, phrase: str, /, **fields: str | int) -> str:
        """The words under a key of `relay.core.phrases`, the fields filled in as they are: braces
        in them stay braces. Raises KeyError for a key that no language has."""
        return PHRASES.get(self.language, PHRASES[DEFAULT])[phrase].format(**fields)

    @property
    def in_words(self) -> "Voice":
        """The same language with times in words."""
        return Voice(self.language)


ENGLISH = Voice()


def said(voice: Voice, label: str) -> str:
    """What stands on a button or before a text, by its name after `label.` in
    `relay.core.phrases`. Raises KeyError for one that no language has."""
    return voice.say(f"label.{label}")
