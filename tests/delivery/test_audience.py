"""Who wants what."""

from typing import Any

import pytest

from relay.core.event import Event, EventType
from relay.core.notice import Notice
from relay.delivery.audience import Audience
from relay.plugins import Destination
from relay.testing.claims import at


def told(kind: str, scope: str = "", origin: str = "") -> Notice:
    event = Event(
        type=EventType.HINT, spacewalk="us-eva-90", time=at("12:44"), scope=scope, origin=origin
    )
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


def hearing(notice: Notice, *destinations: Destination) -> list[str]:
    audience = Audience()
    audience.replace(destinations, {}, 0)
    return [line.destination.id for line in audience.wanting(notice)]


def place(identity: str, **more: Any) -> Destination:
    return Destination(id=identity, platform="p", address="", **more)


def test_what_holds_in_a_community_is_told_there_alone() -> None:
    places = (
        place("nowhere"),
        place("here", community="discord:1"),
        place("here too", community="discord:1", kinds=frozenset({"hatch_open"})),
        place("not this", community="discord:1", kinds=frozenset({"eva_end"})),
        place("there", community="discord:2"),
    )

    assert hearing(told("hatch_open", "discord:1"), *places) == ["here", "here too"]
    assert hearing(told("hatch_open", "discord:3"), *places) == []
    everyone = sorted(hearing(told("hatch_open"), *places))
    assert everyone == ["here", "here too", "nowhere", "there"]


@pytest.mark.parametrize("kind", ["hatch_open", "reminder", "summary", "announced"])
@pytest.mark.parametrize("scope", ["", "discord:1"])
def test_who_follows_one_spacewalk_hears_of_that_one(kind: str, scope: str) -> None:
    def following(identity: str, *spacewalks: str) -> Destination:
        return place(identity, community="discord:1", spacewalks=frozenset(spacewalks))

    places = (
        *(following("this", "us-eva-90"), following("both", "us-eva-91", "us-eva-90")),
        *(following("another", "us-eva-91"), following("before", "us-2024-06-24")),
        following("all"),
    )
    assert sorted(hearing(told(kind, scope), *places)) == ["all", "both", "this"]
    origin = told(kind, scope, "us-2024-06-24")
    assert sorted(hearing(origin, *places)) == ["all", "before", "both", "this"]


def test_communities_make_no_wishes_of_their_own() -> None:
    audience = Audience()
    audience.replace([place(str(n), community=f"discord:{n}") for n in range(1000)], {}, 0)

    assert len(audience._groups) == 1
    assert [one.destination.id for one in audience.wanting(told("eva_end", "discord:7"))] == ["7"]


def test_who_moved_to_another_community_hears_what_holds_there() -> None:
    audience = Audience()
    for community in ("discord:1", "discord:2"):
        audience.replace([place("a", community=community)], {}, 0)

    assert list(audience.wanting(told("eva_end", "discord:1"))) == []
    assert len(list(audience.wanting(told("eva_end", "discord:2")))) == 1
