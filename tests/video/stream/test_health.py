from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relay.core.spacewalk import Stream
from relay.video.stream.health import Better, Change, Course, News

NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)
ONE, TWO = Stream(url="http://one.example/"), Stream(url="http://two.example/")


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_course_goes_down_the_list_and_round() -> None:
    course, urls = Course(), ["a", "b"]
    tried = []
    for _ in range(6):
        tried.append(course.first(urls))
        tried.append(str(course.failed(urls, resolved=True)))
    assert tried == ["a", "0.0", "a", "0.0", "b", "0.0", "b", "5.0", "a", "0.0", "a", "0.0"]


def test_what_cannot_be_resolved_is_not_tried_twice() -> None:
    course, urls = Course(), ["a", "b"]
    assert course.first(urls) == "a"
    assert course.failed(urls, resolved=False) == 0
    assert course.first(urls) == "b"


def test_rounds_come_more_rarely_until_something_is_given() -> None:
    course = Course()
    waits = []
    for _ in range(7):
        course.first(["a"])
        waits.append(course.failed(["a"], resolved=False))
    assert waits == [5, 10, 20, 40, 60, 60, 60]
    course.first(["a"])
    course.gave(timedelta(0))
    assert course.failed(["a"], resolved=False) == 5


def test_only_what_works_for_a_while_is_resolved_again_at_once() -> None:
    course, urls = Course(), ["a", "b"]
    course.first(urls)
    course.failed(urls, resolved=True)
    course.gave(timedelta(seconds=5))
    course.failed(urls, resolved=True)
    assert course.first(urls) == "b"
    course.take("a")
    course.failed(urls, resolved=True)
    course.gave(timedelta(seconds=31))
    course.failed(urls, resolved=True)
    assert course.first(urls) == "a"


def test_course_keeps_to_a_list_that_changes() -> None:
    course = Course()
    assert course.first([]) is None
    course.take("a")
    assert course.first(["new", "a"]) == "a"
    assert course.first(["new"]) == "new"
    course.take("gone")
    assert course.failed(["new"], resolved=True) == 5


def test_better_streams_are_looked_at_more_and_more_rarely() -> None:
    better = Better()
    assert better.due(["a"], NOW) == "a"
    waits, now = [], NOW
    for _ in range(6):
        better.failed("a", now)
        wait = next(s for s in range(0, 1000, 10) if better.due(["a"], now + timedelta(seconds=s)))
        waits.append(wait)
        now += timedelta(seconds=wait)
    assert waits == [60, 120, 240, 480, 600, 600]
    better.gave("a", timedelta(seconds=10))
    assert better.due(["a", "b"], now - timedelta(seconds=1)) == "b"
    better.gave("a", timedelta(seconds=30))
    assert better.due(["a", "b"], now - timedelta(seconds=1)) == "a"
    assert better.due([], now) is None


class Told:
    def __init__(self) -> None:
        self.news = News()
        self.news.begin(NOW)
        self.changes: list[tuple[Change, float]] = []

    def run(self, begin: int, end: int, stream: Stream | None) -> None:
        """Every second a look; every other second a segment of `stream`."""
        for second in range(begin, end):
            if stream is not None and second % 2 == 0:
                self.news.came(stream, at(second))
            if change := self.news.due(at(second)):
                self.changes.append((change, second))

    @property
    def kinds(self) -> list[tuple[str, float]]:
        return [(change.kind, when) for change, when in self.changes]


def test_one_segment_alone_is_not_live() -> None:
    told = Told()
    told.news.came(ONE, at(0))
    told.run(1, 100, None)
    assert told.kinds == []


def test_live_lost_and_live_again() -> None:
    told = Told()
    told.run(0, 200, ONE)
    told.news.why = "it stands still"
    told.run(200, 300, None)
    told.run(300, 400, ONE)
    assert told.kinds == [("live", 5), ("lost", 228), ("live", 305)]
    assert [change.why for change, _ in told.changes] == ["", "it stands still", ""]
    assert told.changes[1][0].stream == ONE


def test_change_of_stream_is_told_when_it_has_held() -> None:
    told = Told()
    told.run(0, 20, ONE)
    told.run(20, 24, TWO)
    told.run(24, 60, ONE)
    told.run(60, 90, TWO)
    assert told.kinds == [("live", 5), ("changed", 65)]
    assert told.changes[-1][0].stream == TWO


def test_what_was_never_there_is_not_lost() -> None:
    told = Told()
    told.run(0, 500, None)
    assert told.kinds == []
    assert told.news.lost_since(at(29)) is None
    assert told.news.lost_since(at(500)) == NOW


def test_beginning_anew_forgets_what_was_told_but_not_when() -> None:
    told = Told()
    told.run(0, 20, ONE)
    told.news.begin(at(20))
    told.run(20, 200, ONE)
    assert told.kinds == [("live", 5), ("live", 125)]


@given(st.lists(st.tuples(st.integers(1, 90), st.sampled_from([ONE, TWO, None])), max_size=30))
def test_alerts_alternate_and_are_never_repeated_soon(
    times: list[tuple[int, Stream | None]],
) -> None:
    told, now = Told(), 0
    for seconds, stream in times:
        told.run(now, now + seconds, stream)
        now += seconds
    last: dict[str, float] = {}
    live = False
    for change, when in told.changes:
        assert when - last.get(change.kind, -1000) >= 120
        last[change.kind] = when
        assert live is (change.kind != "live")
        live = change.kind != "lost"
