from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relay.errors import VideoError
from relay.video.stream.fetch import Span
from relay.video.stream.listing import Listed, Listing
from relay.video.stream.master import Master
from relay.video.stream.playlist import KEPT, MANY, parse, read

BASE = "https://cdn.example/live/a.m3u8"
START = datetime(2026, 8, 6, 12, tzinfo=UTC)


def listing(*lines: str, head: str = "#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7") -> Listing:
    found = parse("\n".join(["#EXTM3U", head, *lines]).encode(), BASE)
    assert isinstance(found, Listing)
    return found


def segments(*lines: str) -> tuple[Listed, ...]:
    return listing(*lines).segments


def test_numbers_addresses_and_target() -> None:
    found = listing("#EXTINF:2.002,title", "a.ts", "#EXTINF:1.5", "/b.ts?x=1")
    assert found.target == 2.0
    assert not found.ended
    assert [(one.number, one.piece.address, one.duration) for one in found.segments] == [
        (7, "https://cdn.example/live/a.ts", 2.002),
        (8, "https://cdn.example/b.ts?x=1", 1.5),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2026-08-06T12:00:00Z",
        "2026-08-06T12:00:00.000+0000",
        "2026-08-06T14:00:00+02:00",
        "2026-08-06T12:00:00",
    ],
)
def test_time_is_read_in_every_form_and_handed_on_to_the_segments_after(written: str) -> None:
    found = segments(
        *("#EXTINF:2,", "a.ts", f"#EXT-X-PROGRAM-DATE-TIME:{written}", "#EXTINF:2,", "b.ts"),
        *("#EXTINF:2.5,", "c.ts", "#EXT-X-DISCONTINUITY", "#EXTINF:2,", "d.ts"),
    )
    seconds = [None, 0.0, 2.0, 4.5]
    assert [one.start for one in found] == [
        None if late is None else START + timedelta(seconds=late) for late in seconds
    ]
    assert all(one.start is None or one.start.tzinfo is UTC for one in found)
    assert [one.fresh for one in found] == [False, False, False, True]


def test_parts_do_not_count_their_time_twice() -> None:
    found = segments(
        *("#EXT-X-PROGRAM-DATE-TIME:2026-08-06T12:00:00Z", "#EXT-X-PART-INF:PART-TARGET=1"),
        *('#EXT-X-PART:DURATION=1,URI="a.1.ts"', '#EXT-X-PART:DURATION=1,URI="a.2.ts"'),
        *("#EXTINF:2,", "a.ts", '#EXT-X-PART:DURATION=1,URI="b.1.ts"', "#EXTINF:2,", "b.ts"),
        '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="c.1.ts"',
    )
    assert [one.start for one in found] == [START, START + timedelta(seconds=2)]


def test_advertisements_are_like_all_else_but_for_their_seams() -> None:
    told = '#EXT-X-DATERANGE:ID="ad",START-DATE="2026-08-06T12:00:02Z",SCTE35-OUT=0xFC30'
    found = segments(
        *("#EXT-X-PROGRAM-DATE-TIME:2026-08-06T12:00:00Z", "#EXTINF:2,", "a.ts"),
        *("#EXT-X-CUE-OUT:30.000", told, "#EXT-X-DISCONTINUITY", "#EXTINF:2,", "ad1.ts"),
        *("#EXT-X-CUE-OUT-CONT:ElapsedTime=2,Duration=30", "#EXTINF:2,", "ad2.ts"),
        *("#EXT-OATCLS-SCTE35:/DAlAAAA", "#EXT-X-CUE-IN", "#EXTINF:2,", "b.ts"),
    )
    assert [one.number for one in found] == [7, 8, 9, 10]
    assert [one.fresh for one in found] == [False, True, False, False]
    assert [one.start for one in found] == [START + timedelta(seconds=2 * n) for n in range(4)]


