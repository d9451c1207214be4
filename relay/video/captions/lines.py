"""A line that is being written."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_SENTENCE = re.compile(r"[.?!][\"”’')]?\s*$")
_SHORT = re.compile(r"\b(?:[A-Z]|[A-Z](?:\.[A-Z])+|DR|MR|MRS|MS|ST|NO|VS)\.\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """What stands in it so far; a line that holds nothing but blanks has not begun."""

    text: str = ""
    since: datetime | None = None
    """When its first character came."""
    added: datetime | None = None
    """When the latest one came."""

    def add(self, char: str, at: datetime) -> None:
        """Write one character."""
        if self.since is None and not char.strip():
            return
        self.since = self.since or at
        self.added = at
        self.text += char

    def erase_one(self) -> None:
        """Take the last character back."""
        self.text = self.text[:-1]
        if not self.text:
            self.since = None

    def quiet_since(self, at: datetime, span: timedelta) -> bool:
        """Whether it has begun, and nothing was added for that long."""
        return self.since is not None and self.added is not None and at - self.added >= span


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with it: not with "a.m." or "U.S."."""
    return bool(_SENTENCE.search(text)) and not _SHORT.search(text)
