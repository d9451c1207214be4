"""What is told of the live picture: that it is lost or back, what was taken of it and said."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from relay.core import wording
from relay.core.event import Event, EventType
from relay.core.media import Caption, Media, MediaKind
from relay.core.planning import Words
from relay.core.standing import Spacewalk
from relay.core.text import plain
from relay.core.voice import ENGLISH, Voice

STATE = "picture-state"
"""One key for all that becomes of the picture: its message changes, and no alert is repeated."""
LOOKS = frozenset({"black", "frozen", "slate"})
NOTE, NAME, CREDIT, CAPTION = 500, 200, 80, 200

_TITLES = {
    EventType.STREAM_LOST: "lost",
    EventType.STREAM_LIVE: "back",
    EventType.STREAM_CHANGED: "changed",
}


def state(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    """The picture is lost, back, or that of another stream."""
    what = voice.say(_TITLES[event.type])
    title = voice.say("title", what=what, name=wording.name(walk, voice))
    lost = event.type is EventType.STREAM_LOST
    stream = plain(event.stream.title or event.stream.url, NAME) if event.stream else ""
    since = wording.clock_time(event.occurred_at or event.time, voice=voice)
    parts = [
        voice.say("lost.since" if lost else "back.since", time=since),
        voice.say("lost.stream" if lost else "back.stream", stream=stream) if stream else "",
        plain(event.note, NOTE),
        voice.say("lost.trying") if lost else "",
    ]
    return "stream_lost", STATE, title, wording.sentences(parts)


def picture(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    """A picture, of a milestone where the event names one."""
    assert event.media is not None
    media = event.media
    return "picture", f"picture/{media.name}", _title(event, walk, voice), caption(media, voice)


def clip(event: Event, walk: Spacewalk, voice: Voice) -> Words:
    """A clip around a milestone, or the whole spacewalk in little time."""
    assert event.media is not None
    media = event.media
    kind = media.kind.value
    return kind, f"{kind}/{media.name}", _title(event, walk, voice), caption(media, voice)


def _title(event: Event, walk: Spacewalk, voice: Voice) -> str:
    assert event.media is not None
    kind = event.media.kind
    what = voice.say(f"media.{kind}")
    if event.milestone is not None and kind is not MediaKind.HYPERLAPSE:
        what = voice.say(f"media.{kind}.of", what=wording.title(event.milestone, voice))
    return voice.say("title", what=what, name=wording.name(walk, voice))


def caption(media: Media, voice: Voice = ENGLISH) -> str:
    """What stands below a file of the gallery: when it was taken, how long it is, whose it is."""
    if media.kind is MediaKind.PICTURE:
        return taken(media.at, voice, credit=media.credit, look=media.look)
    return cut(media.at, media.length, voice, credit=media.credit)


def taken(
    at: datetime,
    voice: Voice = ENGLISH,
    *,
    exact: bool = True,
    age: timedelta | None = None,
    credit: str = "",
    look: str = "",
) -> str:
    """What stands below a picture. It is about `at` where the stream has no clock of its own."""
    when = wording.clock_time(_whole(at), voice=voice)
    parts = [
        voice.say("taken" if exact else "taken.about", time=when),
        voice.say("taken.age", length=wording.short_length(age, voice)) if age is not None else "",
        _credit(credit, voice),
        voice.say(f"look.{look}") if look in LOOKS else "",
    ]
    return wording.sentences(parts)


def cut(
    at: datetime,
    length: timedelta | None,
    voice: Voice = ENGLISH,
    *,
    credit: str = "",
    reencoded: bool = False,
) -> str:
    """What stands below a clip."""
    lasts = wording.short_length(length, voice) if length is not None else ""
    parts = [
        voice.say("cut", time=wording.clock_time(_whole(at), voice=voice)),
        voice.say("cut.length", length=lasts) if lasts else "",
        _credit(credit, voice),
        voice.say("cut.smaller") if reencoded else "",
    ]
    return wording.sentences(parts)


def said(found: Sequence[Caption], voice: Voice = ENGLISH) -> str:
    """What captions are worth, and then each with its time, one a line. Nothing in it is markup but
    the voice's stamps."""
    if not found:
        return voice.say("said.none")
    lines = [
        voice.say(
            "said.line",
            time=wording.clock_time(_whole(one.at), voice=voice),
            words=plain(one.text, CAPTION),
        )
        for one in found
    ]
    return "\n".join([voice.say("said.guess"), *lines])


def _credit(credit: str, voice: Voice) -> str:
    who = plain(credit, CREDIT)
    return voice.say("credit", who=who) if who else ""


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
