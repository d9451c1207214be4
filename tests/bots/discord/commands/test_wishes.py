"""Kinds of notice in groups that people know."""

from hypothesis import given
from hypothesis import strategies as st

from bots.discord.commands import wishes
from relay.core.milestone import Milestone
from relay.core.notice import KINDS, ON_REQUEST

subsets = st.frozensets(st.sampled_from(sorted(KINDS)), min_size=1)


def test_every_kind_can_be_asked_for() -> None:
    reachable = {kind for name in wishes.CHOICES for kind in wishes.spread(name)}

    assert reachable == KINDS
    assert len(wishes.CHOICES) <= 25


def test_everything_is_the_empty_wish_of_a_destination() -> None:
    assert wishes.kinds_of(["everything", "summary"]) == frozenset()
    assert wishes.chosen_of(frozenset()) == ["everything"]


def test_what_is_told_only_on_request_is_written_out_besides_everything() -> None:
    asked_for = ["hint", "footage", "stream_lost"]

    assert wishes.kinds_of(["everything", *asked_for]) == KINDS
    assert wishes.kinds_of(["everything", "footage"]) == KINDS - {"hint", "stream_lost"}
    assert wishes.spread("everything") == KINDS - ON_REQUEST


def test_what_the_configuration_alone_can_name_has_words_too() -> None:
    assert wishes.in_words(frozenset({"picture"})) == "Pictures of milestones"
    assert wishes.in_words(frozenset({"picture", "clip"})) == "Pictures and clips of milestones"


def test_a_choice_of_milestones_is_named() -> None:
    chosen = frozenset({Milestone.EVA_START.value, "summary"})

    assert wishes.in_words(chosen) == "Summary when it is over, Milestone: Spacewalk begins"


@given(subsets)
def test_what_was_chosen_is_shown_again(kinds: frozenset[str]) -> None:
    shown = wishes.kinds_of(wishes.chosen_of(kinds))

    assert (shown or KINDS - ON_REQUEST) == kinds
