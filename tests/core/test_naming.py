"""The spellings of spacewalks and of spacewalkers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.core.naming import family_name, segment_and_number
from relay.core.spacewalk import Segment

US, RUSSIAN = Segment.US, Segment.RUSSIAN


@pytest.mark.parametrize(
    ("name", "segment", "number"),
    [
        ("US EVA 95", US, "95"),
        ("US EVA-95", US, "95"),
        ("US EVA‑95", US, "95"),
        ("U.S. EVA #95", US, "95"),
        ("U.S. Spacewalk 95", US, "95"),
        ("U.S. spacewalk #95", US, "95"),
        ("u. s. space walk no. 95", US, "95"),
        ("ISS U.S. EVA-090", US, "90"),
        ("International Space Station U.S. Spacewalk 96: solar arrays", US, "96"),
        ("Russian EVA-49", RUSSIAN, "49"),
        ("RS EVA 45A", RUSSIAN, "45a"),
        ("Russian spacewalk 50", RUSSIAN, "50"),
        ("Russian\xa0Spacewalk – 50", RUSSIAN, "50"),
        ("Roscosmos EVA 50", RUSSIAN, "50"),
        ("ISS Russian segment EVA-47", RUSSIAN, "47"),
        ("VKD-49", RUSSIAN, "49"),
        ("ВКД-49", RUSSIAN, "49"),
        ("Russian EVA-49 (VKD-49)", RUSSIAN, "49"),
        ("U.S. spacewalks 91 and 92", US, "91"),
        ("U.S. spacewalk", US, None),
        ("A Russian spacewalk", RUSSIAN, None),
        ("US EVA on 5 May 2026", US, None),
        ("Russian EVA 12:30 UTC", RUSSIAN, None),
        ("US EVA 2026", US, None),
        ("A US EVA and a Russian EVA", None, None),
        ("Expedition 65 EVA 7", None, None),
        ("Spacewalk 95", None, None),
        ("Shenzhou-20 EVA 1", None, None),
        ("join us EVAn 5", None, None),
        ("bus EVA 3", None, None),
        ("", None, None),
    ],
)
def test_the_name_of_a_spacewalk(name: str, segment: Segment | None, number: str | None) -> None:
    assert segment_and_number(name) == (segment, number)


@given(st.text(max_size=200))
def test_any_text_reads_without_harm(text: str) -> None:
    segment, number = segment_and_number(text)

    assert number is None or segment is not None


@given(st.integers(1, 999), st.sampled_from(["US EVA", "U.S. Spacewalk", "Russian EVA", "VKD"]))
def test_every_number_is_read_in_every_spelling(number: int, name: str) -> None:
    assert {segment_and_number(f"{name}{joint}{number}")[1] for joint in (" ", "-", " #")} == {
        str(number)
    }


@pytest.mark.parametrize(
    ("full", "family"),
    [
        ("Sergey Kud-Sverchkov", "Kud-Sverchkov"),
        ("Mark Vande Hei", "Vande Hei"),
        ("Sultan Alneyadi", "Alneyadi"),
        ("Hazza Al Mansouri", "Al Mansouri"),
        ("James D. A. van Hoften", "van Hoften"),
        ("Michael López-Alegría", "López-Alegría"),
        ("Joseph M. Acaba Jr.", "Acaba"),
        ("Joseph Acaba, Jr.", "Acaba"),
        ("Kononenko, Oleg", "Kononenko"),
        ("  Zena   Cardman ", "Cardman"),
        ("Virts", "Virts"),
        ("", ""),
    ],
)
def test_the_family_name(full: str, family: str) -> None:
    assert family_name(full) == family
