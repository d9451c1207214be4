"""What is printed of the hatch and the pressure, and what that means by segment."""

from collections.abc import Callable

import pytest

CASES = [
    (
        "2021-09-03 15:00",
        "Novitskiy and Dubrov began a spacewalk to lay cables for the Nauka module when they "
        "opened the hatch of the Poisk airlock at 10:41 a.m. EDT.",
        ["eva_start 2021-09-03 14:41", "hatch_open 2021-09-03 14:41"],
    ),
    (
        "2018-12-11 16:10",
        "Kononenko and Prokopyev opened the hatch to the Pirs docking compartment to begin "
        "the spacewalk at 10:59 a.m. EST.",
        ["hatch_open 2018-12-11 15:59", "eva_start 2018-12-11 15:59"],
    ),
    (
        "2018-12-11 23:55",
        "The cosmonauts re-entered the airlock and closed the hatch at 6:44 p.m. EST.",
        ["hatch_closed 2018-12-11 23:44", "eva_end 2018-12-11 23:44"],
    ),
    (
        "2021-06-02 06:00",
        "Two cosmonauts opened the hatch of the Poisk airlock at 1:53 a.m. EDT, marking the "
        "beginning of their spacewalk.",
        ["hatch_open 2021-06-02 05:53", "eva_start 2021-06-02 05:53"],
    ),
    (
        "2021-06-02 06:00",
        "Открытие выходного люка состоялось в 8:53 по московскому времени.",
        ["hatch_open 2021-06-02 05:53", "eva_start 2021-06-02 05:53"],
    ),
    (
        "2020-11-18 16:10",
        "The first opening of the hatch took place at 18:12 MSK; it was closed for a leak "
        "check and the crew re-opened the hatch at 18:55 MSK.",
        [
            "hatch_open 2020-11-18 15:12",
            "interim hatch_closed -",
            "hatch_open again 2020-11-18 15:55",
        ],
    ),
    (
        "2020-11-19 08:00",
        "The cosmonauts opened the hatch at 18:12 MSK on Nov. 18. The egress hatch of Poisk "
        "was closed at 01:01:00 MSK on Nov. 19.",
        [
            "hatch_open 2020-11-18 15:12",
            "eva_start 2020-11-18 15:12",
            "hatch_closed 2020-11-18 22:01",
            "eva_end 2020-11-18 22:01",
        ],
    ),
    (
        "2025-05-01 18:50",
        "The Quest airlock began to be re-pressurized at 2:49 p.m. EDT.",
        ["repress_start 2025-05-01 18:49", "eva_end 2025-05-01 18:49"],
    ),
    (
        "2005-11-07 14:50",
        "The airlock repressurization has begun at 1449 GMT.",
        ["repress_start 2005-11-07 14:49"],
    ),
    (
        "2005-11-07 15:05",
        "Depressurization is underway again.",
        ["depress_start again -"],
    ),
    (
        "2005-11-07 15:05",
        "Depressurization of the airlock began again at 10:01 a.m. EDT.",
        ["depress_start again 2005-11-07 15:01"],
    ),
    (
        "2024-06-24 12:50",
        "The Quest hatch was opened at 8:44 a.m. EDT.",
        ["hatch_open 2024-06-24 12:44"],
    ),
    (
        "2005-11-07 15:10",
        "The crew repressurized the airlock at 1449 GMT because a valve had been left in the "
        "wrong position.",
        ["repress_start 2005-11-07 14:49"],
    ),
    (
        "2005-11-07 15:10",
        "At 14:49 GMT repressurization of the airlock began; full pressure was reached at "
        "14:54 GMT and the inner hatch was closed again at 14:57 GMT.",
        ["repress_start 2005-11-07 14:49"],
    ),
    (
        "2005-11-07 15:10",
        "Airlock depressurization restarted at 15:01 GMT (10:01 a.m. EDT).",
        ["depress_start again 2005-11-07 15:01"],
    ),
    (
        "2018-12-12 01:00",
        "The cosmonauts re-entered the airlock and closed the hatch at 6:44 p.m. EST, ending "
        "a 7-hour, 45-minute spacewalk.",
        ["hatch_closed 2018-12-11 23:44", "eva_end 2018-12-11 23:44 after 7:45:00"],
    ),
    (
        "2018-12-12 01:00",
        "Their 7-hour, 45-minute spacewalk ended when they closed the Pirs hatch at 6:44 p.m. EST.",
        ["eva_end 2018-12-11 23:44 after 7:45:00", "hatch_closed 2018-12-11 23:44"],
    ),
    (
        "2020-11-19 10:00",
        "The first opening of the hatch took place on Nov. 18 at 18:12 MSK.",
        ["hatch_open 2020-11-18 15:12", "eva_start 2020-11-18 15:12"],
    ),
    (
        "2020-11-19 10:00",
        "At 18:55 Moscow time on Nov. 18 the crew re-opened the hatch.",
        ["hatch_open again 2020-11-18 15:55"],
    ),
    (
        "2023-10-26 01:50",
        "The spacewalkers completed most of their major objectives before closing the hatch "
        "to Poisk at 9:30 p.m. EDT.",
        ["hatch_closed 2023-10-26 01:30", "eva_end 2023-10-26 01:30"],
    ),
    (
        "2022-04-18 15:00",
        "The hatch opening occurred at 11:01 a.m. EDT, marking the official start of Russian "
        "spacewalk 52.",
        ["hatch_open 2022-04-18 15:01", "eva_start 2022-04-18 15:01"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_the_airlock_is_read_as_meant(
    tell: Callable[[str, str], list[str]], published: str, text: str, expected: list[str]
) -> None:
    found = tell(text, published)

    assert sorted(expected) == sorted(found)
