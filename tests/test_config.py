"""From config.toml to settings."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from relay.config import Configuration, json_schema, load
from relay.plugins import Destination

CONSOLE = Destination(id="console", platform="console", address="")
SECRET = "never-to-be-seen"
Load = Callable[..., Configuration]
Mistakes = Callable[..., list[str]]


def test_nothing_written_means_defaults_and_the_console(read_config: Load) -> None:
    configuration = read_config("")

    assert configuration.relay.database == "spacewalk-relay.db"
    assert configuration.reminders.late_limit == timedelta(minutes=15)
    assert set(configuration.sources) == {"launch_library", "moderator"}
    assert set(configuration.bots) == {"console"}
    assert configuration.destinations == (CONSOLE,)


def test_no_destination_at_all_can_be_asked_for(read_config: Load) -> None:
    configuration = read_config("destinations = []")

    assert configuration.destinations == ()
    assert configuration.bots == {}


def test_every_section_is_read(read_config: Load) -> None:
    configuration = read_config(
        """
        [relay]
        database = "/srv/relay.db"
        [journal]
        keep_days = 7
        [reminders]
        lead_times = ["2h"]
        [sources.launch_library]
        interval_seconds = 900
        [sources.moderator]
        enabled = false
        [bots.console]
        color = false
        [[destinations]]
        id = "team"
        platform = "console"
        kinds = ["hatch_open"]
        lead_times = ["120min"]
        options = { role = "space" }
        """
    )

    team = Destination(
        id="team",
        platform="console",
        address="",
        kinds=frozenset({"hatch_open"}),
        lead_times=(timedelta(hours=2),),
        options={"role": "space"},
    )
    assert configuration.relay.database == "/srv/relay.db"
    assert configuration.journal.keep_days == 7
    assert configuration.sources.keys() == {"launch_library"}
    assert configuration.sources["launch_library"].model_dump()["interval_seconds"] == 900
    assert configuration.bots["console"].model_dump()["color"] is False
    assert configuration.destinations == (team,)


def test_a_bot_that_is_used_needs_its_secret(read_config: Load, config_mistakes: Mistakes) -> None:
    text = '[[destinations]]\nid = "a"\nplatform = "webhook"'
    variable = "SPACEWALK_RELAY__BOTS__WEBHOOK__SECRET"

    told = config_mistakes(text)
    configuration = read_config(text, {variable: SECRET})

    assert told == [f"bots.webhook.secret: is missing; set {variable} in the environment"]
    assert configuration.bots["webhook"].model_dump() == {"secret": SecretStr(SECRET)}
    assert SECRET not in repr(configuration)


def test_a_destination_cannot_wait_for_a_reminder_that_nobody_makes(
    config_mistakes: Mistakes,
) -> None:
    told = config_mistakes(
        '[[destinations]]\nid = "a"\nplatform = "console"\nlead_times = ["5min"]'
    )

    assert told == [
        "destinations[0].lead_times: asks for reminders that nobody makes;"
        " add them to reminders.lead_times (line 4)"
    ]


def test_the_default_file_may_be_missing(
    read_config: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    expected = read_config("")
    assert expected == load(None, {})


def test_the_default_file_is_read_where_the_relay_is_started(
    read_config: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Some editors put a byte order mark before the text.
    (tmp_path / "config.toml").write_text("[journal]\nkeep_days = 7", encoding="utf-8-sig")

    assert load(None, {}).journal.keep_days == 7


def test_the_schema_leaves_secrets_out(read_config: Load) -> None:
    assert "api_key" not in json.dumps(json_schema())
    assert "interval_seconds" in json.dumps(json_schema())
