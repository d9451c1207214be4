"""Rarer idioms of all milestones, and what stands beside them without being one."""

from collections.abc import Callable

import pytest

AT = "2026-06-30 19:00"
START = "eva_start 2026-06-30 12:12"
END = "eva_end 2026-06-30 18:45"
CASES = [
    ("The spacewalk has been underway since 8:12 a.m. EDT.", [START]),
    ("With suits on battery power as of 8:12 a.m. EDT, the spacewalk is on.", [START]),
    ("Palmer and Cruz switched to suit battery power at 8:12 a.m. EDT.", [START]),
    ("Official spacewalk start: 8:12 a.m. EDT.", [START]),
    ("Time of the official start: 8:12 a.m. EDT (12:12 UTC).", [START]),
    ("The two are six hours into their work outside the station, which began at 8:12 a.m. EDT.",
     [START]),
    ("The spacewalk, now in its sixth hour, has been going since 8:12 a.m. EDT.", [START]),
    ("Flight controllers brought the spacewalk to a close at 2:45 p.m. EDT.", [END]),
    ("Their 6 hours and 33 minutes outside ended at 2:45 p.m. EDT.", [f"{END} after 6:33:00"]),
    ("The spacewalkers called it a day at 2:45 p.m. EDT.", [END]),
    ("A first spacewalk for both, they concluded it at 2:45 p.m. EDT.", [END]),
    ("The astronauts rounded off their spacewalk at 2:45 p.m. EDT.", [END]),
    ("Spacewalk end time: 2:45 p.m. EDT.", [END]),
    ("The excursion was over at 2:45 p.m. EDT.", [END]),
    ("Palmer and Cruz are being brought back inside Quest because of a water leak.",
     ["terminated -"]),
    ("Flight controllers called both spacewalkers back to the airlock after a suit alarm.",
     ["terminated -"]),
    ("The duo was told to start making their way back to the airlock because of a suit alarm.",
     ["terminated -"]),
    ("Mission Control is bringing the crew back inside early out of caution.", ["terminated -"]),
    ("The cosmonauts opened the hatch at 18:12 Moscow time and closed it to check for leaks.",
     ["hatch_open 2026-06-30 15:12", "interim hatch_closed -"]),
    ("After a first look outside they shut it for a short leak check.", ["interim hatch_closed -"]),
    ("Watch NASA+ now for live views of the spacewalk.", ["coverage_start -"]),
    ("Watch the two astronauts on their spacewalk live right now.", ["coverage_start -"]),
    ("Live coverage is now on NASA+ for the spacewalk.", ["coverage_start -"]),
    ("NASA+ coverage of the spacewalk: on the air now.", ["coverage_start -"]),
    # What is none of it.
    ("With the spacewalk complete, the astronauts spoke with reporters at 1:30 p.m. EDT.", []),
    ("At 2 p.m. EDT, after completing the spacewalk, the crew took off the suits.", []),
    ("After ending a spacewalk outside Quest the two astronauts had lunch at 2 p.m. EDT.", []),
    ("The spacewalk over, the crew turned to dinner at 2 p.m. EDT.", []),
    ("Cruz was called back to the airlock to fetch a tool he had left there.", []),
    ("Two tool bags are being brought back inside because of a worn strap.", []),
    ("The suits have been on battery power tests since 8:12 a.m. EDT.", []),
    ("Watch a replay of the spacewalk now on NASA+.", []),
    ("Watch live on NASA+ tomorrow; the schedule of the spacewalk is now online.", []),
    ("The crew closed it for good: the supply cabinet had been open since the spacewalk.", []),
    ("The astronauts called it a night at 2 p.m. EDT, a day before the spacewalk.", []),
    ("The review of the spacewalk came to a close at 2:45 p.m. EDT.", []),
    ("Work outside the galley began at 8:12 a.m. EDT.", []),
    ("A spacewalk normally lasts six and a half hours and ends with repressurization.", []),
    ("The inner hatch was opened at 2:58 p.m. EDT and they closed it again at 3:05 p.m.", []),
    ("The hatch of the Harmony module was opened at 2:58 p.m. EDT after the spacewalk.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_an_idiom_is_read_as_meant(
    tell: Callable[[str, str], list[str]], text: str, expected: list[str]
) -> None:
    assert sorted(expected) == sorted(tell(text, AT))


LEADING = [
    (
        "At 2:45 p.m. EDT, Palmer and Cruz, who had been outside since 8:20 a.m., concluded their "
        "spacewalk.",
        ["egress 2026-06-30 12:20", END],
    ),
    (
        "At 2:45 p.m. EDT, Palmer and Cruz, who began the day at 5 a.m. with suit checks, concluded "
        "their spacewalk.",
        [END],
    ),
    (
        "At 2:45 p.m. EDT, Palmer and Cruz, who switched their suits to battery power at 8:12 a.m., "
        "ended the spacewalk.",
        [START, END],
    ),
    (
        "At 2:45 p.m. EDT, Palmer and Cruz, who had swapped the first of the two units last week, "
        "concluded their spacewalk.",
        [END],
    ),
    (
        "Palmer and Cruz concluded, at 2:45 p.m. EDT, their fifth and last spacewalk of the year.",
        [END],
    ),
    ("The pair finished up at 2:45 p.m. EDT after a spacewalk of several hours.", [END]),
    ("Palmer and Cruz's spacewalk (official start: 8:12 a.m. EDT) will be shortened.", [START]),
    ("The spacewalk started two hours late, with an official start time of 8:12 a.m. EDT.",
     [START]),
    ("The duo is outside the station for work that began at 8:12 a.m. EDT.", [START]),
    ("The astronauts are being brought back inside.", ["terminated -"]),
    (
        "The crew opened Poisk at 18:12 Moscow time, closed it for a leak check and opened it again "
        "at 18:55.",
        [
            "hatch_open 2026-06-30 15:12",
            "interim hatch_closed -",
            "hatch_open again 2026-06-30 15:55",
        ],
    ),
    (
        "After NASA astronauts Ada Palmer and Bo Cruz concluded their spacewalk, Mission Control "
        "started moving the robotic arm at 2:50 p.m. EDT.",
        [],
    ),
    ("The live show for the spacewalk has begun on NASA+.", ["coverage_start -"]),
    ("The crew completed its spacewalk and begins its sleep period at 2:50 p.m. EDT.",
     ["eva_end -"]),
    ("The duo concluded their spacewalk and at 2:50 p.m. EDT joined a call.", ["eva_end -"]),
    ("The astronauts that completed the spacewalk joined a call at 2:50 p.m. EDT.", []),
    ("Just before concluding their spacewalk, the pair took pictures at 2:20 p.m. EDT.", []),
    ("While ending the spacewalk, the two took pictures at 2:20 p.m. EDT.", []),
    ("With a spacewalk completed, the crew turned to Dragon, which docked at 2 p.m. EDT.", []),
    ("Official start: 8:12 a.m. EDT (planned: 8:30 a.m. EDT) for the spacewalk.", [START]),
    ("Start of US EVA 95: 8:12 a.m. EDT", [START]),
    ("The spacewalk ended at 2:45 p.m. EDT, 6 hours and 33 minutes after Palmer and Cruz had "
     "switched their suits to battery power.", [f"{END} after 6:33:00"]),
    ("After opening the hatch of the Poisk airlock at 18:12 Moscow time, the cosmonauts got to "
     "work.", ["hatch_open 2026-06-30 15:12", "eva_start 2026-06-30 15:12"]),
    ("The walk in space by Palmer and Cruz ended at 2:45 p.m. EDT.", [END]),
    ("The pair began working outside at 8:12 a.m. EDT.", [START]),
    ("Mission Control called the spacewalk off because of a suit leak.", ["scrubbed -"]),
    ("The spacewalkers are heading back to the airlock because of a suit problem.",
     ["terminated -"]),
    ("The spacewalkers are heading back to the airlock after a long day.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LEADING)
def test_a_time_goes_with_its_own_verb(
    tell: Callable[[str, str], list[str]], text: str, expected: list[str]
) -> None:
    assert sorted(expected) == sorted(tell(text, AT))
