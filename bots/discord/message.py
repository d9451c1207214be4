"""A notice and a card as Discord takes them: within its limits, and pinging whom they should."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bots.discord.escape import escaped
from bots.discord.ids import REMIND, TIMELINE, custom_id
from bots.discord.kept import Kept
from relay.core import filmed
from relay.core.card import Card, Line, Phase
from relay.core.media import Media
from relay.core.milestone import Standing
from relay.core.notice import Notice
from relay.core.text import plain
from relay.core.voice import Voice, said
from relay.plugins import Destination

Json = dict[str, Any]

TITLE, TEXT, FIELD, URL, BUTTON_URL = 256, 3_000, 1_024, 2_000, 512
STATE, FACTS, FACT_NAME, FACT, HINT = 500, 12, 60, 250, 300
"""Of a card: with its title and its milestones at most 6,000 characters, as Discord wants it."""
ALERTS_KEPT = 100
NAME = 100
"""Of a thread or a calendar entry."""
SNOWFLAKE = re.compile(r"[0-9]{15,20}", re.ASCII)
_ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.ASCII)
NOTHING_PINGS: Json = {"parse": []}

COLOURS: Mapping[Phase, int] = {
    Phase.PLANNED: 0x5B7FA6,
    Phase.PREPARING: 0xE0A030,
    Phase.UNDERWAY: 0x2E9E5B,
    Phase.OVER: 0x6B7280,
    Phase.CALLED_OFF: 0xB4453C,
}
FIRM, DOUBTFUL, PLAIN_NEWS = 0x2E9E5B, 0xE0A030, 0x5B7FA6
STYLES = {"time": "f", "date": "D", "relative": "R"}


def stamp(moment: datetime, style: str) -> str:
    """Discord shows it to every reader in their own zone."""
    return f"<t:{int(moment.timestamp())}:{STYLES[style]}>"


class Alerts:
    """What is posted for a notice, made once for all who are told the same in the same way."""

    def __init__(self) -> None:
        self._made = Kept[tuple[int, str, str], tuple[Notice, Json]](ALERTS_KEPT)

    def of(self, destination: Destination, notice: Notice) -> Json:
        """Not to be changed by who gets it."""
        same = (id(notice), destination.language, role_for(destination, notice.kind))
        # The notice is kept with it, so its id is nobody else's.
        if same not in self._made:
            self._made[same] = (notice, alert(destination, notice))
        return self._made[same][1]


def alert(destination: Destination, notice: Notice) -> Json:
    """What is posted for a notice, and put in its place by an edit."""
    title = notice.title
    if notice.correction:
        title = f"{said(Voice(destination.language), 'correction')}: {title}"
    embed: Json = {
        "title": escaped(title, TITLE),
        "description": escaped(notice.text, TEXT),
        "color": _colour(notice),
        "timestamp": written(notice.time),
    }
    if address := link(notice.address):
        embed["url"] = address
    role = role_for(destination, notice.kind)
    return {
        "content": f"<@&{role}>" if role else "",
        "embeds": [embed],
        "allowed_mentions": {"parse": [], "roles": [role]} if role else NOTHING_PINGS,
    }


def role_for(destination: Destination, kind: str) -> str:
    """The role that this server wants called for that kind, or none."""
    role = destination.options.get(f"role.{kind}", "")
    return role if SNOWFLAKE.fullmatch(role) else ""


def card_message(destination: Destination, card: Card, *, pictured: bool = False) -> Json:
    """The card with its buttons; `pictured` when its picture is sent with it."""
    picture = card.picture if pictured else None
    embed: Json = {
        "title": escaped(card.title, TITLE),
        "description": escaped(card.state, STATE),
        "color": COLOURS[card.phase],
        "fields": [_field(name, text, inline=True) for name, text in card.facts[:FACTS]],
    }
    if card.lines:
        label = said(Voice(destination.language), "milestones")
        embed["fields"].append(_field(label, "", inline=False) | {"value": _lines(card.lines)})
    if picture:
        embed["image"] = image(picture)
    if foot := _foot(destination, card.hint, picture):
        embed["footer"] = {"text": foot}
    if watch := link(card.watch):
        embed["url"] = watch
    return {
        "content": "",
        "embeds": [embed],
        "components": [{"type": 1, "components": _buttons(destination, card)}],
        "allowed_mentions": NOTHING_PINGS,
    }


def image(picture: Media) -> Json:
    """How an embed names a file of its own message."""
    return {"url": f"attachment://{picture.name}"}


def _foot(destination: Destination, hint: str, picture: Media | None) -> str:
    """A footer shows no stamps, so the picture's time is in words."""
    below = filmed.caption(picture, Voice(destination.language)) if picture else ""
    return " · ".join(plain(words, HINT) for words in (hint, below) if words)


def _buttons(destination: Destination, card: Card) -> list[Json]:
    voice = Voice(destination.language)
    buttons: list[Json] = []
    if card.phase in (Phase.PLANNED, Phase.PREPARING):
        buttons.append(_button(said(voice, "button_remind"), custom_id(REMIND, card.key)))
    buttons.append(_button(said(voice, "button_timeline"), custom_id(TIMELINE, card.key)))
    if (watch := link(card.watch)) and len(watch) <= BUTTON_URL:
        label = said(voice, "button_live" if card.live else "button_watch")
        buttons.append({"type": 2, "style": 5, "label": label[:80], "url": watch})
    return buttons


def _button(label: str, identity: str) -> Json:
    return {"type": 2, "style": 2, "label": label[:80], "custom_id": identity}


def _field(name: str, text: str, *, inline: bool) -> Json:
    value = escaped(text, FACT) or "–"
    return {"name": plain(name, FACT_NAME) or "–", "value": value, "inline": inline}


def _lines(lines: tuple[Line, ...]) -> str:
    """As many of the newest as fit."""
    shown: list[str] = []
    room = FIELD
    for line in reversed(lines):
        note = f": {escaped(line.note, 120)}" if line.note else ""
        standing = f" ({escaped(line.standing, 120)})" if line.standing else ""
        words = f"{escaped(line.at, 60)} {escaped(line.title, 120)}{note}{standing}".strip()
        room -= len(words) + 1
        if room < 0:
            break
        shown.append(words)
    return "\n".join(reversed(shown)) or "–"


def _colour(notice: Notice) -> int:
    if notice.event.milestone is None or notice.media is not None:
        return PLAIN_NEWS
    if notice.event.standing is Standing.RETRACTED:
        return COLOURS[Phase.CALLED_OFF]
    return FIRM if notice.event.firm else DOUBTFUL


def link(address: str) -> str:
    """An address that Discord takes, or nothing."""
    return address if len(address) <= URL and _ADDRESS.fullmatch(address) else ""


def written(moment: datetime) -> str:
    """ISO 8601, as the API writes it."""
    return moment.astimezone(UTC).isoformat()
