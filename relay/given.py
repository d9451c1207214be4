"""What the operator wrote, in the file and in the environment, and where each key stands."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr

from relay.errors import ConfigError
from relay.mistakes import (
    PREFIX,
    KeyPath,
    Mistake,
    is_secret,
    keyed,
    keys_of,
    line_numbers,
    model_at,
    models_in,
    variable_of,
)

_T = TypeVar("_T")


@dataclass(slots=True)
class Given:
    """What was written, where, and what is known to be wrong with it."""

    data: dict[str, Any]
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    variables: dict[KeyPath, str] = field(default_factory=dict)
    wrong: list[Mistake] = field(default_factory=list)

    def refuse_secrets(self, model: type[BaseModel]) -> None:
        """Take every secret out of the data of the file and note it as a mistake."""
        self._refuse_secrets(self.data, model, ())

    def override(self, environ: Mapping[str, str], model: type[BaseModel]) -> None:
        """Lay the environment over the file; an empty variable counts as not set."""
        for name in sorted(environ):
            if name.startswith(PREFIX) and environ[name]:
                path = tuple(name.removeprefix(PREFIX).lower().split("__"))
                self.variables[path] = name
                self._set(path, _value(environ[name], path, model))

    def variable(self, path: KeyPath) -> str | None:
        """The environment variable that gave the value at that path, or a part of it, if any."""
        parts = (name for at, name in self.variables.items() if at[: len(path)] == path)
        return _nearest(self.variables, path) or next(parts, None)

    def told(self, mistake: Mistake) -> str:
        """A mistake as it is printed, with the place where it can be put right."""
        place, line = self.variable(mistake.path), _nearest(self.lines, mistake.path)
        if place is None and line is not None:
            place = f"line {line}"
        return f"{keyed(mistake.path)}: {mistake.says}" + (f" ({place})" if place else "")

    def _refuse_secrets(self, table: Any, model: type[BaseModel], path: KeyPath) -> None:
        for name, key in keys_of(model).items() if isinstance(table, dict) else ():
            if name not in table:
                continue
            if is_secret(key):
                del table[name]
                self.wrong.append(Mistake((*path, name), _moved(variable_of((*path, name)))))
            for inner in models_in(key.annotation):
                self._refuse_secrets(table.get(name), inner, (*path, name))

    def _set(self, path: tuple[str, ...], value: object) -> None:
        table = self.data
        for depth, name in enumerate(path[:-1], start=1):
            table = table.setdefault(name, {})
            if not isinstance(table, dict):
                self.wrong.append(Mistake(path, f"{keyed(path[:depth])} has no keys below it"))
                return
        table[path[-1]] = value


def read(path: Path, *, needed: bool) -> Given:
    """What stands in that file; nothing when it is missing and not needed.

    Raises ConfigError when it cannot be read or is not TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return Given(tomllib.loads(text), line_numbers(text))
    except FileNotFoundError:
        if not needed:
            return Given({})
        raise ConfigError(f"there is no file {path}; name one that exists, or none") from None
    except OSError as problem:
        raise ConfigError(f"{path} cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise ConfigError(f"{path} is not UTF-8 text: save it as UTF-8 ({problem})") from problem
    except (ValueError, RecursionError) as problem:
        raise ConfigError(f"{path} is not TOML: {problem}; mend that line") from problem


def _value(text: str, path: tuple[str, ...], model: type[BaseModel]) -> object:
    """The value that a variable stands for: JSON where the key is a list or a table."""
    table = model_at(model, path[:-1])
    key = keys_of(table).get(path[-1]) if table else None
    if key is None or _is_text(key.annotation):
        return text
    try:
        return json.loads(text) if text[0] in "[{" else text
    except json.JSONDecodeError:
        return text


def _is_text(annotation: Any) -> bool:
    options = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else [annotation]
    return str in options or SecretStr in options


def _moved(variable: str) -> str:
    return f"is a secret and must not stand in a file; set {variable} in the environment instead"


def _nearest(known: Mapping[KeyPath, _T], path: KeyPath) -> _T | None:
    """What is known of that key or, failing that, of the table nearest around it."""
    starts = (path[:length] for length in range(len(path), 0, -1))
    return next((known[start] for start in starts if start in known), None)
