"""Whatever is written in the file or the environment, the answer is settings or a ConfigError."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.config import load
from relay.errors import ConfigError

KEYS = st.sampled_from(
    "relay journal reminders sources bots destinations launch_library api_key console id platform"
    " kinds lead_times options database keep_days bots__console sources__launch_library"
    " destinations__0__id relay__database__x".split()
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@pytest.fixture(scope="module", name="path")
def _path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("config") / "relay.toml"


@given(variables=st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_environment_is_read_or_refused(path: Path, variables: dict[str, object]) -> None:
    path.write_text("", encoding="utf-8")
    environ = {f"SPACEWALK_RELAY__{k.upper()}": json.dumps(v) for k, v in variables.items()}

    with contextlib.suppress(ConfigError):
        load(path, environ)


@given(content=st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with contextlib.suppress(ConfigError):
        load(path, {})


@given(tables=st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=4))
def test_any_tables_are_read_or_refused(path: Path, tables: dict[str, dict[str, object]]) -> None:
    lines = [
        line
        for name, table in tables.items()
        for line in (f"[{name}]", *(f"{key} = {json.dumps(of)}" for key, of in table.items()))
    ]
    path.write_text("\n".join(lines), encoding="utf-8")

    with contextlib.suppress(ConfigError):
        load(path, {})
