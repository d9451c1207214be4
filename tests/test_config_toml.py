"""The shipped config.toml and its schema tell of every key that there is."""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from relay.config import json_schema, load
from relay.mistakes import is_secret, keys_of, models_in, variable_of
from relay.plugins import find_bots, find_sources
from relay.settings import shape

ROOT = Path(__file__).resolve().parents[1]


def test_the_shipped_file_says_the_defaults_and_works_without_any_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert load(None, {}) == load(ROOT / "config.toml", {})


def shipped_sections() -> dict[str, type[BaseModel]]:
    """Every section that config.toml can have, by its name there."""
    sections: dict[str, type[BaseModel]] = {}
    for name, field in shape(find_sources(), find_bots()).model_fields.items():
        (model, *_) = models_in(field.annotation)
        if name in ("sources", "bots"):
            for plugin, section in model.model_fields.items():
                (sections[f"{name}.{plugin}"], *_) = models_in(section.annotation)
        else:
            sections[name] = model
    return sections


def test_every_key_stands_with_a_comment_in_the_shipped_file() -> None:
    """A key, or the variable of a secret, may be commented out; a comment says what it means."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    missing = []
    for name, model in shipped_sections().items():
        header = rf"^(?:# ?)?\[+{re.escape(name)}\]+$(.*?)(?=^(?:# ?)?\[\[?[a-z]|\Z)"
        found = re.search(header, text, re.MULTILINE | re.DOTALL)
        for key, field in keys_of(model).items():
            written = variable_of((*name.split("."), key)) if is_secret(field) else key
            line = rf"^# .+\n(?:# ?)?{written} ?="
            if found is None or not re.search(line, found[1], re.MULTILINE):
                missing.append(f"{name}.{key}")

    assert missing == []


def test_the_schema_in_the_repository_is_fresh() -> None:
    written = json.loads((ROOT / "config.schema.json").read_text(encoding="utf-8"))

    expected: dict[str, object] = json_schema()
    assert expected == written, "run `make docs`"
