"""Mistakes in a destination's options are told by `check`, with what was meant."""

import pytest

from bots.discord.options import mistakes
from relay.plugins import Destination

ROLE = "1185000000000000002"


def wrong(**options: str) -> list[str]:
    given = {name.replace("__", "."): value for name, value in options.items()}
    return mistakes(Destination(id="a", platform="discord", address="1" * 18, options=given))


def test_what_setup_writes_is_right() -> None:
    options = {"guild": ROLE, "by": ROLE, "threads": "yes", "events": "yes", "card": "no"}

    assert wrong(**options, publish="yes", role__hatch_open=ROLE) == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("bogus", "yes", "bogus: unknown"),
        ("thread", "yes", "thread: unknown; did you mean 'threads'?"),
        ("threads", "ja", 'threads: write "yes" or "no", not \'ja\''),
        ("guild", "my server", "guild: 'my server' is no id"),
        ("role__hatch_open", "@crew", "role.hatch_open: '@crew' is no id of a role"),
        ("role__hatch", ROLE, "role.hatch: there is no such kind; did you mean 'hatch_open'?"),
    ],
)
def test_a_mistake_is_named(name: str, value: str, told: str) -> None:
    assert wrong(**{name: value}) == [told]


def test_a_calendar_needs_its_server() -> None:
    assert wrong(events="yes") == ['events = "yes" needs guild, the id of the server']
