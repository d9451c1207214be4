"""Reads config.toml and the environment into settings, and tells every mistake in them at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from relay.errors import ConfigError
from relay.given import Given, read
from relay.mistakes import Mistake, in_words
from relay.plugins import Destination, Settings, find_bots, find_sources
from relay.settings import (
    CONSOLE,
    JournalSection,
    RelaySection,
    RemindersSection,
    Shape,
    shape,
)
from relay.video.section import VideoSection
from relay.web.section import WebSection

DEFAULT = Path("config.toml")
"""Read when no file is named; it may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What the relay is to do, complete and checked."""

    relay: RelaySection
    journal: JournalSection
    reminders: RemindersSection
    web: WebSection
    video: VideoSection
    sources: Mapping[str, Settings]
    """The settings of every source by its name, but of those whose `enabled` is false."""
    bots: Mapping[str, Settings]
    """The settings of every bot that has a section or a destination, by its name."""
    destinations: tuple[Destination, ...]


def load(path: Path | None, environ: Mapping[str, str]) -> Configuration:
    """The configuration in that file, or in `config.toml` here, overridden by the environment.

    Without a file every key has its default. Secrets are taken from the environment alone, and an
    empty variable counts as not set. Raises ConfigError with all mistakes, one a line, each with
    its key.
    """
    bots = find_bots()
    model = shape(find_sources(), bots)
    given = read(path or DEFAULT, needed=path is not None)
    given.refuse_secrets(model)
    given.override(environ, model)
    _refuse_twins(given)
    _give_sections_to_bots(given.data, bots)
    settings = _validated(model, given)
    if given.wrong or settings is None:
        told = "\n".join(given.told(mistake) for mistake in given.wrong)
        raise ConfigError(f"these settings cannot be used ({path or DEFAULT}):\n{told}")
    return _configuration(settings)


def json_schema() -> dict[str, Any]:
    """The JSON schema of config.toml with the installed plugins, for editors.

    Secrets are left out: they do not stand in the file.
    """
    schema = shape(find_sources(), find_bots()).model_json_schema()
    for table in (schema, *schema["$defs"].values()):
        keys = table["properties"]
        table["properties"] = {n: key for n, key in keys.items() if "writeOnly" not in str(key)}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _destinations(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    places = data.get("destinations", [{"platform": CONSOLE.platform}])
    return [p for p in places if isinstance(p, dict)] if isinstance(places, list) else []


def _refuse_twins(given: Given) -> None:
    """Two destinations of one id would share one memory of what was told."""
    first: dict[object, int] = {}
    for index, place in enumerate(_destinations(given.data)):
        name = str(place.get("id", index))
        if first.setdefault(name, index) != index:
            says = (
                f"destinations[{first[name]}] has the id {name!r} already; give it one of its own"
            )
            given.wrong.append(Mistake(("destinations", index, "id"), says))


def _give_sections_to_bots(data: dict[str, Any], bots: Mapping[str, Any]) -> None:
    """A bot that a destination names needs its settings, even when all of them are defaults."""
    sections = data.setdefault("bots", {})
    named = {str(place.get("platform")) for place in _destinations(data)}
    if isinstance(sections, dict):
        for name in named & set(bots):
            sections.setdefault(name, {})


def _validated(model: type[Shape], given: Given) -> Shape | None:
    try:
        settings = model.model_validate(given.data)
    except ValidationError as problem:
        for error in problem.errors(include_url=False):
            shown = given.variable(error["loc"]) is None
            given.wrong.append(in_words(error, model, shown=shown))
        return None
    for index, place in enumerate(settings.destinations):
        if not set(settings.reminders.lead_times).issuperset(place.lead_times):
            says = "asks for reminders that nobody makes; add them to reminders.lead_times"
            given.wrong.append(Mistake(("destinations", index, "lead_times"), says))
    return settings


def _configuration(settings: Shape) -> Configuration:
    sources, bots = dict(settings.sources), dict(settings.bots)
    return Configuration(
        relay=settings.relay,
        journal=settings.journal,
        reminders=settings.reminders,
        web=settings.web,
        video=settings.video,
        sources={name: of for name, of in sources.items() if getattr(of, "enabled", True)},
        bots={name: of for name, of in bots.items() if of is not None},
        destinations=tuple(place.destination() for place in settings.destinations),
    )
