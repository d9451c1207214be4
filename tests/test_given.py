"""What the file and the environment give, laid over each other."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from relay.config import Configuration, load
from relay.errors import ConfigError
from relay.plugins import Destination

SECRET = "never-to-be-seen"
Load = Callable[..., Configuration]
Mistakes = Callable[..., list[str]]


def test_the_environment_overrides_the_file(read_config: Load) -> None:
    configuration = read_config(
        "[journal]\nkeep_days = 7",
        {
            "SPACEWALK_RELAY__JOURNAL__KEEP_DAYS": "8",
            "SPACEWALK_RELAY__REMINDERS__LEAD_TIMES": '["3h", "5min"]',
            "SPACEWALK_RELAY__SOURCES__LAUNCH_LIBRARY__API_KEY": SECRET,
            "SPACEWALK_RELAY__SOURCES__MODERATOR__TRUSTED": '["ada"]',
            "SPACEWALK_RELAY__BOTS__CONSOLE__COLOR": "false",
            "SPACEWALK_RELAY__RELAY__LOG_LEVEL": "",
            "PATH": "/bin",
        },
    )

    assert configuration.journal.keep_days == 8
    assert configuration.reminders.lead_times == (timedelta(hours=3), timedelta(minutes=5))
    assert configuration.sources["launch_library"].model_dump()["api_key"] == SecretStr(SECRET)
    assert configuration.sources["moderator"].model_dump()["trusted"] == ("ada",)
    assert configuration.bots["console"].model_dump()["color"] is False
    assert configuration.relay.log_level == "info"


def test_destinations_can_come_from_the_environment(read_config: Load) -> None:
    places = json.dumps([{"id": "here", "platform": "console"}])

    configuration = read_config("", {"SPACEWALK_RELAY__DESTINATIONS": places})

    assert configuration.destinations == (Destination(id="here", platform="console", address=""),)


def test_a_secret_that_looks_like_json_stays_a_text(read_config: Load) -> None:
    configuration = read_config("", {"SPACEWALK_RELAY__SOURCES__LAUNCH_LIBRARY__API_KEY": "[1]"})

    assert configuration.sources["launch_library"].model_dump()["api_key"] == SecretStr("[1]")


def test_a_secret_in_the_file_is_refused_and_not_repeated(config_mistakes: Mistakes) -> None:
    told = config_mistakes(f'[sources.launch_library]\napi_key = "{SECRET}"')

    assert told == [
        "sources.launch_library.api_key: is a secret and must not stand in a file; set"
        " SPACEWALK_RELAY__SOURCES__LAUNCH_LIBRARY__API_KEY in the environment instead (line 2)"
    ]


@pytest.mark.parametrize(
    ("key", "says", "name"),
    [
        ("relay.log_leve", "unknown key; did you mean 'log_level'?", "RELAY__LOG_LEVE"),
        ("relay.log_level", "must be one of the known words; known", "RELAY__LOG_LEVEL"),
        ("relay.database", "must be a valid string", "RELAY__DATABASE__X"),
        ("journal.keep_days", "must be a valid integer", "JOURNAL__KEEP_DAYS"),
        ("reminders.lead_times", "must be a list, like", "REMINDERS__LEAD_TIMES"),
        ("sources.launch_librari", "no such source is installed", "SOURCES__LAUNCH_LIBRARI__KEY"),
        ("journal", "must be a table of keys", "JOURNAL"),
        ("jounal", "unknown key; did you mean 'journal'?", "JOUNAL"),
        ("", "unknown key", ""),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable_and_hides_its_value(
    config_mistakes: Mistakes, key: str, says: str, name: str
) -> None:
    (told,) = config_mistakes("", {f"SPACEWALK_RELAY__{name}": SECRET})

    assert told.startswith(f"{key}: {says}")
    assert f"(SPACEWALK_RELAY__{name})" in told
    assert SECRET not in told


def test_a_variable_below_a_key_of_the_file_is_a_mistake(config_mistakes: Mistakes) -> None:
    told = config_mistakes(
        '[relay]\ndatabase = "x.db"', {"SPACEWALK_RELAY__RELAY__DATABASE__X": SECRET}
    )

    assert told == [
        "relay.database.x: relay.database has no keys below it"
        " (SPACEWALK_RELAY__RELAY__DATABASE__X)"
    ]


@pytest.mark.parametrize(
    ("says", "content"),
    [
        (r"relay\.toml is not TOML: .*line 2, column 7", b"[relay]\nlog = = 1"),
        (r"relay\.toml is not UTF-8", b"[relay]\n# \xff"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    read_config: Load, tmp_path: Path, says: str, content: bytes
) -> None:
    path = tmp_path / "relay.toml"
    path.write_bytes(content)

    with pytest.raises(ConfigError, match=says):
        load(path, {})


def test_a_named_file_must_exist(read_config: Load, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no file .*none\.toml"):
        load(tmp_path / "none.toml", {})


def test_a_folder_is_no_file(read_config: Load, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {})
