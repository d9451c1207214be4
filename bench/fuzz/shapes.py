"""Documents of every source that are right but for what the draws put in them."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from bench.fuzz.draws import DAY, Draws
from bench.fuzz.posts import rest, rss
from relay.core.milestone import Milestone
from relay.testing.airlock import update
from relay.testing.documents import (
    library,
    library_event,
    library_spacewalk,
    scheduled_videos,
)

NAMES = (
    *("US EVA 95", "U.S. Spacewalk #95", "Russian EVA 49", "VKD-45A", "Spacewalk", "EVA"),
    *("ISS Expedition 65 EVA 7", "US EVA 96 (cancelled)", "US and Russian spacewalk", "US EVA 095"),
    *("Shenzhou-23 EVA", "Spacewalk news conference", "US spacewalk 90:15", "Роскосмос ВКД-63"),
)
PEOPLE = (
    "Oleg Novitskiy",
    "Pyotr Dubrov",
    "Mark T. Vande Hei",
    "Family, Given",
    "Jr.",
    "油井亀美也",
)
COMMENTS = (
    *("EVA has begun at 12:35 UTC.", "Spacewalk concluded at 1835Z.", "EVA 95 scrubbed."),
    *("Spacewalk postponed by two days.", "EVA postponed indefinitely.", "EVA over at 00:01 GMT"),
    *("Hatch opened.", "EVA-95 (US) did not proceed.", "Spacewalk underway at 12:35 UTC, early."),
)
SPOKEN = (
    *("THE HATCH IS NOW OPEN.", "THE HATCH WAS OPENED AT 8:41", "A.M. EASTERN", ">> HATCH OPEN."),
    *("DEPRESSURIZATION HAS BEGUN", "THE SPACEWALK IS OFFICIALLY UNDERWAY", "25:61 P.M. CENTRAL"),
    *("THE SPACEWALK IS OVER", "HALFWAY", "TODAY'S SPACEWALK HAS BEEN SCRUBBED.", "A SIMULATION"),
)
PRECISIONS = ("Minute", "Second", "Hour", "Day", "Month", "Year", "Quarter 1", "")
ITEMS = ("AIRLOCK000049", "AIRLOCK000049", "AIRLOCK000048", "USLAB000058", "TIME_000001")
WALKS = ("us-eva-95", "rs-eva-49", "us-2026-08-06", "eva-2026-08-06", "us-9999-12-31", None)


def launch_library(draws: Draws) -> str:
    """A page of events or of spacewalks."""
    if draws.below(2):
        entries = [library_spacewalk(_walk(draws)) for _ in range(1 + draws.below(3))]
    else:
        entries = [library_event(_event(draws)) for _ in range(1 + draws.below(3))]
    return damaged(json.loads(library(entries)), draws)


def _event(draws: Draws) -> Mapping[str, Any]:
    return {
        "id": draws.below(4),
        "name": draws.pick(NAMES),
        "date": draws.moment(),
        "precision": draws.pick(PRECISIONS),
        "duration": draws.pick(("PT6H30M", None, "P1D")),
        "description": draws.pick(("", "The spacewalk was scrubbed.", "From the Quest airlock.")),
        "webcast_live": bool(draws.below(2)),
        "video": draws.pick(("https://a.example/1", None)),
        "crew": [draws.pick(PEOPLE) for _ in range(draws.below(4))],
        "agencies": [draws.pick(("NASA", "Roscosmos"))],
        "updates": [
            {"comment": draws.pick(COMMENTS), "created_on": draws.moment()}
            for _ in range(draws.below(4))
        ],
    }


def _walk(draws: Draws) -> Mapping[str, Any]:
    return {
        "id": draws.below(4),
        "name": draws.pick(NAMES),
        "start": draws.moment() if draws.below(4) else None,
        "end": draws.moment() if draws.below(4) else None,
        "duration": draws.pick(("PT6H30M", None, "PT5M")),
        "crew": [draws.pick(PEOPLE) for _ in range(draws.below(4))],
        "event": draws.below(4),
    }


def nasa_plus(draws: Draws) -> str:
    """The list of scheduled videos, or that of the channels."""
    if not draws.below(4):
        channel = {"title": draws.pick(NAMES), "live-stream-link": "https://a.example/24.m3u8"}
        return damaged([channel], draws)
    videos = [
        {
            "id": draws.below(4),
            "slug": "a",
            "title": draws.pick(NAMES),
            "first": draws.moment() if draws.below(4) else None,
            "end": draws.moment() if draws.below(4) else None,
            "url": draws.pick(("https://a.example/a.m3u8", "")),
        }
        for _ in range(1 + draws.below(3))
    ]
    return damaged(json.loads(scheduled_videos(videos)), draws)


def moderator(draws: Draws) -> str:
    """A statement of a moderator."""
    statement = {
        "by": draws.pick(PEOPLE),
        "milestone": draws.pick(list(Milestone)),
        "time": f"{draws.moment():%Y-%m-%dT%H:%M:%SZ}" if draws.below(3) else None,
        "note": draws.pick(COMMENTS),
        "spacewalk": draws.pick(WALKS),
        "retract": not draws.below(4),
    }
    return damaged(statement, draws)


def telemetry(draws: Draws) -> str:
    """Updates of one item after another, up to a hatch that opens; and that the signal is lost."""
    at, lines = DAY + timedelta(minutes=draws.below(3000)), []
    for _ in range(1 + draws.below(10)):
        at += timedelta(seconds=draws.pick((0, 1, 3, 30, 7300)))
        item, torr = draws.pick(ITEMS), draws.pick(("742", "300", "20.3", "9.1", "3.8", "1.9", "1"))
        fields = json.loads(update(item, at, torr, **{"Status.Class": "24"}).text)
        lines.append(damaged(fields, draws))
        if not draws.below(8):
            lines.append(json.dumps({"signal": draws.pick(("lost", "back", ""))}))
    return "\n".join(lines)


def captions(draws: Draws) -> str:
    """Lines that are said one after the other."""
    at, lines = DAY + timedelta(minutes=draws.below(3000)), []
    for _ in range(1 + draws.below(6)):
        at += timedelta(seconds=draws.pick((0, 1, 3, 20, 2000)))
        said = {"time": f"{at:%Y-%m-%dT%H:%M:%SZ}", "text": draws.pick(SPOKEN)}
        lines.append(damaged(said, draws))
    return "\n".join(lines)


def damaged(document: Any, draws: Draws) -> str:
    """The document as JSON, with up to three values replaced."""
    for _ in range(draws.below(4)):
        places = list(_places(document))
        if places:
            holder, key = places[draws.below(min(len(places), 65536))]
            holder[key] = draws.value()
    return json.dumps(document, ensure_ascii=bool(draws.below(2)))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, (dict, list)):
            yield from _places(inner)


SHAPES: Mapping[str, tuple[Callable[[Draws], str], ...]] = {
    "launch_library": (launch_library,),
    "nasa_plus": (nasa_plus,),
    "captions": (captions,),
    "moderator": (moderator,),
    "iss_telemetry": (telemetry,),
    "station_blog": (rss, rest),
}
"""How to make the documents of each source."""
