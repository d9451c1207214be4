import io
import json
from datetime import timedelta
from pathlib import Path

import av
import pytest

from relay.errors import VideoError
from relay.video.lapse.encoding import film, main
from relay.video.lapse.hyperlapse import FILM, Order
from tests.video.painting import NOON, flat, frames, light, noise, read_time, store

EVA = "us-eva-95"


@pytest.fixture
def order(tmp_path: Path) -> Order:
    (tmp_path / "bench").mkdir()
    return {
        "folder": str(tmp_path / "samples"),
        "spacewalk": EVA,
        "start": (NOON + timedelta(seconds=20)).isoformat(),
        "most": 10_000_000,
        "rate": 30,
        "bench": str(tmp_path / "bench"),
    }


def made(order: Order) -> bytes:
    return Path(order["bench"], FILM).read_bytes()


def quiet(share: float) -> None:
    pass


def test_a_film_of_what_was_kept(order: Order) -> None:
    levels = [40, 200, 90, 150, 60, 220]
    store(Path(order["folder"]), [flat(level) for level in levels])

    told = film(order, quiet)

    assert (NOON.isoformat(), 6, 0) == (told.began, told.frames, told.passed_over)
    shown = frames(made(order))
    assert 6 == len(shown)
    assert (960, 540) == (shown[0].width, shown[0].height)
    wanted = [16 + level * 219 / 255 for level in levels]
    assert wanted == pytest.approx([light(frame, 400, 200) for frame in shown], abs=3)
    assert ["–0:00"] * 2 == [read_time(frame, 5) for frame in shown[:2]]
    read = [read_time(frame, 7) for frame in shown[2:]]
    assert ["0:00:00", "0:00:10", "0:00:20", "0:00:30"] == read


def test_plays_everywhere(order: Order) -> None:
    store(Path(order["folder"]), [flat(number * 8) for number in range(15)])
    film(order, quiet)
    data = made(order)

    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(io.BytesIO(data), "r") as container:
        (stream,) = container.streams  # no sound
        assert stream in container.streams.video
        assert "h264" == stream.codec_context.name
        assert "yuv420p" == stream.codec_context.pix_fmt
        assert 30 == stream.average_rate
        assert 0 == stream.start_time
        assert stream.duration
        assert stream.time_base
        assert 0.5 == stream.duration * stream.time_base


def test_noise_is_made_to_fit(order: Order) -> None:
    store(Path(order["folder"]), [noise(number, (320, 180)) for number in range(24)])
    film(order, quiet)
    free = len(made(order))
    order["most"] = free // 5
    shares: list[float] = []

    told = film(order, shares.append)

    assert order["most"] * 0.7 < len(made(order)) <= order["most"]
    assert 24 == told.frames == len(frames(made(order)))
    assert shares == sorted(shares)
    assert 0.5 < shares[-1] < 1


@pytest.mark.parametrize("most", [100, 6_000])
def test_what_cannot_fit_is_said(order: Order, most: int) -> None:
    store(Path(order["folder"]), [noise(number, (320, 180)) for number in range(12)])
    order["most"] = most
    with pytest.raises(VideoError, match=rf"12 pictures do not fit into {most} bytes"):
        film(order, quiet)


@pytest.mark.parametrize("pictures", [[], [b""], [b"\xff\xd8junk\xff\xd9"]])
def test_no_picture_no_film(order: Order, pictures: list[bytes]) -> None:
    store(Path(order["folder"]), pictures)
    with pytest.raises(VideoError, match="no picture of us-eva-95 was kept"):
        film(order, quiet)


def test_a_broken_picture_is_passed_over(order: Order) -> None:
    store(Path(order["folder"]), [flat(50), b"\xff\xd8junk\xff\xd9", flat(200)])
    told = film(order, quiet)
    assert (2, 1) == (told.frames, told.passed_over)
    assert 2 == len(frames(made(order)))


def test_the_program_tells_in_lines(
    order: Order, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.nice", lambda by: None)
    store(Path(order["folder"]), [flat(50), flat(200)])

    main(json.dumps(order))

    *shares, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [{"share": 0.25}] == shares
    assert {"began": NOON.isoformat(), "frames": 2, "passed_over": 0} == last


def test_a_bench_that_is_gone_is_a_problem_in_words(
    order: Order, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.nice", lambda by: None)
    store(Path(order["folder"]), [flat(50)])
    Path(order["bench"]).rmdir()

    main(json.dumps(order))

    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["problem"].startswith("a hyperlapse cannot be encoded: ")