def test_low_latency_says_nothing_of_the_whole_segments() -> None:
    found = listing(
        *("#EXT-X-VERSION:9", "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.0"),
        *("#EXT-X-PART-INF:PART-TARGET=0.33334", "#EXT-X-PROGRAM-DATE-TIME:2026-08-06T12:00:00Z"),
        *("#EXTINF:2,", "a.m4s", '#EXT-X-PART:DURATION=0.3,URI="b.1.m4s",INDEPENDENT=YES'),
        *('#EXT-X-PART:DURATION=0.3,URI="b.2.m4s"', "#EXTINF:2,", "b.m4s"),
        *('#EXT-X-PART:DURATION=0.3,URI="c.1.m4s"', '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="c.2.m4s"'),
        '#EXT-X-RENDITION-REPORT:URI="../low.m3u8",LAST-MSN=8,LAST-PART=1',
    )
    assert [one.piece.address[-5:] for one in found.segments] == ["a.m4s", "b.m4s"]
    assert [one.start for one in found.segments] == [START, START + timedelta(seconds=2)]
    assert (found.target, found.refused) == (2.0, "")


def test_gap_key_and_header() -> None:
    found = segments(
        *('#EXT-X-MAP:URI="i.mp4",BYTERANGE="700@0"', "#EXTINF:2,", "a.m4s"),
        *("#EXT-X-GAP", "#EXTINF:2,", "b.m4s"),
        *('#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example/1"', "#EXTINF:2,", "c.m4s"),
        *("#EXT-X-KEY:METHOD=NONE", "#EXTINF:2,", "d.m4s"),
    )
    assert [one.missing for one in found] == [False, True, False, False]
    assert [one.encrypted for one in found] == [False, False, True, False]
    assert all(one.header == found[0].header for one in found)
    assert found[0].header is not None
    assert found[0].header.span == Span(0, 700)


def test_parts_of_a_file_follow_one_another() -> None:
    found = segments(
        *("#EXTINF:2,", "#EXT-X-BYTERANGE:100@50", "a.ts"),
        *("#EXTINF:2,", "#EXT-X-BYTERANGE:30", "a.ts"),
        *("#EXTINF:2,", "#EXT-X-BYTERANGE:40", "b.ts"),
    )
    assert [one.piece.span for one in found] == [Span(50, 100), Span(150, 30), Span(0, 40)]


@pytest.mark.parametrize(
    "hostile",
    [
        ("#EXTINF:-1,", "a.ts"),
        ("#EXTINF:nan,", "a.ts"),
        ("#EXTINF:1e9,", "a.ts"),
        ("#EXTINF:2,", "file:///etc/passwd"),
        ("#EXTINF:2,", "javascript:alert(1)"),
        ("#EXTINF:2,", "data:,x"),
        ("#EXTINF:2,", "http://cdn.example/downgrade.ts"),
        ("#EXTINF:2,", "#EXT-X-BYTERANGE:0@0", "a.ts"),
        ("#EXTINF:2,", "#EXT-X-BYTERANGE:99999999999999@1", "a.ts"),
        ('#EXT-X-MAP:URI="file:///etc/passwd"', "#EXTINF:2,", "a.ts", '#EXT-X-MAP:URI="i"'),
    ],
)
def test_segments_that_cannot_be_used_are_passed_over(hostile: tuple[str, ...]) -> None:
    found = segments(*hostile, "#EXTINF:2,", "good.ts")
    assert [one.number for one in found] == [8]


def test_what_is_passed_over_is_said_why() -> None:
    assert "not 'file'" in listing("#EXTINF:2,", "file:///etc/passwd").refused
    assert "no length" in listing("#EXTINF:-1,", "a.ts", "#EXTINF:2,", "b.ts").refused
    assert listing("#EXTINF:2,", "b.ts").refused == ""


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"<html>",
        b"\x47\x40\x00\x10" * 50,
        b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:many\n",
        b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:-5\n#EXTINF:2,\na.ts",
        b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1" + b"0" * 30 + b"\n#EXTINF:2,\na.ts",
        b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:" + b"9" * 5000 + b"\n#EXTINF:2,\na.ts",
        b"#EXTM3U\n#EXT-X-I-FRAMES-ONLY\n#EXTINF:2,\na.ts",
        b"#EXTM3U\n#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXTINF:2,\na.ts",
        b"#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n#EXTINF:inf,\na.ts",
        b"#EXTM3U\n#EXT-X-KEY:nonsense\n#EXTINF:2,\na.ts",
        b"#EXTM3U\n#EXT-X-MAP:BYTERANGE=1\n#EXTINF:2,\na.ts",
        b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=fast\na.m3u8",
    ],
)
def test_what_is_no_playlist_is_refused(hostile: bytes) -> None:
    with pytest.raises(VideoError):
        parse(hostile, BASE)


