"""Which spoken words are a report, and which are not."""

import json

import pytest

from relay.core.milestone import Milestone as M
from relay.sources.captions import Captions
from relay.testing.sources import FETCHED_AT


def kinds(*lines: str) -> list[object]:
    """What one reader makes of lines that come at once."""
    read = Captions.reader()
    documents = [json.dumps({"time": FETCHED_AT.isoformat(), "text": one}) for one in lines]
    return [claim.kind for one in documents for claim in read(one, FETCHED_AT)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("THE HATCH IS OPEN", M.HATCH_OPEN),
        ("the crew lock hatch is open.", M.HATCH_OPEN),
        (">> HATCH OPEN.", M.HATCH_OPEN),
        ("THE EV HATCH HAS BEEN OPENED.", M.HATCH_OPEN),
        ("THE E.V. HATCH IS NOW OPEN.", M.HATCH_OPEN),
        ("THEY'VE OPENED THE HATCH.", M.HATCH_OPEN),
        ("AS YOU CAN SEE, THE HATCH IS NOW OPEN", M.HATCH_OPEN),
        ("20 MINUTES AHEAD OF SCHEDULE, THE HATCH IS NOW OPEN.", M.HATCH_OPEN),
        ("THE HATCH TO THE POISK MODULE IS OPEN.", M.HATCH_OPEN),
        ("THE HATCH IS NOW CLOSED.", M.HATCH_CLOSED),
        ("DEPRESSURIZATION HAS BEGUN.", M.DEPRESS_START),
        ("CREWLOCK DEPRESURIZATION IS UNDER WAY.", M.DEPRESS_START),
        ("DEPRESSURIZATION OF THE AIR LOCK HAS STARTED", M.DEPRESS_START),
        ("REPRESSURIZATION HAS BEGUN.", M.REPRESS_START),
        ("THEY HAVE BEGUN REPRESSURIZING THE CREW LOCK.", M.REPRESS_START),
        ("THE SPACEWALK IS OFFICIALLY UNDERWAY.", M.EVA_START),
        ("TODAY'S SPACE WALK HAS OFFICIALLY BEGUN.", M.EVA_START),
        ("U.S. EVA 95 IS NOW OFFICIALLY UNDER WAY", M.EVA_START),
        ("THEY ARE ON BATTERY POWER.", M.EVA_START),
        ("BOTH SUITS ARE NOW ON INTERNAL BATTERY POWER.", M.EVA_START),
        ("MEIR HAS EXITED THE AIRLOCK.", M.EGRESS),
        ("BOTH SPACEWALKERS ARE BACK INSIDE THE AIRLOCK.", M.INGRESS),
        ("THE SPACEWALK IS OVER.", M.EVA_END),
        ("THE SPACEWALK IS OVER", M.EVA_END),
        ("TODAY'S SPACEWALK IS NOW OVER AFTER 6 HOURS.", M.EVA_END),
        ("TODAY'S SPACEWALK HAS ENDED.", M.EVA_END),
        ("THE SPACEWALK HAS BEEN TERMINATED.", M.TERMINATED),
        ("TODAY'S SPACEWALK HAS BEEN SCRUBBED.", M.SCRUBBED),
        ("WE ARE STANDING DOWN FROM TODAY'S SPACEWALK.", M.SCRUBBED),
    ],
)
def test_what_is_said_to_happen(words: str, kind: M) -> None:
    assert kinds(words) == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "THE HATCH WILL OPEN SHORTLY.",
        "THEY ARE ABOUT TO OPEN THE HATCH.",
        "ONCE THE HATCH IS OPEN THEY MOVE OUT.",
        "WHEN THE HATCH IS OPEN",
        "BEFORE THE HATCH IS OPENED",
        "PREPARING TO OPEN THE HATCH.",
        "WITH THE HATCH OPEN.",
        "THE HATCH IS EXPECTED TO BE OPEN",
        "HATCH OPEN IN ABOUT TEN MINUTES.",
        "THE HATCH IS OPEN IN 5 MINUTES.",
        "HATCH OPENING IS EXPECTED AT 8:40",
        "THE HATCH IS OPEN, IF ALL GOES WELL.",
        "GO FOR HATCH OPEN.",
        "IS THE HATCH OPEN?",
        "THE HATCH IS OPEN?",
        "CAN YOU CONFIRM THE HATCH IS OPEN",
        "VERIFY THE HATCH IS CLOSED.",
        "THE HATCH IS NOT YET OPEN.",
        "WE DON'T THINK THE HATCH IS OPEN.",
        "HATCH ISN'T OPEN.",
        "THE DRAGON HATCH IS OPEN.",
        "THE HATCH TO THE VESTIBULE IS OPEN.",
        "THE CREW LOCK INNER HATCH IS CLOSED.",
        "THE IV HATCH IS CLOSED.",
        "THE HATCH IS CLOSED FOR A LEAK CHECK.",
        "THE HATCH THERMAL COVER IS OPEN.",
        "IN 1965 THE HATCH WAS OPENED AT 8:41 A.M. EASTERN.",
        "LAST WEEK THE HATCH IS OPENED",
        "DEPRESSURIZATION WILL BEGIN SOON.",
        "PROGRESS DEPRESSURIZATION IS UNDERWAY.",
        "THE SPACEWALK IS UNDERWAY.",
        "COVERAGE OF THE SPACEWALK IS NOW UNDERWAY",
        "THE SPACEWALK WILL OFFICIALLY BEGIN",
        "THE SPACEWALK BEGAN.",
        "A SPACEWALK STARTS WHEN THEY ARE ON BATTERY POWER.",
        "THEY HAVE BEEN ON BATTERY POWER FOR 3 HOURS.",
        "THE SPACEWALK IS OVER HALFWAY DONE.",
        "THE SPACEWALK IS OVER AN HOUR BEHIND.",
        "THE FIRST SPACEWALK IS OVER.",
        "THE PREVIOUS SPACEWALK HAS ENDED.",
        "LAST WEEK'S SPACEWALK HAS BEEN CANCELED.",
        "THE SPACEWALK FROM JUNE HAS BEEN CANCELED.",
        "IF THE SPACEWALK IS CALLED OFF",
        "THE SPACEWALK COULD BE CALLED OFF.",
        "HE IS BACK INSIDE THE AIRLOCK.",
    ],
)
def test_what_is_no_report(words: str) -> None:
    assert kinds(words) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("ONCE THE CREW IS READY AND", "THE HATCH IS OPEN"),
        ("WE ARE WAITING FOR", "HATCH OPEN."),
        ("HATCH OPEN", "IS EXPECTED SHORTLY."),
        ("THE DRAGON CAME LAST NIGHT.", "THE HATCH IS OPEN."),
        ("TODAY'S SPACEWALK IS NOW OVER", "HALFWAY."),
        ("THE HATCH WAS OPENED AT", "LAST WEEK'S SPACEWALK."),
    ],
)
def test_what_the_other_lines_turn_into_something_else(lines: tuple[str, ...]) -> None:
    assert kinds(*lines) == []
