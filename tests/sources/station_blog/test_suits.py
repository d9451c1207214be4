"""Who is EV1 and what marks the suit is read from plain words, and from nothing less."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.observation import Observation, Topic
from relay.core.spacewalk import Segment
from relay.sources.station_blog.markings import suits_in
from relay.sources.station_blog.sentences import normalized

Read = Callable[..., list[Observation]]
Post = Callable[..., str]

RED, BARE = "Palmer EV1 red stripes", "Cruz EV2 no stripes"


def dress(text: str) -> list[str]:
    """Each as "Palmer EV1 red stripes", by name."""
    suits = suits_in(normalized(text))
    return [" ".join(filter(None, (s.name, s.role, s.marking))) for s in suits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Palmer, extravehicular crew member 1 (EV 1), is in a suit with red stripes.", [RED]),
        ("Bo Cruz is extravehicular crewmember two (EV-2) and wears an unmarked suit.", [BARE]),
        ("Palmer serves as spacewalk crew member 1, wearing the suit bearing red stripes.", [RED]),
        ("Today Palmer is designated EV1 and will be wearing the red-striped spacesuit.", [RED]),
        ("Taking on the role of EV2, Cruz has a suit without any stripes.", [BARE]),
        ("Wearing the suit with red stripes is EV1 Ada Palmer of ESA.", [RED]),
        ("Palmer (EV1, red stripes) and Cruz (EV2, no stripes) are outside.", [BARE, RED]),
        ("Lead spacewalker Ada “Ace” Palmer is EV-1 with red stripes.", [RED]),
        ("Palmer, on her third spacewalk, is EV1 in a suit with red stripes.", [RED]),
        ("NASA astronaut Ada Palmer will wear the suit with solid red stripes; JAXA (Japan "
         "Aerospace Exploration Agency) astronaut Bo Cruz, a suit with broken red stripes.",
         ["Cruz broken red stripes", "Palmer solid red stripes"]),
        ("Cosmonaut Ivan Orlov will wear the Orlan spacesuit with the red stripes, while Pavel "
         "Belov will wear the one with blue stripes.", ["Belov blue stripes", "Orlov red stripes"]),
        ("Orlov wears the suit with red stripes, Belov the one with blue stripes.",
         ["Belov blue stripes", "Orlov red stripes"]),
        ("Mark van Dam is EV1, and his all-white suit has no stripes.", ["van Dam EV1 no stripes"]),
        ("Astronauts Palmer (EV1) and Cruz (EV2) are on their way.", ["Cruz EV2", "Palmer EV1"]),
        ("Palmer is EV1 and will lay cables in a suit with red stripes.", ["Palmer EV1"]),
    ],
)  # fmt: skip
def test_plain_words_are_read(text: str, expected: list[str]) -> None:
    assert dress(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Two share what is said.
        "Palmer and Cruz will be EV1 and EV2.",
        "Palmer and Cruz will wear suits with red stripes and no stripes, respectively.",
        "Orlov and Belov wear Orlan suits with red and blue stripes.",
        # Somebody else is meant, or nobody is named.
        "Palmer will hand the camera to EV2.",
        "Palmer is outside with Cruz, wearing a suit with red stripes.",
        "Palmer, with EV2, is on the way out.",
        "Palmer is packing the suit with red stripes for Cruz.",
        "The suit with red stripes is ready for Palmer.",
        "EV1 wears red stripes and EV2 wears none.",
        "Near the Columbus module, wearing red stripes, floats Palmer.",
        "The red stripes show that Palmer is EV1.",
        # It is no suit.
        "Palmer has a patch with red stripes.",
        # Another time, another spacewalk, or no certain one.
        "Palmer wore the suit with red stripes.",
        "Palmer was extravehicular crew member 1 (EV1).",
        "Palmer, who had red stripes in 2019, is EV2 with no stripes.",
        "For both spacewalks, Palmer will be EV1.",
        "For the second spacewalk, Palmer will be EV1.",
        "During the next spacewalk, Palmer will be EV1.",
        "Palmer will be EV1 until the two switch roles.",
        "Palmer may wear the suit with red stripes.",
        "Palmer will not be EV1.",
        "If Cruz stays inside, Palmer is EV1.",
        "Is Palmer EV1?",
        "In training Palmer is EV1.",
        # It contradicts itself.
        "Palmer is EV1 and EV2.",
        "Palmer is EV1 and Cruz is EV1.",
        "Palmer wears red stripes and Cruz wears red stripes.",
        # There is no such role.
        "Palmer is EV12.",
        "Crew member Palmer wears red.",
    ],
)
def test_what_is_not_sure_is_not_read(text: str) -> None:
    assert dress(text) == []


def test_his_second_spacewalk_can_be_this_one() -> None:
    assert dress("Cruz is EV2 on his second spacewalk.") == ["Cruz EV2"]


@given(st.lists(st.sampled_from(
    "Palmer Cruz and , ; EV1 EV2 is wearing a suit with red stripes no unmarked will the to Orlov "
    "blue-striped (EV1) while crew member 1 extravehicular was NASA's".split()
), max_size=25))  # fmt: skip
def test_whatever_is_read_gives_no_two_the_same(words: list[str]) -> None:
    suits = suits_in(" ".join(words))

    assert {part for suit in suits for part in suit.name.split()} <= {"Palmer", "Cruz", "Orlov"}
    for said in ([s.role for s in suits if s.role], [s.marking for s in suits if s.marking]):
        assert len(said) == len(set(said))


INTRO = "U.S. spacewalk 95 by Ada Palmer and Bo Cruz will begin at 8:10 a.m. EDT on July 2."
SUITS = "Palmer is EV1 in the suit with red stripes. Cruz is EV2 in an unmarked suit."


def suited(found: list[Observation]) -> list[Observation]:
    return [one for one in found if one.kind is Topic.SUITS]


def test_a_post_gives_one_observation_with_its_words_and_its_spacewalk(
    post: Post, read: Read
) -> None:
    (one,) = suited(
        read(
            post("Spacewalk Ahead", INTRO, SUITS, published="2026-06-30 12:20"),
            at="2026-06-30 12:20",
        )
    )

    assert [s.name for s in one.suits] == ["Cruz", "Palmer"]
    assert one.evidence.words == SUITS
    assert (one.spacewalk.segment, one.spacewalk.number) == (Segment.US, "95")
    assert one.spacewalk.near == datetime(2026, 7, 2, 12, tzinfo=UTC)
    assert (one.occurred_at, one.planned) == (None, False)
    assert one.said_at == datetime(2026, 6, 30, 12, 20, tzinfo=UTC)


def test_future_words_are_a_plan(post: Post, read: Read) -> None:
    text = "Palmer will be EV1 in the suit with red stripes."
    (one,) = suited(
        read(
            post("Spacewalk Ahead", INTRO, text, published="2026-06-30 12:20"),
            at="2026-06-30 12:20",
        )
    )

    assert one.planned


def test_a_post_without_any_time_is_of_its_day(post: Post, read: Read) -> None:
    text = "The spacewalk goes on. Palmer is EV1 with red stripes."
    (one,) = suited(
        read(
            post("Spacewalkers Lay Cables", text, published="2026-07-02 14:00"),
            at="2026-07-02 14:00",
        )
    )

    assert one.spacewalk.near == datetime(2026, 7, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The spacewalk began at 8:10 a.m. EDT. A spacewalk on July 9 is in the plan. " + SUITS,
        "They have begun the spacewalk. A spacewalk on July 9 is in the plan. " + SUITS,
        "The spacewalk goes on. Another spacewalk is planned for July 9. " + SUITS,
        "The next spacewalk is not yet dated. Palmer will be EV1.",
        "The spacewalk goes on. Palmer is EV1. Palmer is EV2.",
        "The spacewalk goes on. Palmer is EV1. Cruz is EV1.",
        "The crew trained on the robotic arm. " + SUITS,
    ],
)
def test_a_post_that_leaves_it_open_says_nothing(post: Post, read: Read, paragraph: str) -> None:
    assert (
        suited(
            read(
                post("Space Station Update", paragraph, published="2026-07-02 13:00"),
                at="2026-07-02 13:00",
            )
        )
        == []
    )


def test_suits_change_nothing_else_that_the_post_says(post: Post, read: Read) -> None:
    begun = "Palmer and Cruz began a spacewalk at 8:10 a.m. EDT."
    bare = read(
        post("Spacewalk Begins", begun, published="2026-06-30 12:20"), at="2026-06-30 12:20"
    )
    full = read(
        post("Spacewalk Begins", begun, SUITS, published="2026-06-30 12:20"), at="2026-06-30 12:20"
    )

    assert bare
    assert full[:-1] == bare
    assert full[-1:] == suited(full)
