"""From config.toml and the environment to settings, or to a list of all mistakes."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from relay import config
from relay.config import Configuration, json_schema, load
from relay.errors import ConfigError
from relay.plugins import Destination, Settings

CONSOLE = Destination(id="console", platform="console", address="")
SECRET = "never-to-be-seen"


class LaunchLibrary:
    class Config(Settings):
        interval_seconds: int = Field(600, ge=60)
        api_key: SecretStr | None = None


class Moderators:
    class Config(Settings):
        enabled: bool = True
        trusted: tuple[str, ...] = ()


class Console:
    class Config(Settings):
        as_json: bool = Field(default=False, alias="json")
        color: bool = True


class Webhook:
    class Config(Settings):
        secret: SecretStr


Load = Callable[..., Configuration]


@pytest.fixture(name="read")
def _read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads a text as the file, with two sources and two bots installed."""
    sources = {"launch_library": LaunchLibrary, "moderator": Moderators}
    monkeypatch.setattr(config, "find_sources", lambda: sources)
    monkeypatch.setattr(config, "find_bots", lambda: {"console": Console, "webhook": Webhook})

    def from_text(text: str, environ: Mapping[str, str] | None = None) -> Configuration:
        path = tmp_path / "relay.toml"
        path.write_text(text, encoding="utf-8")
        return load(path, environ or {})

    return from_text


def mistakes(read: Load, text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text, environ)
    return str(caught.value).splitlines()[1:]


def test_nothing_written_means_defaults_and_the_console(read: Load) -> None:
    configuration = read("")

    assert configuration.relay.database == "spacewalk-relay.db"
    assert configuration.reminders.late_limit == timedelta(minutes=15)
    assert set(configuration.sources) == {"launch_library", "moderator"}
    assert set(configuration.bots) == {"console"}
    assert configuration.destinations == (CONSOLE,)


def test_no_destination_at_all_can_be_asked_for(read: Load) -> None:
    configuration = read("destinations = []")

    assert configuration.destinations == ()
    assert configuration.bots == {}


