"""Dataclasses of the core as JSON and back: compact, stable, and open to fields of the future."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from relay.core.event import Event
from relay.core.observation import Observation
from relay.errors import StoreError
from relay.plugins import Destination

T = TypeVar("T")

_ALWAYS = (
    *("seq", "type", "spacewalk", "time"),
    *("milestone", "occurred_at", "standing", "revision"),
)
_DURATION = TypeAdapter(timedelta)


class Codec(Generic[T]):
    """Writes and reads one kind of dataclass. Fields at their default are left out."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = TypeAdapter(kind)

    def encode(self, value: T) -> str:
        """Equal values give equal text. A datetime without zone is a ValueError."""
        plain = self._adapter.dump_python(value, exclude_defaults=True)
        text = json.dumps(plain, default=_plain, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace").decode()

    def decode(self, text: str) -> T:
        """Unknown fields are passed over. Raises StoreError for what this version cannot read."""
        try:
            value: T = _in_utc(self._adapter.validate_json(text))
        except ValidationError as problem:
            first = problem.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise StoreError(
                f"an entry of the database cannot be read ({where}: {first['msg']}): it was "
                f"written by a newer version of the relay; install that version again"
            ) from problem
        except (ValueError, OverflowError) as problem:
            raise StoreError(f"an entry of the database cannot be read: {problem}") from problem
        return value


def _plain(value: object) -> object:
    match value:
        case datetime() if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case timedelta():
            return _DURATION.dump_python(value, mode="json")
        case frozenset():
            return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _in_utc(value: Any) -> Any:
    """With `datetime.UTC` as zone everywhere: pydantic's own zone class prints differently."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        return value.astimezone(UTC)
    if isinstance(value, tuple):
        return tuple(_in_utc(part) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {field.name: getattr(value, field.name) for field in fields(value)}
    changed = {name: _in_utc(part) for name, part in parts.items()}
    return replace(value, **{n: part for n, part in changed.items() if part is not parts[n]})


EVENTS = Codec(Event)
OBSERVATIONS = Codec(Observation)
DESTINATIONS = Codec(Destination)


def as_json(codec: Codec[T], value: T) -> dict[str, Any]:
    """The JSON object of a value, its defaults left out."""
    found: dict[str, Any] = json.loads(codec.encode(value))
    return found


def event_json(event: Event) -> dict[str, Any]:
    """An event for programs: what every event has comes first, null where it does not apply."""
    known = as_json(EVENTS, event)
    first: dict[str, Any] = dict.fromkeys(_ALWAYS) | {"seq": event.seq, "revision": event.revision}
    return {**first, **known}
