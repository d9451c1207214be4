"""The spacewalks on record come out as they were, from what was posted of them."""

import json

import pytest

from bench.timelines import RECORDS, figures, follow


def test_every_stated_start_and_end_is_right_and_nothing_is_false() -> None:
    if not RECORDS.exists():
        pytest.skip("the records of spacewalks do not lie beside this repository")
    records = json.loads(RECORDS.read_text("utf-8"))
    outcomes = [follow(record, index) for index, record in enumerate(records)]
    found = figures(records, outcomes)

    assert [] == [outcome for outcome in outcomes if outcome.false]
    assert found["starts_stated"] == found["starts_right"]
    assert found["ends_stated"] == found["ends_right"]
    assert len(records) == found["spacewalks"] > 0
