"""Each mistake is told with its key, its line and what to write instead."""

from collections.abc import Callable

from relay.config import Configuration

Load = Callable[..., Configuration]
Mistakes = Callable[..., list[str]]


def test_all_mistakes_are_told_at_once_with_key_and_line(config_mistakes: Mistakes) -> None:
    told = config_mistakes(
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


def test_a_key_is_known_by_the_name_that_is_written(
    read_config: Load, config_mistakes: Mistakes
) -> None:
    configuration = read_config("", {"SPACEWALK_RELAY__BOTS__CONSOLE__JSON": "true"})
    told = config_mistakes("[bots.console]\njsn = 1\njson = 5")

    assert configuration.bots["console"].model_dump()["as_json"]
    assert told[0].startswith("bots.console.json: must be a valid boolean")
    assert told[1] == "bots.console.jsn: unknown key; did you mean 'json'? (line 2)"
