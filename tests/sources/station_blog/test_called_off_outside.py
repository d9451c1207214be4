"""A spacewalk that is called off after its start is ended early, at the moment of that call."""

from collections.abc import Callable

import pytest

from relay.core.observation import Observation

Post = Callable[..., str]
Read = Callable[..., list[Observation]]
Tell = Callable[[str, str], list[str]]

AT = "2026-06-30 13:40"
CALL = "terminated 2026-06-30 12:52"
STARTED = "The astronauts switched their suits to battery power at 8:46 a.m. EDT."


def called(observations: list[Observation]) -> list[str]:
    return [
        f"{item.kind} {item.occurred_at:%H:%M}" if item.occurred_at else str(item.kind)
        for item in observations
        if item.kind in ("terminated", "scrubbed", "delayed")
    ]


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        (
            "Spacewalk Ends Early After Suit Leak",
            ["The spacewalk was called off at 8:52 a.m. EDT because of a water leak."],
            ["terminated 12:52"],
        ),
        (
            "Space Station Update",
            [f"{STARTED} The spacewalk was called off at 8:52 a.m. because of a water leak."],
            ["terminated 12:52"],
        ),
        (
            "Spacewalk Ends Early",
            ["Managers called off the spacewalk at 8:52 a.m. EDT after a leak was seen."],
            ["terminated 12:52"],
        ),
        (
            "Space Station Update",
            [f"{STARTED} Mission Control called the spacewalk off at 8:52 a.m. for a leak."],
            ["terminated 12:52"],
        ),
        (
            "Space Station Update",
            ["The spacewalk that began at 8:46 a.m. EDT was cancelled at 8:52 a.m. EDT."],
            ["terminated 12:52"],
        ),
        (
            "Spacewalk Ends Early",
            ["The spacewalk was called off because of a water leak."],
            ["terminated"],
        ),
        (
            "Space Station Update",
            ["The spacewalk was called off at 8:52 a.m. EDT because of a suit problem."],
            ["scrubbed"],
        ),
        (
            "Today's Spacewalk Called Off",
            ["The spacewalk, planned for 9 a.m. EDT, was called off about an hour before."],
            ["scrubbed"],
        ),
        (
            "Today's Spacewalk Called Off",
            ["The spacewalk scheduled to begin at 9 a.m. EDT was called off at 8:02 a.m."],
            ["scrubbed"],
        ),
    ],
)
def test_it_is_ended_early_where_it_had_begun(
    post: Post, read: Read, title: str, paragraphs: list[str], expected: list[str]
) -> None:
    found = read(post(title, *paragraphs, published=AT), at="2026-06-30 13:41")

    assert expected == called(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At 8:52 a.m. EDT the astronauts were told to end the spacewalk.", [CALL]),
        ("The astronauts were told at 8:52 a.m. EDT to end the spacewalk.", [CALL]),
        ("Flight controllers decided at 8:52 a.m. EDT to end the spacewalk early.", [CALL]),
        ("Mission Control made the call at 8:52 a.m. EDT to terminate the spacewalk.", [CALL]),
        ("Houston made the decision to terminate the spacewalk at 8:52 a.m. EDT.", [CALL]),
        ("At 8:52 a.m. EDT, managers elected to cut the spacewalk short.", [CALL]),
        ("The flight director ordered the crew to abort the spacewalk at 8:52 a.m. EDT.", [CALL]),
        ("The spacewalk was terminated at 8:52 a.m. EDT.", [CALL]),
        (
            "The spacewalk is over. At 8:52 a.m. EDT Houston made the call to terminate.",
            [CALL, "eva_end -"],
        ),
        ("The decision to end the spacewalk came at 8:52 a.m. EDT.", [CALL]),
        (
            "Controllers opted at 8:52 a.m. EDT to end the spacewalk early, and it ended at 9:17 "
            "a.m. EDT.",
            [CALL, "eva_end 2026-06-30 13:17"],
        ),
        # Plans, rules and doubts.
        ("If a suit leaks, the astronauts will be told to end the spacewalk.", []),
        ("Flight controllers decided not to end the spacewalk early at 8:52 a.m. EDT.", []),
        ("Controllers decided at 8:52 a.m. EDT to end the training session early.", []),
        ("Managers decided at 8:52 a.m. EDT to begin the spacewalk early.", []),
        ("The docking is on hold: at 8:52 a.m. EDT Houston made the call to abort.", []),
        ("The decision to end the training came at 8:52 a.m. EDT.", []),
        ("Last week they decided at 8:52 a.m. EDT to end the spacewalk early.", []),
    ],
)
def test_the_call_has_its_own_time(tell: Tell, text: str, expected: list[str]) -> None:
    assert sorted(expected) == [
        line for line in sorted(tell(text, AT)) if "planned eva_start" not in line
    ]


def test_the_call_and_the_end_each_have_theirs(tell: Tell) -> None:
    found = tell(
        "Flight controllers decided at 8:52 a.m. EDT to end the spacewalk early. The spacewalk "
        "ended at 9:17 a.m. EDT.",
        AT,
    )

    assert [CALL, "eva_end 2026-06-30 13:17"] == found


def test_the_time_of_an_early_end_stays_with_the_end(tell: Tell) -> None:
    found = tell("The spacewalk ended early at 9:17 a.m. EDT.", AT)

    assert ["terminated -", "eva_end 2026-06-30 13:17"] == sorted(found, reverse=True)
