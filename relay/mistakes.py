"""Puts what is wrong with a configuration into words: which key, where it stands, what to write."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from inspect import isclass
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

PREFIX = "SPACEWALK_RELAY__"
"""`SPACEWALK_RELAY__JOURNAL__KEEP_DAYS` is the key `keep_days` of `[journal]`."""
KeyPath = tuple[str | int, ...]
"""A key's way from the top: `("sources", "launch_library", "interval_seconds")`."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to put right."""

    path: KeyPath
    says: str


def keyed(path: KeyPath) -> str:
    """A path as it is printed: `destinations[0].kinds[1]`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def variable_of(path: KeyPath) -> str:
    """The environment variable that stands for the key at that path."""
    return PREFIX + "__".join(str(step) for step in path).upper()


def is_secret(key: FieldInfo) -> bool:
    """Whether a key may only come from the environment."""
    return SecretStr in (key.annotation, *get_args(key.annotation))


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a table, as they are written."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation names, in containers and unions too."""
    if isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)


def model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model of the table at that path; None where there is no table."""
    for step in path:
        if isinstance(step, str):
            field = keys_of(model).get(step)
            found = next(models_in(field.annotation), None) if field else None
            if found is None:
                return None
            model = found
    return model


def in_words(error: ErrorDetails, model: type[BaseModel], *, shown: bool) -> Mistake:
    """One error of pydantic in words for the operator.

    `shown` says whether the value may be repeated: one from the environment may be a secret.
    """
    given = f", not {_short(error['input'])}" if shown else ""
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            says = _unknown_key(error["loc"], model)
        case "missing":
            says = _missing(error["loc"], model)
        case "literal_error":
            says = _unknown_word(error["input"], context["expected"], given)
        case "value_error":
            says = f"{context['error']}{given}"
        case "model_type" | "model_attributes_type":
            says = f"must be a table of keys{given}"
        case "tuple_type" | "list_type":
            says = f'must be a list, like ["a", "b"]{given}'
        case _:
            says = error["msg"].replace("Input should", "must") + given
    return Mistake(error["loc"], says)


def _missing(path: KeyPath, model: type[BaseModel]) -> str:
    table = model_at(model, path[:-1])
    if table and is_secret(keys_of(table)[str(path[-1])]):
        return f"is missing; set {variable_of(path)} in the environment"
    return "is missing; write this key"


def _unknown_key(path: KeyPath, model: type[BaseModel]) -> str:
    table = model_at(model, path[:-1])
    what = {"sources": "source", "bots": "bot"}.get(keyed(path[:-1]))
    says = f"no such {what} is installed" if what else "unknown key"
    return says + _instead(str(path[-1]), list(keys_of(table)) if table else [])


def _unknown_word(word: object, expected: str, given: str) -> str:
    known = re.findall(r"'([^']*)'", expected)
    return "must be one of the known words" + given + _instead(str(word), known)


def _instead(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word.lower(), known, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known here: {', '.join(known)}" if known else ""


def _short(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # A whole number of more digits than Python prints.
        return "a number this long"
    return text if len(text) <= 60 else text[:59] + "…"


def line_numbers(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of each table and key of a TOML text that is written in the plain way.

    Keys inside inline tables and texts of several lines are left out or, at worst, misread:
    the line only helps to find a key that the message names anyway.
    """
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.\-\s\"']+?)\s*\]", line):
            table = _dotted(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            elif table[:1] in counts:
                table = (*table[:1], counts[table[:1]], *table[1:])
            found.setdefault(table, number)
        elif key := re.match(r"\s*([\w.\-\"']+)\s*=", line):
            found.setdefault((*table, *_dotted(key[1])), number)
    return found


def _dotted(name: str) -> KeyPath:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
