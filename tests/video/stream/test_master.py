import pytest

from relay.errors import VideoError
from relay.video.stream.master import Master
from relay.video.stream.playlist import parse

BASE = "https://cdn.example/live/master.m3u8"
AVC = "avc1.64001f,mp4a.40.2"


def master(*lines: str) -> Master:
    found = parse("\n".join(["#EXTM3U", *lines]).encode(), BASE)
    assert isinstance(found, Master)
    return found


def rung(name: str, rate: int, codecs: str = AVC, size: int = 720, **more: object) -> str:
    others = "".join(f",{key.replace('_', '-')}={value}" for key, value in more.items())
    return (
        f'#EXT-X-STREAM-INF:BANDWIDTH={rate},RESOLUTION={size * 16 // 9}x{size},CODECS="{codecs}"'
        f"{others}\n{name}.m3u8"
    )


def high(found: Master) -> str:
    return found.high().address.removeprefix("https://cdn.example/live/").removesuffix(".m3u8")


def low(found: Master) -> str | None:
    best = found.low()
    return best.address.rpartition("/")[2].removesuffix(".m3u8") if best else None


def test_best_and_smallest_that_fit() -> None:
    found = master(
        rung("360", 880_000, size=360),
        rung("240", 400_000, size=240),
        rung("720", 3_000_000),
        rung("1080", 5_500_000, size=1080),
        rung("1080plus", 9_000_000, size=1080),
    )
    assert high(found) == "1080"
    assert low(found) == "360"


@pytest.mark.parametrize(
    "better",
    [
        rung("x", 5_000_000, "hvc1.2.4.L120,mp4a.40.2"),
        rung("x", 5_000_000, "av01.0.08M.10,mp4a.40.2"),
        rung("x", 5_000_000, "mp4a.40.2"),
        rung("x", 5_000_000, "avc1.64001f"),
        rung("x", 5_000_000, "avc1.64001f,ec-3"),
        rung("x", 5_000_000, size=2160),
        rung("x", 5_000_000, FRAME_RATE=59.94),
        rung("x", 7_000_000),
        rung("x", 5_000_000, AUDIO='"apart"'),
        '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=5000000,CODECS="avc1.64001f",URI="x.m3u8"',
        rung("x", 5_000_000).replace("x.m3u8", "http://cdn.example/x.m3u8"),
        rung("x", 5_000_000).replace("x.m3u8", "file:///x.m3u8"),
    ],
)
def test_what_looks_better_but_does_not_play_everywhere_is_not_taken(better: str) -> None:
    apart = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="apart",NAME="en",URI="sound.m3u8"'
    found = master(apart, better, rung("good", 3_000_000))
    assert high(found) == "good"


def test_what_is_not_quite_right_is_better_than_nothing() -> None:
    assert high(master(rung("fast", 5_000_000, FRAME_RATE=60))) == "fast"
    assert high(master(rung("big", 9_000_000), rung("less", 8_000_000))) == "less"
    assert high(master("#EXT-X-STREAM-INF:BANDWIDTH=900000\nplain.m3u8")) == "plain"
    named = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="in",NAME="en"'
    assert high(master(named, rung("in", 3_000_000, AUDIO='"in"'))) == "in"


def test_average_rate_counts_where_it_is_said() -> None:
    found = master(
        rung("720", 3_000_000), rung("360", 1_400_000, size=360, AVERAGE_BANDWIDTH=900_000)
    )
    assert low(found) == "360"


def test_no_low_rung() -> None:
    assert low(master(rung("720", 3_000_000))) is None
    assert low(master(rung("only", 800_000))) is None


def test_nothing_usable() -> None:
    with pytest.raises(VideoError, match="no rendition"):
        master(rung("x", 3_000_000, "hvc1.2.4.L120,mp4a.40.2")).high()


def test_captions_of_the_high_rung_in_english() -> None:
    def text(group: str, language: str) -> str:
        kind = f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{group}",NAME="{language}"'
        return f'{kind},LANGUAGE="{language}",URI="{group}-{language}.m3u8"'

    found = master(
        text("b", "en"), text("a", "es"), text("a", "en-US"), rung("720", 1, SUBTITLES='"a"')
    )
    captions = found.captions()
    assert captions is not None
    assert captions.address == "https://cdn.example/live/a-en-US.m3u8"
    assert master(text("b", "en"), rung("720", 1)).captions() is None
