"""What the pressure of the crewlock shows, on made-up days with the real days' numbers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from relay.core.hint import Hint
from relay.core.milestone import Milestone
from relay.core.observation import Observation, Topic
from relay.plugins import Document
from relay.sources.iss_telemetry.reading import Reading
from relay.testing.airlock import PRESSURE, Leg, along, in_order, switched, update
from relay.testing.claims import DAY, at

DOWN = (
    Leg("10:30", 742),
    Leg("10:31", 738, every=20),
    Leg("10:45", 262),
    Leg("10:48", 268),
    Leg("10:56", 104),
)
VENT = (Leg("11:10", 20.4, share=True),)
STEP = (Leg("11:10:07", 1.9, every=1, share=True),)
OUTSIDE = (Leg("17:00", 1.9, every=60),)
UP = (Leg("17:04", 165), Leg("17:10", 165), Leg("17:12", 262), Leg("17:18", 262), Leg("17:32", 742))
REST = (Leg("18:30", 744, every=30),)
WHOLE = (*DOWN, *VENT, *STEP, *OUTSIDE, *UP, *REST)
CABIN = ("AIRLOCK000054", "743.1")


def pressures(*legs: Leg, start: str = "10:00", torr: float = 742) -> list[Document]:
    return list(along(DAY, start, torr, legs))


def observed(documents: Iterable[Document]) -> list[Observation]:
    reading = Reading()
    return [found for one in documents for found in reading(one.text, one.at)]


def facts(documents: Iterable[Document]) -> list[tuple[Milestone | Topic, datetime | None]]:
    return [(one.kind, one.occurred_at) for one in observed(documents) if one.hint is None]


def clocks(documents: Iterable[Document]) -> list[str]:
    """Milestones and the minutes of them."""
    return [f"{kind} {when:%H:%M}" if when else str(kind) for kind, when in facts(documents)]


def test_a_whole_day() -> None:
    assert clocks(pressures(*WHOLE)) == ["hatch_open 11:10", "repress_start 17:00"]


def test_hints_on_the_way() -> None:
    pump = switched(DAY, [("10:29", 1), ("10:56", 0)])
    hints = [one.hint for one in observed(in_order(pump, pressures(*WHOLE))) if one.hint]

    assert hints == [Hint.DEPRESS, Hint.LEAK_CHECK, Hint.HATCH_IN_14_MIN, Hint.HATCH_IN_2_MIN]


def test_dressing_at_ten_psi_is_no_spacewalk() -> None:
    day = pressures(
        Leg("10:20", 527), Leg("11:35", 528, every=30), Leg("11:40", 742), Leg("13:00", 742)
    )
    assert observed(day) == []


def test_a_night_at_ten_psi_does_not_make_the_depressurization_longer() -> None:
    day = pressures(Leg("10:20", 527), Leg("15:00", 528, every=30), Leg("15:30", 250))
    (begun,) = [one.occurred_at for one in observed(day) if one.hint is Hint.DEPRESS]
    assert begun
    assert begun > at("15:00")


def test_a_vent_without_a_step_is_vacuum_of_unknown_cause() -> None:
    (hatch,) = observed_openings(pressures(*DOWN, Leg("12:10", 1.9, share=True, every=5)))

    assert "no step was seen" in hatch.note
    assert not hatch.when_due


def observed_openings(documents: Iterable[Document]) -> list[Observation]:
    return [one for one in observed(documents) if one.kind is Milestone.HATCH_OPEN]


def test_vacuum_is_believed_when_the_feed_goes_on_without_a_change() -> None:
    """The pressure is told when it changes: one sample, and then nothing for minutes."""
    day = pressures(*DOWN, Leg("11:30", 5.8, share=True, every=5))
    low = update(PRESSURE, at("11:30:10"), "1.9")
    other = [update("AIRLOCK000047", at(clock), "1") for clock in ("11:31:08", "11:31:11")]

    assert observed_openings([*day, low, other[0]]) == []
    assert len(observed_openings([*day, low, *other])) == 1


@pytest.mark.parametrize(("lost", "back"), [("11:05", "11:20"), ("10:30:30", "11:20")])
def test_a_hatch_that_opens_while_there_is_no_signal(lost: str, back: str) -> None:
    seen = [one for one in pressures(*WHOLE) if not at(lost) < one.at < at(back)]
    last = pressures(Leg("11:21", 1.2, every=5), start=back, torr=2.5)
    (hatch,) = observed_openings(in_order(seen, last))

    assert hatch.occurred_at is None
    assert "while no pressure was received" in hatch.note


def test_a_loss_of_signal_is_told_only_while_something_goes_on() -> None:
    def signal(clock: str, word: str) -> Document:
        return Document("iss_telemetry", at(clock), f'{{"signal": "{word}"}}')

    signals = [
        signal(clock, word)
        for clock, word in (("10:05", "lost"), ("10:06", "back"), ("11:01", "lost"))
    ]
    signals += [signal("11:01:30", "lost"), signal("11:02", "back")]
    day = in_order(pressures(Leg("10:29", 741, every=20), *WHOLE), signals)
    told = [one.hint for one in observed(day) if one.hint]

    assert told.count(Hint.SIGNAL_LOST) == told.count(Hint.SIGNAL_BACK) == 1


def test_the_station_says_itself_that_there_is_no_signal() -> None:
    time = [
        update("TIME_000001", at(clock), "1", **{"Status.Class": status})
        for clock, status in (("11:01", "24"), ("11:02", "12"), ("11:03", "24"))
    ]
    told = [one.hint for one in observed(in_order(pressures(*WHOLE), time)) if one.hint]

    assert [Hint.SIGNAL_LOST, Hint.SIGNAL_BACK] == [h for h in told if "signal" in str(h)]


def test_after_a_silence_of_hours_nothing_is_known() -> None:
    before = pressures(Leg("10:30", 742, every=20))
    after = pressures(Leg("13:30", 1.9), start="13:00", torr=1.9)
    assert observed([*before, *after]) == []


@pytest.mark.parametrize("start", [20.0, 1.9, 300.0])
def test_what_is_found_at_the_start_is_not_told(start: float) -> None:
    first = pressures(Leg("10:05", start * 0.99, every=1), torr=start)
    assert [] == [one for one in observed(first) if one.hint is not Hint.HATCH_IN_2_MIN]


def test_who_begins_to_look_during_the_vent_sees_the_step() -> None:
    day = [one for one in pressures(*WHOLE) if one.at > at("11:05")]
    assert clocks(day)[0] == "hatch_open 11:10"


def test_a_spacewalk_found_underway_still_ends() -> None:
    day = [one for one in pressures(*WHOLE) if one.at > at("11:12")]
    assert clocks(day) == ["repress_start 17:00"]


def test_an_abort_and_a_second_try() -> None:
    """As on 7 November 2005: depressurized, filled again, depressurized once more."""
    first = (*DOWN, Leg("11:08", 22, share=True), Leg("11:20", 742), Leg("11:40", 742, every=20))
    again = (
        Leg("11:55", 262),
        Leg("12:05", 104),
        Leg("12:20", 20, share=True),
        Leg("12:20:07", 1.9, every=1, share=True),
        Leg("12:30", 1.3, every=60),
    )
    assert clocks(pressures(*first, *again)) == ["hatch_open 12:20"]


def test_a_hatch_that_is_closed_again_after_ten_minutes() -> None:
    """As on 24 June 2024: open 12:44, closed 12:54, which leaves no trace, filled from 13:18."""
    back = (Leg("11:44", 1.9, every=60), Leg("11:58", 742), Leg("12:30", 743, every=30))
    day = pressures(*DOWN, *VENT, *STEP, *back)
    assert clocks(day) == ["hatch_open 11:10", "repress_start 11:44"]


def test_a_second_opening_of_the_same_day_is_another_one() -> None:
    back = (Leg("11:44", 1.9, every=60), Leg("11:58", 742), Leg("12:30", 743, every=30))
    again = (
        Leg("12:50", 104),
        Leg("13:10", 20, share=True),
        Leg("13:10:07", 1.9, every=1, share=True),
        Leg("13:20", 1.3, every=60),
    )
    openings = observed_openings(pressures(*DOWN, *VENT, *STEP, *back, *again))
    assert [one.again for one in openings] == [False, True]


def test_a_rise_that_falls_back_is_no_second_opening() -> None:
    short = (Leg("12:00", 1.9, every=60), Leg("12:01", 30), Leg("12:03", 1.9), Leg("17:00", 1.3))
    day = pressures(*DOWN, *VENT, *STEP, *short, *UP)
    assert len(observed_openings(day)) == 1
    assert clocks(day)[-1] == "repress_start 17:00"


@pytest.mark.parametrize("reference", [True, False])
def test_a_leak_of_the_cabin_is_no_depressurization(reference: bool) -> None:
    """All pressures fall together, three torr an hour, down to 690."""
    day: list[Document] = []
    for minute in range(0, 18 * 60, 5):
        moment = DAY + timedelta(minutes=minute)
        torr = 742 - 3 * minute / 60
        day.append(update(PRESSURE, moment, f"{torr:.4f}"))
        if reference:
            day.append(update(CABIN[0], moment, f"{torr + 1:.4f}"))
    deeper = [update(PRESSURE, DAY + timedelta(hours=18, minutes=m), "686.5") for m in range(9)]
    assert observed([*day, *deeper]) == []


@pytest.mark.parametrize("wrong", ["1.9", "0.0", "5.0"])
@pytest.mark.parametrize("clock", ["10:10", "10:40", "11:05", "13:00", "17:20"])
def test_one_wrong_value_shows_nothing(wrong: str, clock: str) -> None:
    glitch = update(PRESSURE, at(f"{clock}:01"), wrong)
    assert clocks(in_order(pressures(*WHOLE), [glitch])) == clocks(pressures(*WHOLE))


def test_a_sensor_that_fails_shows_no_hatch() -> None:
    dead = pressures(Leg("10:50", 0), start="10:40:02", torr=0.1)
    more = [update(PRESSURE, at(f"10:41:{s}"), str(s / 100)) for s in range(10, 50)]
    assert observed_openings([*pressures(*DOWN[:2], Leg("10:40", 400)), *dead, *more]) == []


def test_the_turn_of_the_year_is_only_a_turn() -> None:
    """The count of hours may begin anew, or run on."""
    day = datetime(2024, 12, 31, tzinfo=UTC)
    legs = [replace(leg, until=_later(leg.until)) for leg in WHOLE[:-1]]
    turned = list(along(day, "22:00", 742, legs))
    openings = observed_openings(turned)
    assert [one.occurred_at and one.occurred_at.hour for one in openings] == [23]
    ends = [when for kind, when in facts(turned) if kind is Milestone.REPRESS_START]
    assert [when and (when.year, when.day) for when in ends] == [(2025, 1)]


def _later(clock: str) -> str:
    hours, _, rest = clock.partition(":")
    return f"{int(hours) + 12}:{rest}"


@pytest.mark.parametrize("clock", ["10:05:30", "10:20:30"])
@pytest.mark.parametrize("level", [742.0, 527.0])
def test_one_wrong_value_after_a_silence_shows_nothing(level: float, clock: str) -> None:
    day = pressures(Leg("10:05", level), Leg("10:05:01", level))
    wrong = update(PRESSURE, at(clock), "0.0")
    alive = [update("AIRLOCK000047", at(clock) + timedelta(seconds=s), "1") for s in (6, 9)]
    back = pressures(Leg("10:40", level, every=1), start=clock[:-2] + "45", torr=level)
    assert observed([*day, wrong, *alive, *back]) == []


def test_a_bump_in_vacuum_is_no_repressurization() -> None:
    bump = [
        update(PRESSURE, at(f"13:00:0{n}"), value)
        for n, value in enumerate(("5.1", "5.7", "5.1", "1.9"), 1)
    ]
    glitch = [update(PRESSURE, at(f"14:00:0{n}"), "742") for n in range(1, 3)]
    day = in_order(pressures(*WHOLE), bump, glitch)
    assert clocks(day) == ["hatch_open 11:10", "repress_start 17:00"]


def test_a_repressurization_that_began_unseen_has_no_time() -> None:
    day = [one for one in pressures(*WHOLE) if not "16:50" < f"{one.at:%H:%M}" < "17:10"]
    *_, (kind, when) = facts(day)
    assert (kind, when) == (Milestone.REPRESS_START, None)


def test_after_an_abort_the_hint_is_taken_back() -> None:
    day = pressures(*DOWN, Leg("11:08", 22, share=True), Leg("11:20", 742), Leg("11:40", 742))
    assert [one.hint for one in observed(day)][-1] is Hint.FILLED


def test_air_that_comes_in_lets_nobody_expect_a_hatch() -> None:
    day = [one for one in pressures(*WHOLE) if one.at > at("17:00:20")]
    assert observed(day) == []


def test_a_signal_that_comes_and_goes_is_told_seldom() -> None:
    flapping = [
        Document("iss_telemetry", at(f"11:05:{n:02}"), f'{{"signal": "{word}"}}')
        for n, word in enumerate(["lost", "back"] * 20)
    ]
    hints = [one.hint for one in observed(in_order(pressures(*WHOLE), flapping)) if one.hint]
    assert hints.count(Hint.SIGNAL_LOST) == hints.count(Hint.SIGNAL_BACK) == 1


def test_a_descent_that_was_forgotten_lets_nobody_expect_a_hatch() -> None:
    before = pressures(Leg("10:05", 742), *DOWN)
    after = pressures(Leg("14:10", 60), Leg("14:20", 742), start="14:00", torr=8)
    assert [one for one in observed([*before, *after]) if one.seen_at > at("13:00")] == []
