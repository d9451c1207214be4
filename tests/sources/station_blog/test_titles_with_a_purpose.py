"""A title that says what a spacewalk is for is not one that looks ahead to it."""

from collections.abc import Callable

import pytest

from relay.core.observation import Observation
from relay.sources.station_blog.titles import State, state_of

Post = Callable[..., str]
Read = Callable[..., list[Observation]]

STARTED = [
    "Spacewalk Begins Early to Prepare Station for Docking Adapter",
    "Astronauts Begin Spacewalk to Prepare for New Solar Array",
    "Spacewalk Underway to Get Station Ready for Lab Module",
    "Spacewalkers Start Excursion to Set Up Antenna",
    "Spacewalk Under Way to Gear Up Airlock for Visitors",
    "Cosmonauts Began Spacewalk to Ready Module for Docking",
]
ENDED = [
    "Astronauts Complete Spacewalk to Prepare Station for Docking Adapter",
    "Spacewalk Ends After Preparing Lab for Upgrades",
    "Spacewalkers Conclude Excursion to Ready Station for Upcoming Visitor",
    "Duo Wraps Up Spacewalk, Sets Up Port for Adapter",
    "Astronauts Finish Spacewalk Planned for Antenna Work",
    "First Spacewalk Complete, Second Set for Thursday",
    "Astronauts Complete Spacewalk, Prepare for Next One",
]
AHEAD = [
    "Ready for Spacewalk",
    "Astronauts Prepare to Exit Station for Spacewalk",
    "Cosmonauts Set to Begin Spacewalk",
    "Spacewalkers Prepare to Begin Excursion",
    "Astronauts Ready to Begin Spacewalk to Prepare Station",
    "Two Astronauts Preparing to Start Spacewalk",
    "Spacewalkers Will Begin Work to Prepare Station Today",
    "NASA Coverage Underway as Astronauts Prepare for Spacewalk",
    "Coverage Begins for Spacewalk to Prepare Station",
    "Spacewalk Begins Tomorrow to Prepare Station for Adapter",
    "Two Astronauts to Begin Spacewalk",
    "Spacewalk to Begin Monday",
    "Crew Starts Getting Ready for Spacewalk",
    "Crew Begins Preparing for Spacewalk",
    "Crew Ends Week Preparing for Spacewalk",
    "Astronauts Complete Preparations for Spacewalk",
    "Crew Completes Suit Work, Gets Ready for Spacewalk",
    "Crew Completes Suit Work Before Spacewalk to Prepare Station",
    "Cosmonauts Exit Station to Begin Spacewalk",
    "Spacewalkers Begin to Prepare for Excursion",
    "Spacewalk Begins at 8 a.m. Tuesday, Live Coverage at 6:30",
]
SILENT = [
    "Spacewalk Preparations Begin to Ready Station",
    "Crew Completes Suit Work Before Spacewalk",
    "Spacewalkers Rest as Week Begins",
    "Spacewalk Over Weekend",
]


@pytest.mark.parametrize(
    ("title", "state"),
    [(title, State.STARTED) for title in STARTED]
    + [(title, State.ENDED) for title in ENDED]
    + [(title, State.AHEAD) for title in AHEAD]
    + [(title, State.SILENT) for title in SILENT],
)
def test_a_purpose_does_not_hide_the_state(title: str, state: State) -> None:
    assert state is state_of(title)


def times(observations: list[Observation]) -> list[str]:
    return [
        f"{'planned ' if item.planned else ''}{item.kind} {item.occurred_at:%H:%M}"
        for item in observations
        if item.occurred_at
    ]


def test_the_start_under_such_a_title_has_its_time(post: Post, read: Read) -> None:
    found = read(
        post(
            "Spacewalk Begins Early to Prepare Station for Docking Adapter",
            "Two NASA astronauts switched their suits to battery power at 8:12 a.m. EDT to begin "
            "the spacewalk planned to last six and a half hours.",
            published="2026-06-30 12:20",
        ),
        at="2026-06-30 12:21",
    )

    assert ["eva_start 12:12"] == times(found)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The two switched their suits to battery power at 8:12 a.m. EDT.", ["eva_start 12:12"]),
        ("Palmer and Cruz began their spacewalk at 8:12 a.m. EDT.", ["eva_start 12:12"]),
        ("The hatch of Quest was opened at 8:09 a.m. EDT.", ["hatch_open 12:09"]),
        ("The crew closed the Cygnus hatch at 8:09 a.m. EDT and went on to spacewalk preps.", []),
        ("After spacewalk work Cruz opened the hatch of Cygnus at 8:09 a.m. EDT.", []),
        ("The spacewalk is set to begin at 8:45 a.m. EDT.", ["planned eva_start 12:45"]),
        # What looks back, explains or is not yet past.
        ("The last spacewalk began at 8:12 a.m. EDT on June 23.", []),
        ("Last week the two began a spacewalk at 8:12 a.m. EDT.", []),
        ("On Friday, June 26, they opened the hatch at 8:12 a.m. EDT.", []),
        ("The previous spacewalk began at 8:12 a.m. EDT.", []),
        ("Their spacewalk in 2024 had begun at 8:12 a.m. EDT.", []),
        ("A spacewalk begins when the suits are switched to battery power.", []),
        ("The crew switched their suits to battery power, as always.", []),
    ],
)
def test_a_timed_report_stands_under_a_title_that_looks_ahead(
    post: Post, read: Read, words: str, expected: list[str]
) -> None:
    found = read(
        post("Spacewalkers Ready to Exit Station", words, published="2026-06-30 12:20"),
        at="2026-06-30 12:21",
    )

    assert expected == times(found)
    assert all(item.occurred_at for item in found)