def test_every_section_is_read(read: Load) -> None:
    configuration = read(
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
    assert configuration.sources["launch_library"].interval_seconds == 900  # type: ignore[attr-defined]
    assert configuration.bots == {"console": Console.Config(color=False)}
    assert configuration.destinations == (team,)


def test_the_environment_overrides_the_file(read: Load) -> None:
    configuration = read(
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
    assert configuration.sources["launch_library"].api_key == SecretStr(SECRET)  # type: ignore[attr-defined]
    assert configuration.sources["moderator"].trusted == ("ada",)  # type: ignore[attr-defined]
    assert configuration.bots == {"console": Console.Config(color=False)}
    assert configuration.relay.log_level == "info"


def test_destinations_can_come_from_the_environment(read: Load) -> None:
    places = json.dumps([{"id": "here", "platform": "console"}])

    configuration = read("", {"SPACEWALK_RELAY__DESTINATIONS": places})

    assert configuration.destinations == (Destination(id="here", platform="console", address=""),)


def test_a_secret_that_looks_like_json_stays_a_text(read: Load) -> None:
    configuration = read("", {"SPACEWALK_RELAY__SOURCES__LAUNCH_LIBRARY__API_KEY": "[1]"})

    assert configuration.sources["launch_library"].api_key == SecretStr("[1]")  # type: ignore[attr-defined]


def test_all_mistakes_are_told_at_once_with_key_and_line(read: Load) -> None:
    told = mistakes(
        read,
        """
[relay]
log_level = "inof"
[jounal]
[sources.launch_library]
interval_second = 900
interval_seconds = 3
[sources.nasa]
[[destinations]]
id = "a"
platform = "conole"
kinds = ["hatch_opn"]
[[destinations]]
id = "a"
platform = "console"
lead_times = ["soon"]
[destinations.options]
role = 7
""",
    )

    assert sorted(told) == [
        "destinations[0].kinds[0]: must be one of the known words, not 'hatch_opn';"
        " did you mean 'hatch_open'? (line 12)",
        "destinations[0].platform: must be one of the known words, not 'conole';"
        " did you mean 'console'? (line 11)",
        "destinations[1].id: destinations[0] has the id 'a' already;"
        " give it one of its own (line 14)",
        'destinations[1].lead_times[0]: must be a duration like "90s", "10min", "1h30min", "24h"'
        " or \"7d\", not 'soon' (line 16)",
        "destinations[1].options.role: must be a valid string, not 7 (line 18)",
        "jounal: unknown key; did you mean 'journal'? (line 4)",
        "relay.log_level: must be one of the known words, not 'inof';"
        " did you mean 'info'? (line 3)",
        "sources.launch_library.interval_second: unknown key;"
        " did you mean 'interval_seconds'? (line 6)",
        "sources.launch_library.interval_seconds: must be greater than or equal to 60,"
        " not 3 (line 7)",
        "sources.nasa: no such source is installed; known here: launch_library, moderator (line 8)",
    ]


def test_a_secret_in_the_file_is_refused_and_not_repeated(read: Load) -> None:
    told = mistakes(read, f'[sources.launch_library]\napi_key = "{SECRET}"')

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
    read: Load, key: str, says: str, name: str
) -> None:
    (told,) = mistakes(read, "", {f"SPACEWALK_RELAY__{name}": SECRET})

    assert told.startswith(f"{key}: {says}")
    assert f"(SPACEWALK_RELAY__{name})" in told
    assert SECRET not in told


def test_a_variable_below_a_key_of_the_file_is_a_mistake(read: Load) -> None:
    told = mistakes(
        read, '[relay]\ndatabase = "x.db"', {"SPACEWALK_RELAY__RELAY__DATABASE__X": SECRET}
    )

    assert told == [
        "relay.database.x: relay.database has no keys below it"
        " (SPACEWALK_RELAY__RELAY__DATABASE__X)"
    ]


def test_a_key_is_known_by_the_name_that_is_written(read: Load) -> None:
    configuration = read("", {"SPACEWALK_RELAY__BOTS__CONSOLE__JSON": "true"})
    told = mistakes(read, "[bots.console]\njsn = 1\njson = 5")

    assert configuration.bots["console"].as_json  # type: ignore[attr-defined]
    assert told[0].startswith("bots.console.json: must be a valid boolean")
    assert told[1] == "bots.console.jsn: unknown key; did you mean 'json'? (line 2)"


def test_a_bot_that_is_used_needs_its_secret(read: Load) -> None:
    text = '[[destinations]]\nid = "a"\nplatform = "webhook"'
    variable = "SPACEWALK_RELAY__BOTS__WEBHOOK__SECRET"

    told = mistakes(read, text)
    configuration = read(text, {variable: SECRET})

    assert told == [f"bots.webhook.secret: is missing; set {variable} in the environment"]
    assert configuration.bots == {"webhook": Webhook.Config(secret=SecretStr(SECRET))}
    assert SECRET not in repr(configuration)


def test_a_destination_cannot_wait_for_a_reminder_that_nobody_makes(read: Load) -> None:
    told = mistakes(read, '[[destinations]]\nid = "a"\nplatform = "console"\nlead_times = ["5min"]')

    assert told == [
        "destinations[0].lead_times: asks for reminders that nobody makes;"
        " add them to reminders.lead_times (line 4)"
    ]


@pytest.mark.parametrize(
    ("says", "content"),
    [
        (r"relay\.toml is not TOML: .*line 2, column 7", b"[relay]\nlog = = 1"),
        (r"relay\.toml is not UTF-8", b"[relay]\n# \xff"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    read: Load, tmp_path: Path, says: str, content: bytes
) -> None:
    path = tmp_path / "relay.toml"
    path.write_bytes(content)

    with pytest.raises(ConfigError, match=says):
        load(path, {})


def test_a_named_file_must_exist(read: Load, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no file .*none\.toml"):
        load(tmp_path / "none.toml", {})


def test_a_folder_is_no_file(read: Load, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {})


def test_the_default_file_may_be_missing(
    read: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    expected = read("")
    assert expected == load(None, {})


def test_the_default_file_is_read_where_the_relay_is_started(
    read: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Some editors put a byte order mark before the text.
    (tmp_path / "config.toml").write_text("[journal]\nkeep_days = 7", encoding="utf-8-sig")

    assert load(None, {}).journal.keep_days == 7


def test_the_schema_leaves_secrets_out(read: Load) -> None:
    assert "api_key" not in json.dumps(json_schema())
    assert "interval_seconds" in json.dumps(json_schema())
