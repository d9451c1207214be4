"""Which spacewalk an entry of Launch Library means, and whether it is one of the station at all."""

import re
from datetime import datetime

from relay.core.naming import family_name, segment_and_number
from relay.core.spacewalk import Identity, Segment
from relay.sources.fields import Fields, fields, number, objects, text

_STATION = re.compile(r"\bISS\b|International Space Station", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"shenzhou|tiangong|tianhe|wentian|mengtian|\bCSS\b|polaris|artemis|lunar|moon", re.IGNORECASE
)
_QUEST = re.compile(r"\bQuest\b")
_POISK = re.compile(r"\b(?:Poisk|Pirs|Rassvet|Orlan)\b")
_ROSCOSMOS = re.compile(r"roscosmos|russian|\bRFSA\b|\bRSA\b", re.IGNORECASE)


def on_station(entry: Fields) -> bool:
    """Whether it takes place at the International Space Station, as far as the entry tells."""
    stations = [*objects(entry.get("spacestations")), fields(entry.get("spacestation"))]
    names = [text(station.get("name")) for station in stations]
    for said in (" ".join(names).strip(), text(entry.get("location"))):
        if said:
            return bool(_STATION.search(said))
    return not _ELSEWHERE.search(text(entry.get("name")))


def identity(
    names: list[str],
    *,
    near: datetime | None,
    people: list[Fields],
    agencies: list[Fields],
    description: str = "",
    event: object = None,
) -> Identity:
    """Whom and what the entry names. The segment comes from a name first, then from the airlock
    that the description names, then from the agencies when all of them are of one side."""
    named = [segment_and_number(name) for name in names]
    segment = next((found for found, _ in named if found), None)
    event_id = number(event)
    return Identity(
        segment=segment or _by_airlock(description) or _by_agencies(agencies),
        number=next((found for _, found in named if found), None),
        near=near,
        crew=frozenset(filter(None, (family_name(text(who.get("name"), 100)) for who in people))),
        reference=None if event_id is None else f"launch_library:{event_id}",
    )


def _by_airlock(description: str) -> Segment | None:
    us, russian = bool(_QUEST.search(description)), bool(_POISK.search(description))
    if us == russian:
        return None
    return Segment.US if us else Segment.RUSSIAN


def _by_agencies(agencies: list[Fields]) -> Segment | None:
    names = [f"{text(agency.get('name'))} {text(agency.get('abbrev'))}" for agency in agencies]
    russian = {bool(_ROSCOSMOS.search(name)) for name in names if name.strip()}
    if len(russian) != 1:
        return None
    return Segment.RUSSIAN if russian.pop() else Segment.US
