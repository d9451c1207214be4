"""Captions as WebVTT segments."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from relay.video.captions.webvtt import LONGEST, MOST, WebVtt
from relay.video.container.packets import SECOND, after
from relay.video.segment import Segment

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


def shown(ticks: int) -> datetime:
    """The picture of 900000 ticks is of noon."""
    return NOON + timedelta(seconds=after(ticks, 900_000) / SECOND)


class Reader:
    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self.vtt = WebVtt(shown, self.dropped)

    def take(self, text: str | bytes, start: float = 0) -> list[tuple[float, str]]:
        data = text.encode() if isinstance(text, str) else text
        begin = NOON + timedelta(seconds=start)
        piece = Segment(run=1, number=1, start=begin, duration=6, data=data)
        return [((one.at - NOON).total_seconds(), one.text) for one in self.vtt.take(piece)]


@pytest.fixture
def reader() -> Reader:
    return Reader()


def cue(second: float, *lines: str) -> str:
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(int(minutes), 60)
    stamp = f"{hours:02}:{minutes:02}:{seconds:06.3f}"
    text = "\n".join(lines)
    return f"\n\n{stamp} --> 99:00:00.000 line:90%\n{text}"


MAPPED = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000"


def test_a_cue_has_the_time_of_the_picture_it_belongs_to(reader: Reader) -> None:
    # As the stream says it: long before this segment there was noon.
    assert reader.take(MAPPED + cue(601.5, "THE HATCH IS OPEN."), start=600) == [
        (601.5, "THE HATCH IS OPEN.")
    ]


def test_the_map_may_name_any_instant_and_wrap(reader: Reader) -> None:
    ticks = (900_000 + 10 * SECOND) % (1 << 33)
    head = f"WEBVTT\nX-TIMESTAMP-MAP=LOCAL:01:00:00.000,MPEGTS:{ticks}"

    assert reader.take(head + cue(3602, "A"), start=10) == [(12, "A")]


def test_without_a_map_it_counts_from_the_segments_start(reader: Reader) -> None:
    assert reader.take("WEBVTT" + cue(2, "A"), start=30) == [(32, "A")]


def test_a_time_that_is_far_astray_is_the_segments_start(reader: Reader) -> None:
    assert reader.take("WEBVTT" + cue(5000, "A"), start=30) == [(30, "A")]
    wrong = MAPPED.replace("900000", "12345678")
    assert reader.take(wrong + cue(5000, "B"), start=30) == [(30, "B")]


def test_what_rolls_up_is_given_once(reader: Reader) -> None:
    said = cue(1, "ONE") + cue(2, "ONE", "TWO") + cue(4, "TWO", "THREE")

    assert reader.take("WEBVTT" + said) == [(1, "ONE"), (2, "TWO"), (4, "THREE")]
    assert reader.take("WEBVTT" + cue(0, "THREE", "FOUR"), start=6) == [(6, "FOUR")]


def test_what_is_said_again_later_is_said_again(reader: Reader) -> None:
    reader.take("WEBVTT" + cue(1, "COPY."))

    assert reader.take("WEBVTT" + cue(1, "COPY."), start=60) == [(61, "COPY.")]


def test_a_line_that_grows_is_given_in_pieces(reader: Reader) -> None:
    said = cue(1, "THE HATCH") + cue(2, "THE HATCH IS") + cue(3, "THE HATCH IS NOW OPEN")

    assert reader.take("WEBVTT" + said) == [(1, "THE HATCH"), (2, "IS"), (3, "NOW OPEN")]


def test_markup_and_hostile_characters_are_taken_out(reader: Reader) -> None:
    line = "<v Houston><c.yellow>HATCH</c></v> &amp; \u202e\x1b[31mOPEN &lt;3\x00"

    assert reader.take("WEBVTT" + cue(1, line)) == [(1, "HATCH & OPEN <3")]


def test_names_notes_and_styles_are_passed_over(reader: Reader) -> None:
    text = "WEBVTT title\n\nNOTE 00:00 --> nothing\nx\n\nSTYLE\n::cue{}\n\n7\n00:01.000 --> 00:02.000\nA"

    assert reader.take(text.replace("\n", "\r\n")) == [(1, "A")]
    assert reader.dropped == {"no time of a cue": 1}


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"<html>404</html>", b"\x47" * 188])
def test_what_is_no_webvtt_is_counted(reader: Reader, text: bytes) -> None:
    assert reader.take(text) == []
    assert reader.dropped == {"no WebVTT": 1}


def test_it_is_bounded(reader: Reader) -> None:
    assert len(reader.take("WEBVTT" + "".join(cue(1, f"{n}") for n in range(2 * MOST)))) <= MOST
    assert reader.dropped["too many cues"] == 1
    (line,) = reader.take("WEBVTT" + cue(2, "X" * 10_000), start=30)
    assert len(line[1]) == LONGEST
