"""Events and spacewalks of Launch Library."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation, Topic
from relay.core.spacewalk import Identity, Plan, Precision, Segment
from relay.errors import SourceChanged
from relay.sources.launch_library import LaunchLibrary
from relay.testing.sources import SourceContract

START = datetime(2026, 8, 6, 12, 0, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[3] / "../shared/data/api"


def person(name: str, agency: str = "National Aeronautics and Space Administration") -> object:
    return {"name": name, "agency": {"name": agency, "abbrev": ""}}


def event(**changed: object) -> dict[str, object]:
    return {
        "id": 1012,
        "url": "https://ll.thespacedevs.com/2.3.0/events/1012/",
        "name": "US EVA-95",
        "type": {"id": 3, "name": "EVA"},
        "description": "Two astronauts replace a pump.",
        "date": "2026-08-06T12:00:00Z",
        "date_precision": {"id": 1, "name": "Minute", "abbrev": "MIN"},
        "duration": "PT6H30M",
        "location": "International Space Station",
        "webcast_live": False,
        "info_urls": [{"priority": 10, "url": "https://www.nasa.gov/spacewalk-95/"}],
        "vid_urls": [],
        "updates": [],
        "agencies": [{"name": "National Aeronautics and Space Administration", "abbrev": "NASA"}],
        "astronauts": [person("Zena Cardman"), person("Mark Vande Hei")],
        **changed,
    }


def spacewalk(**changed: object) -> dict[str, object]:
    return {
        "id": 500,
        "url": "https://ll.thespacedevs.com/2.3.0/spacewalks/500/",
        "name": "Expedition 75 EVA 2",
        "start": "2026-08-06T12:07:00Z",
        "end": "2026-08-06T18:31:00Z",
        "duration": "PT6H24M",
        "location": "International Space Station",
        "crew": [
            {"role": {"role": "EV1"}, "astronaut": person("Zena Cardman")},
            {"role": {"role": "EV2"}, "astronaut": person("Mark Vande Hei")},
        ],
        "event": {"id": 1012, "name": "US EVA-95"},
        **changed,
    }


def document(*entries: object) -> str:
    return json.dumps({"count": len(entries), "next": None, "results": entries})


def read(*entries: object, at: datetime = START) -> list[Observation]:
    return LaunchLibrary.parse(document(*entries), at)


def update(comment: object, at: datetime = START, **changed: object) -> dict[str, object]:
    return {"id": 1, "comment": comment, "created_on": at.isoformat(), **changed}


VIDEO = {
    "priority": 3,
    "publisher": "NASA",
    "title": "US Spacewalk 95",
    "url": "https://plus.nasa.gov/video/95",
    "start_time": "2026-08-06T10:30:00Z",
    "end_time": None,
    "live": True,
}


class TestContract(SourceContract):
    source = LaunchLibrary
    examples = (
        document(event(vid_urls=[VIDEO], updates=[update("EVA has begun at 11:52 UTC.")])),
        document(spacewalk()),
    )


class TestSchedule:
    def test_an_event_is_a_plan(self) -> None:
        (said,) = read(event())

        assert (said.kind, said.trust) == (Topic.SCHEDULE, Trust.AUTOMATIC)
        assert (said.planned, said.occurred_at) == (True, None)
        assert said.plan == Plan(
            start=START,
            precision=Precision.MINUTE,
            duration=timedelta(hours=6, minutes=30),
            name="US EVA-95",
            description="Two astronauts replace a pump.",
        )
        assert said.spacewalk == Identity(
            segment=Segment.US,
            number="95",
            near=START,
            crew=frozenset({"Cardman", "Vande Hei"}),
            reference="launch_library:1012",
        )
        assert said.evidence.address == "https://www.nasa.gov/spacewalk-95/"
        assert said.evidence.words == "US EVA-95: 2026-08-06T12:00:00Z (Minute)"

    @pytest.mark.parametrize(
        ("precision", "meant"),
        [
            ({"name": "Second"}, Precision.MINUTE),
            ({"name": "Minute"}, Precision.MINUTE),
            ({"name": "Hour"}, Precision.HOUR),
            ({"name": "Morning"}, Precision.DAY),
            ({"name": "Day"}, Precision.DAY),
            ({"name": "Month"}, Precision.MONTH),
            ({"name": "Quarter 3"}, Precision.YEAR),
            ({"name": "Year"}, Precision.YEAR),
            (None, Precision.DAY),
            ("Minute", Precision.DAY),
            ({"name": 1}, Precision.DAY),
        ],
    )
    def test_how_exact_it_is(self, precision: object, meant: Precision) -> None:
        (said,) = read(event(date_precision=precision))

        assert said.plan is not None
        assert (said.plan.start, said.plan.precision) == (START, meant)

    def test_a_placeholder_of_a_month_tells_no_spacewalks_apart(self) -> None:
        (said,) = read(event(date_precision={"name": "Month"}))

        assert said.spacewalk.near is None

    @pytest.mark.parametrize(
        ("changed", "segment"),
        [
            ({"name": "Russian EVA-66"}, Segment.RUSSIAN),
            ({"name": "Spacewalk", "agencies": [{"name": "ROSCOSMOS"}]}, Segment.RUSSIAN),
            ({"name": "Spacewalk"}, Segment.US),
            ({"name": "Spacewalk", "agencies": [{"abbrev": "NASA"}, {"abbrev": "RFSA"}]}, None),
            (
                {"name": "Spacewalk", "description": "They leave from the Poisk airlock."},
                Segment.RUSSIAN,
            ),
            ({"name": "Expedition 65 EVA 7", "agencies": []}, None),
        ],
    )
    def test_the_segment_is_never_guessed(
        self, changed: dict[str, object], segment: Segment | None
    ) -> None:
        assert read(event(**changed))[0].spacewalk.segment is segment

    def test_a_number_within_an_expedition_is_not_the_agencys(self) -> None:
        assert read(event(name="Expedition 65 EVA 7"))[0].spacewalk.number is None

    @pytest.mark.parametrize(
        "changed",
        [
            {"type": {"id": 2, "name": "Docking"}},
            {"spacestations": [{"name": "Tiangong space station"}], "location": ""},
            {"location": "Tiangong Space Station"},
            {"location": None, "name": "Shenzhou-24 EVA 1"},
            {"location": None, "name": "Polaris Dawn EVA"},
            {"name": None},
        ],
    )
    def test_what_is_no_spacewalk_of_the_station(self, changed: dict[str, object]) -> None:
        assert read(event(**changed)) == []

    def test_all_fields_empty(self) -> None:
        empty = dict.fromkeys(event())

        assert read({**empty, "name": "US EVA-95", "type": {"id": 3}})[0].plan == Plan(
            start=None, precision=Precision.DAY, name="US EVA-95"
        )

    def test_one_broken_event_does_not_cost_the_others(self) -> None:
        broken = {key: [7] for key in event()}

        assert len(read(None, broken, "x", event())) == 1


class TestStreams:
    def test_an_address_to_watch_at(self) -> None:
        said = read(event(vid_urls=[VIDEO]))[1]

        assert said.kind is Topic.STREAM
        assert said.stream is not None
        assert said.stream.url == "https://plus.nasa.gov/video/95"
        assert (said.stream.live, said.stream.priority) == (True, 3)
        assert said.stream.starts_at == datetime(2026, 8, 6, 10, 30, tzinfo=UTC)

    @pytest.mark.parametrize("on_air", [True, False])
    def test_without_flags_of_their_own_the_event_says_whether_they_are_live(
        self, on_air: bool
    ) -> None:
        said = read(event(vid_urls=[{"url": VIDEO["url"]}], webcast_live=on_air))[1]

        assert said.stream is not None
        assert said.stream.live is on_air
        assert said.planned is not on_air

    @pytest.mark.parametrize("url", ["rtmp://x/y", "javascript:alert(1)", "", None, 5, "https://"])
    def test_only_web_addresses(self, url: object) -> None:
        assert [said.kind for said in read(event(vid_urls=[{"url": url}]))] == [Topic.SCHEDULE]


class TestUpdates:
    def said(self, *updates: object, at: datetime = START, **changed: object) -> list[Observation]:
        return read(event(updates=updates, **changed), at=at)[1:]

    def test_a_start_with_its_time(self) -> None:
        at = START + timedelta(minutes=10)
        (said,) = self.said(update("The EVA has begun at 12:07 UTC.", at), at=at)

        assert (said.kind, said.trust) == (Milestone.EVA_START, Trust.AUTOMATIC)
        assert said.occurred_at == START + timedelta(minutes=7)
        assert said.evidence.words == "The EVA has begun at 12:07 UTC."

    def test_without_a_clock_time_none_is_made_up(self) -> None:
        (said,) = self.said(update("Spacewalk is now underway."))

        assert (said.kind, said.occurred_at) == (Milestone.EVA_START, None)

    def test_an_end_past_midnight(self) -> None:
        at = datetime(2026, 8, 7, 0, 10, tzinfo=UTC)
        (said,) = self.said(update("EVA concluded at 23:58 UTC", at), at=at)

        assert said.occurred_at == datetime(2026, 8, 6, 23, 58, tzinfo=UTC)

    def test_a_time_still_to_come_is_no_report(self) -> None:
        assert self.said(update("EVA begun at 12:35 UTC")) == []

    def test_a_scrub_has_no_time(self) -> None:
        (said,) = self.said(update("Spacewalk cancelled due to a suit leak at 11:00 UTC."))

        assert (said.kind, said.occurred_at) == (Milestone.SCRUBBED, None)

    @pytest.mark.parametrize(
        "written", [START - timedelta(days=4), START + timedelta(hours=1), None, "yesterday"]
    )
    def test_old_news_is_none(self, written: datetime | str | None) -> None:
        created = written.isoformat() if isinstance(written, datetime) else written

        assert self.said({"comment": "EVA has begun.", "created_on": created}) == []

    def test_a_start_long_before_the_plan_is_about_something_else(self) -> None:
        early = START - timedelta(hours=5)

        assert self.said(update("EVA has begun.", early)) == []

    def test_another_number_is_another_spacewalk(self) -> None:
        assert self.said(update("US EVA-94 concluded.")) == []

    def test_a_name_that_says_cancelled(self) -> None:
        (_, said) = read(event(name="US EVA-95 (Cancelled)"))

        assert (said.kind, said.spacewalk.number) == (Milestone.SCRUBBED, "95")

    def test_a_description_that_only_says_cancelled(self) -> None:
        (said,) = self.said(description="This spacewalk has been canceled.")

        assert said.kind is Milestone.SCRUBBED

    def test_a_description_that_goes_on_may_tell_of_an_earlier_try(self) -> None:
        assert self.said(description="The EVA was cancelled on June 13 and now takes place.") == []


class TestSpacewalks:
    def test_start_and_end(self) -> None:
        at = START + timedelta(hours=8)
        start, end = read(spacewalk(), at=at)

        assert (start.kind, end.kind) == (Milestone.EVA_START, Milestone.EVA_END)
        assert (start.planned, end.planned) == (False, False)
        assert start.occurred_at == START + timedelta(minutes=7)
        assert end.occurred_at == START + timedelta(hours=6, minutes=31)
        assert end.duration == timedelta(hours=6, minutes=24)
        assert start.warning == ""
        assert start.spacewalk == Identity(
            segment=Segment.US,
            number="95",
            near=START + timedelta(minutes=7),
            crew=frozenset({"Cardman", "Vande Hei"}),
            reference="launch_library:1012",
        )

    def test_what_lies_ahead_is_planned(self) -> None:
        assert [said.planned for said in read(spacewalk())] == [True, True]

    def test_a_mixed_crew_tells_no_segment(self) -> None:
        crew = [
            {"astronaut": person("Zena Cardman")},
            {"astronaut": person("Oleg Kononenko", "ROSCOSMOS")},
        ]
        start, _ = read(spacewalk(crew=crew, event=None))

        assert (start.spacewalk.segment, start.spacewalk.reference) == (None, None)

    @pytest.mark.parametrize("end", [None, "2026-08-06T11:00:00Z", "never"])
    def test_an_end_that_cannot_be_is_none(self, end: object) -> None:
        assert [said.kind for said in read(spacewalk(end=end))] == [Milestone.EVA_START]

    def test_figures_that_contradict_each_other_are_noted(self) -> None:
        start, _ = read(spacewalk(duration="PT5H24M"))

        assert "6:24:00 lie between" in start.warning

    def test_elsewhere(self) -> None:
        assert read(spacewalk(location=None, spacestation={"name": "Tiangong"})) == []

    @pytest.mark.skipif(
        not SHARED.is_dir(), reason="the kept answers are not beside the repository"
    )
    def test_a_kept_answer_of_an_older_version(self) -> None:
        kept = json.loads((SHARED / "ll2_2.2.0_spacewalk_431.json").read_text(encoding="utf-8"))

        start, end = read(kept["spacewalk"])
        assert start.occurred_at == datetime(2021, 9, 12, 12, 15, tzinfo=UTC)
        assert end.occurred_at == datetime(2021, 9, 12, 19, 9, tzinfo=UTC)
        assert (start.spacewalk.number, start.warning) == (None, "")


def test_both_lists_may_be_empty() -> None:
    assert read() == []


@pytest.mark.parametrize(
    "text", ["", "<html>", "null", "[]", "{}", '{"results": {}}', '{"results": [1, {"x": 2}]}']
)
def test_another_form_is_said(text: str) -> None:
    with pytest.raises(SourceChanged, match="launch_library"):
        LaunchLibrary.parse(text, START)
