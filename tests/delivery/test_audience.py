"""Who wants what."""

import pytest

from relay.core.event import Event, EventType
from relay.core.notice import Notice
from relay.delivery.audience import Audience
from relay.plugins import Destination
from relay.testing.claims import at


def told(kind: str) -> Notice:
    event = Event(type=EventType.HINT, spacewalk="us-eva-90", time=at("12:44"))
    return Notice(
        key=f"us-eva-90/{kind}",
        revision=1,
        kind=kind,
        title="",
        text="",
        address="",
        time=event.time,
        event=event,
    )


@pytest.mark.parametrize(
    ("kinds", "heard"),
    [
        (set(), {"hatch_open": True, "hint": False}),
        ({"hatch_open"}, {"hatch_open": True, "hint": False}),
        ({"hint"}, {"hatch_open": False, "hint": True}),
        ({"hint", "hatch_open"}, {"hatch_open": True, "hint": True}),
    ],
)
def test_guesses_are_told_only_to_who_names_them(kinds: set[str], heard: dict[str, bool]) -> None:
    audience = Audience()
    audience.replace([Destination(id="a", platform="p", address="", kinds=frozenset(kinds))], {}, 0)
    assert heard == {kind: bool(list(audience.wanting(told(kind)))) for kind in heard}