LINES = st.sampled_from(
    "#EXTINF:2,|#EXTINF:nan,|#EXTINF:1e308,|#EXTINF:|a.ts|b.m3u8|data:,x|file:///x|#EXT-X-GAP|"
    "#EXT-X-TARGETDURATION:inf|#EXT-X-TARGETDURATION:-3|#EXT-X-TARGETDURATION:x|"
    "#EXT-X-MEDIA-SEQUENCE:1000000000000000000|#EXT-X-MEDIA-SEQUENCE:|#EXT-X-DISCONTINUITY|"
    "#EXT-X-DISCONTINUITY-SEQUENCE:x|#EXT-X-PROGRAM-DATE-TIME:9999-12-31T23:59:59-23:59|"
    "#EXT-X-PROGRAM-DATE-TIME:0001-01-01T00:00:00+23:59|#EXT-X-PROGRAM-DATE-TIME:x|"
    "#EXT-X-KEY:METHOD=AES-128|#EXT-X-KEY:|#EXT-X-KEY:=|#EXT-X-MAP:|#EXT-X-MAP:URI=|"
    '#EXT-X-MAP:URI="h",BYTERANGE="9@x"|#EXT-X-BYTERANGE:5|#EXT-X-BYTERANGE:x|#EXT-X-ENDLIST|'
    "#EXT-X-STREAM-INF:BANDWIDTH=1e400|#EXT-X-STREAM-INF:RESOLUTION=1x²|#EXT-X-STREAM-INF:|"
    '#EXT-X-STREAM-INF:BANDWIDTH=1,FRAME-RATE=nan,CODECS=",",AUDIO="a"|#EXT-X-MEDIA:TYPE=AUDIO|'
    "#EXT-X-MEDIA:TYPE=SUBTITLES,URI=x|#EXT-X-PART:|#EXT-X-SKIP:|\x00\u2028\ud83d".split("|")
)


@given(st.lists(LINES | st.text(max_size=30), max_size=25))
@example(["#EXT-X-PROGRAM-DATE-TIME:9999-12-31T23:59:59Z", "#EXTINF:2,", "a.ts", "#EXTINF:2,"])
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    text = "\n".join(["#EXTM3U", *lines]).encode("utf-8", "surrogatepass")
    try:
        found = parse(text, BASE)
    except VideoError:
        return
    if isinstance(found, Master):
        assert all(one.address.startswith("https://") for one in found.renditions)
        return
    numbers = [one.number for one in found.segments]
    assert numbers == sorted(set(numbers))
    assert 0.5 <= found.target <= 120
    assert all(one.piece.address.startswith("https://") for one in found.segments)
    assert all(0 < one.duration <= 120 for one in found.segments)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for text in (data, b"#EXTM3U\n" + data):
        try:
            parse(text, BASE)
        except VideoError:
            continue


def long_list(count: int) -> list[str]:
    lines = ['#EXT-X-MAP:URI="i.mp4"', "#EXT-X-PROGRAM-DATE-TIME:2026-08-06T12:00:00Z"]
    for place in range(count):
        if place == 100:
            lines += ["#EXT-X-DISCONTINUITY"]
        lines += ["#EXTINF:2.5,", f"{place}.m4s"]
    return lines


def test_of_a_long_list_the_tail_is_read_as_if_it_were_all() -> None:
    short = segments(*long_list(MANY))
    long = segments(*long_list(MANY + 300))
    assert len(short) == MANY
    assert len(long) == KEPT
    assert long[-1].number == 7 + MANY + 299
    assert long[-1].start == START + timedelta(seconds=2.5 * (MANY + 299))
    assert long[0].header == short[0].header
    assert long[0].piece.address.endswith(f"/{MANY + 100}.m4s")
    assert not any(one.fresh for one in long)


async def test_large_text_is_read_apart_and_ends_soon() -> None:
    lines = [f"#EXTINF:2,\n{'a' * 60}{place}.ts" for place in range(20_000)]
    found = await read("\n".join(["#EXTM3U", *lines]).encode(), BASE)
    assert isinstance(found, Listing)
    assert found.segments[-1].number == 19_999
    assert found.target == 2.0


def test_time_of_another_zone_is_the_same_instant() -> None:
    zone = timezone(timedelta(hours=-5))
    written = START.astimezone(zone).isoformat()
    found = segments(f"#EXT-X-PROGRAM-DATE-TIME:{written}", "#EXTINF:2,", "a.ts")
    assert found[0].start == START
