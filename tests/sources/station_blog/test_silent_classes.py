"""False friends by class: explanations, other hatches, work after a spacewalk, mere invitations."""

from collections.abc import Callable

import pytest

EXPLANATIONS = [
    "A US spacewalk begins when both astronauts set their suits to battery power.",
    "A spacewalk officially starts once the suits are switched to battery power.",
    "U.S. spacewalks are timed from the moment the suits are switched to battery power.",
    "Suits are put on battery power, which marks the official start of a U.S. spacewalk.",
    "The start of a U.S. spacewalk is defined as the moment when both suits are on battery power.",
    "By convention an American spacewalk is under way when the suits are on battery power.",
    "A Russian spacewalk ends when the cosmonauts have closed the hatch.",
    "Each spacewalk is considered over when the airlock is repressurized.",
    "Spacewalks end when repressurization of the crew lock has begun.",
    "Every Russian spacewalk is counted from the moment the hatch is opened.",
]
INNER = [
    "The hatch between Quest and Unity was closed at 7:40 a.m. EDT.",
    "Crewmates closed the hatch leading to the equipment lock at 7:40 a.m. EDT.",
    "Crewmates opened the hatch leading into the Unity module at 7:40 a.m. EDT.",
    "The airlock's internal hatch was shut at 7:40 a.m. EDT.",
    "At 7:40 a.m. EDT the inner hatch of Quest was closed.",
    "The hatch that separates the airlock from the rest of the station was sealed at 7:40 a.m. EDT.",
    "The hatch to the Unity node was opened at 7:40 a.m. EDT, and the spacewalkers floated inside.",
    "At 7:40 a.m. EDT the crew opened the hatch from Quest into the station.",
    "The airlock hatch on the station side was closed at 7:40 a.m. EDT.",
    "The hatch connecting Poisk with Zvezda was closed at 7:40 a.m. EDT.",
    "The Unity-side hatch of Quest was closed at 7:40 a.m. EDT and reopened at 7:55 a.m.",
    "The airlock hatch to the station's interior, swung shut by Cruz, was closed at 7:40 a.m. EDT.",
]
AFTERWARDS = [
    "After completing the spacewalk, the astronauts joined a call with controllers at 7 a.m. EDT.",
    "Having finished the spacewalk, the crew sat down to dinner at 6:30 a.m. EDT.",
    "Once the spacewalk ended, controllers began moving the robotic arm at 7:10 a.m. EDT.",
    "Following the conclusion of the spacewalk, a medical exam took place at 7 a.m. EDT.",
    "After they concluded their spacewalk, at 7 a.m. EDT the two astronauts stowed their tools.",
    "After wrapping up the excursion, Palmer spoke with her family around 7:15 a.m. EDT.",
]
OTHERS = [
    "Watch live views of Earth on NASA+ tomorrow, after the spacewalk.",
    "Watch the replay of the spacewalk now on NASA+.",
    "Kimbrough was told to return to the airlock to restart his suit.",
    "Kimbrough is being brought back to the airlock to reconnect an umbilical.",
    "The spacewalkers were told to return to the airlock after all tasks had been completed.",
    "The old pump is being brought back inside the airlock.",
    "The first spacewalker was out at 6:51 a.m. EDT, the other at 6:57 a.m.",
    "Coverage of the Dragon docking is on the air, a day after the spacewalk.",
    "Engineers set Thursday as the new date for the cargo flight; the spacewalk is unaffected.",
    "The work inside, which began at 7:10 a.m. EDT, had no link with the spacewalk.",
    "Palmer closed her laptop and then opened it again before the spacewalk.",
]

NOT_YET = [
    "The spacewalk will be over at 7 a.m. EDT.",
    "The spacewalk should be completed by 7 a.m. EDT.",
    "The spacewalk is expected to be concluded at 7 a.m. EDT.",
    "The spacewalk will have ended by 7 a.m. EDT.",
    "The spacewalk was to have begun at 7:10 a.m. EDT.",
    "The spacewalk would have ended at 7 a.m. EDT.",
    "The spacewalk is about half over.",
    "The spacewalk was nearly complete at 7:15 a.m. EDT.",
]
PARTS = [
    "Palmer completed the main task of the spacewalk at 7:15 a.m. EDT.",
    "The pair began the second half of the spacewalk at 7:15 a.m. EDT.",
    "The spacewalk has completed its first hour at 7:15 a.m. EDT.",
    "The pair ended their spacewalk day at 7 a.m. EDT with a meal.",
    "The astronauts ended the day of their spacewalk at 7 a.m. EDT.",
    "A practice spacewalk ended in the pool at 7:15 a.m. EDT.",
    "The virtual reality spacewalk began at 7:15 a.m. EDT.",
]


@pytest.mark.parametrize("text", EXPLANATIONS + INNER + AFTERWARDS + OTHERS + NOT_YET + PARTS)
def test_a_false_friend_of_a_class_says_nothing(
    tell: Callable[[str, str], list[str]], text: str
) -> None:
    assert [] == tell(text, "2026-06-30 12:00")
