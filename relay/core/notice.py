"""An event in words, the same for every platform."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.core import marks, wording
from relay.core.event import Event, EventType
from relay.core.media import Media, MediaKind
from relay.core.milestone import Milestone, Standing
from relay.core.news import WORDS
from relay.core.standing import Spacewalk
from relay.core.voice import ENGLISH, Voice

KINDS: frozenset[str] = frozenset(
    {"announced", "rescheduled", "reminder", "stream", "hint", "summary"}
    | {"picture", "clip", "hyperlapse", "stream_lost"}
    | {m.value for m in Milestone}
)
"""What a destination can ask for."""

ON_REQUEST = frozenset({"hint", "picture", "clip", "stream_lost"})
"""Told only to destinations that name it, not to those that want all."""

STALE = timedelta(hours=6)
"""A fact that is this old when it is first learnt goes on the board and is not told as news."""

_FIRST = frozenset({1, marks.FIRST})
"""Revisions under which something is told for the first time: to everyone, to one community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What to tell. `key` with `revision` names it for ever: the same key again is an edit."""

    key: str
    revision: int
    kind: str
    """One of KINDS."""
    title: str
    text: str
    """Plain text: nothing in it is markup but the voice's stamps, and every platform escapes the
    rest its own way."""
    address: str
    """Where to read or watch, http(s), or empty."""
    time: datetime
    """When the relay knew."""
    event: Event

    @property
    def media(self) -> Media | None:
        """The picture or clip that it is about; its file is the relay's `Footage.file`."""
        return self.event.media

    @property
    def correction(self) -> bool:
        """Whether it says that something told before was wrong."""
        again = self.kind == "summary" and self.revision not in _FIRST
        return again or self.event.standing is Standing.CORRECTED


def notice(event: Event, walk: Spacewalk | None, voice: Voice = ENGLISH) -> Notice | None:
    """The words for an event of this spacewalk, or None for what only the board has to know."""
    words = WORDS.get(event.type)
    if walk is None or words is None or _is_old_news(event):
        return None
    seen = walk.seen_by(event.scope) if event.scope else walk
    kind, key, title, text = words(event, seen, voice)
    return Notice(
        key=f"{event.origin or event.spacewalk}/{key}",
        revision=event.revision,
        kind=kind,
        title=title,
        text=text,
        address=_address(event, walk),
        time=event.time,
        event=event,
    )


def _is_old_news(event: Event) -> bool:
    about = event.occurred_at or event.said_at or event.time
    if event.type is EventType.SPACEWALK_ANNOUNCED:
        return event.plan is None or (event.plan.start or about) < event.time
    if event.summary:
        about = event.summary.end
    if event.media:
        # That of a whole spacewalk begins hours before it can be made.
        whole = event.media.kind is MediaKind.HYPERLAPSE
        about = event.time if whole else event.media.at
    return event.revision in _FIRST and event.time - about > STALE


def _address(event: Event, walk: Spacewalk) -> str:
    watch = event.stream.url if event.stream else ""
    if event.type in (EventType.SPACEWALK_ANNOUNCED, EventType.REMINDER_DUE) and walk.streams:
        watch = walk.streams[0].url
    return wording.web_address(watch or event.address)
