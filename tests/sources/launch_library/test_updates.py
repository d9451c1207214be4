"""The tense of what volunteers write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.milestone import Milestone
from relay.sources.launch_library.updates import milestone_in

_M = Milestone


@pytest.mark.parametrize(
    ("comment", "milestone"),
    [
        ("EVA has begun.", _M.EVA_START),
        ("Spacewalk started at 12:35 UTC.", _M.EVA_START),
        ("US EVA-95 is underway!", _M.EVA_START),
        ("The spacewalk has officially begun with both suits on battery power.", _M.EVA_START),
        ("EVA started as planned.", _M.EVA_START),
        ("EVA concluded.", _M.EVA_END),
        ("The spacewalk has ended early after 4 h 36 min.", _M.EVA_END),
        ("U.S. spacewalk 95 completed at 19:07 UTC.", _M.EVA_END),
        ("Scrubbed due to a suit leak.", _M.SCRUBBED),
        ("EVA cancelled.", _M.SCRUBBED),
        ("The spacewalk was called off. A new date is awaited.", _M.SCRUBBED),
        ("The spacewalk did not proceed as scheduled.", _M.SCRUBBED),
        ("Postponed.", _M.DELAYED),
        ("Postponed to August 8", _M.DELAYED),
        ("Spacewalk postponed indefinitely.", _M.DELAYED),
        ("EVA delayed by two days.", _M.DELAYED),
        ("Delayed by 1 week", _M.DELAYED),
    ],
)
def test_what_has_happened(comment: str, milestone: Milestone) -> None:
    found = milestone_in(comment)

    assert found is not None
    assert found[0] is milestone


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "EVA will begin at 12:35 UTC.",
        "EVA begins at 12:35 UTC.",
        "EVA to start at 12:35 UTC.",
        "Once the EVA has begun, the feed changes.",
        "EVA not started.",
        "EVA hasn't started at 12:35 UTC.",
        "EVA has begun?",
        "Coverage of the EVA has started.",
        "EVA started preparations.",
        "EVA may be cancelled.",
        "Spacewalk could be postponed.",
        "The EVA is expected to be completed at 19:00 UTC.",
        "The previous EVA was cancelled.",
        "The EVA was originally scrubbed.",
        "The EVA was cancelled on June 13.",
        "EVA un-scrubbed.",
        "EVA delayed by 20 minutes.",
        "Delayed to 13:05 UTC.",
        "Postponed by one hour.",
        "Now targeting August 8.",
        "Added livestream.",
        "Hatch open simulation completed.",
        "Task 1 completed.",
        "EVA 1 of 2 completed.",
        "Launch scrubbed.",
        "Postponed news conference to Friday.",
        "Is the EVA cancelled?",
        "EVA has begun. EVA concluded.",
    ],
)
def test_what_says_nothing_for_certain(comment: str) -> None:
    assert milestone_in(comment) is None


@given(st.text(max_size=300))
def test_any_text_reads_without_harm(comment: str) -> None:
    found = milestone_in(comment)

    assert found is None or found[1] in comment
