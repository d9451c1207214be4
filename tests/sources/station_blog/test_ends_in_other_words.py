"""Ends that are told in idioms, out of order, or counted from the start."""

from collections.abc import Callable

import pytest

AT = "2026-06-30 19:00"
NIGHT = "2026-06-29 22:30"
END = "eva_end 2026-06-30 18:45"
CASES = [
    (AT, "The spacewalk came to a close at 2:45 p.m. EDT.", [END]),
    (
        AT,
        "Their excursion drew to a close at 2:45 p.m. EDT after 6 hours and 33 minutes.",
        [f"{END} after 6:33:00"],
    ),
    (AT, "Today's outing drew to an end at 2:45 p.m. EDT.", [END]),
    (AT, "The spacewalk was brought to a close at 2:45 p.m. EDT.", [END]),
    (AT, "The astronauts' work outside Quest came to an end at 2:45 p.m. EDT.", [END]),
    (AT, "The 6 hour, 33 minute excursion ended at 2:45 p.m. EDT.", [f"{END} after 6:33:00"]),
    (
        AT,
        "The 6-hour, 33-minute sortie by the two astronauts ended at 18:45 GMT.",
        [f"{END} after 6:33:00"],
    ),
    (
        AT,
        "At 2:45 p.m. EDT, Palmer and Cruz, who spent most of the day swapping a pump module on "
        "the port truss and routing cables for a future antenna, concluded their spacewalk.",
        [END],
    ),
    (
        AT,
        "At 2:45 p.m. EDT Palmer, who was on her fourth spacewalk, and Cruz, who was on his "
        "first, finished the spacewalk.",
        [END],
    ),
    (AT, "Palmer and Cruz concluded at 2:45 p.m. EDT their second spacewalk of the month.", [END]),
    (
        AT,
        "The duo finished at 2:45 p.m. EDT a six-hour, 33-minute spacewalk outside Quest.",
        [f"{END} after 6:33:00"],
    ),
    (AT, "Palmer and Cruz wrapped things up at 2:45 p.m. EDT, closing out the spacewalk.", [END]),
    (AT, "Official end: 2:45 p.m. EDT.", [END]),
    (AT, "End of EVA: 18:45 UTC.", [END]),
    (
        AT,
        "The spacewalk ended when repressurization of the crew lock began at 2:45 p.m. EDT.",
        [END],
    ),
    (
        AT,
        "The spacewalk concluded at 2:45 p.m. EDT, when the airlock began to be repressurized.",
        [END],
    ),
    (
        AT,
        "Palmer and Cruz ended their spacewalk at 2:45 p.m. EDT, as Quest started to be "
        "repressurized.",
        [END],
    ),
    (
        AT,
        "The spacewalk is over: the crew lock began to be repressurized at 2:45 p.m. EDT after 6 "
        "hours, 33 minutes.",
        ["repress_start 2026-06-30 18:45", f"{END} after 6:33:00"],
    ),
    (
        AT,
        "The spacewalk ended at 2:45 p.m. EDT, 6 hours 33 minutes after its start.",
        [f"{END} after 6:33:00"],
    ),
    (
        AT,
        "The outing came to an end at 2:45 p.m. EDT, 6 h 33 min after it began.",
        [f"{END} after 6:33:00"],
    ),
    (
        AT,
        "The spacewalk concluded at 2:45 p.m. EDT, six hours and 33 minutes after the pair "
        "switched their suits to battery power.",
        [f"{END} after 6:33:00"],
    ),
    (
        AT,
        "The spacewalk ended six hours and 33 minutes after the pair switched their suits to "
        "battery power at 8:12 a.m. EDT.",
        ["eva_start 2026-06-30 12:12", f"{END} after 6:33:00"],
    ),
    (
        NIGHT,
        "The cosmonauts closed the Poisk hatch at 01:01 Moscow time, 6 h 47 min after they opened "
        "it.",
        ["hatch_closed 2026-06-29 22:01", "eva_end 2026-06-29 22:01 after 6:47:00"],
    ),
    (
        NIGHT,
        "They shut the hatch of Poisk at 22:01 GMT, 6 hours and 47 minutes after the first opening.",
        ["hatch_closed 2026-06-29 22:01", "eva_end 2026-06-29 22:01 after 6:47:00"],
    ),
    (
        AT,
        "After concluding their spacewalk at 2:45 p.m. EDT, the astronauts took off their suits "
        "at 3:40 p.m.",
        [END],
    ),
    (
        AT,
        "At 2:45 p.m. EDT controllers began to repressurize the Quest airlock.",
        ["repress_start 2026-06-30 18:45", END],
    ),
    (
        AT,
        "Crewmates inside started to repressurize the airlock at 1845 GMT.",
        ["repress_start 2026-06-30 18:45"],
    ),
    (AT, "The spacewalkers are being brought back inside after a coolant leak.", ["terminated -"]),
    (
        AT,
        "Both astronauts were told to head back to the airlock because a glove had been damaged.",
        ["terminated -"],
    ),
    (
        AT,
        "The cosmonauts have been directed to come back inside Poisk due to a coolant leak.",
        ["terminated -"],
    ),
    (
        AT,
        "Artemyev was ordered to return to the airlock because of a battery power issue.",
        ["terminated -"],
    ),
    (
        AT,
        "The crew is being called back to Quest because of high carbon dioxide readings.",
        ["terminated -"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_an_end_in_other_words_is_read_as_meant(
    tell: Callable[[str, str], list[str]], published: str, text: str, expected: list[str]
) -> None:
    assert sorted(expected) == sorted(tell(text, published))
