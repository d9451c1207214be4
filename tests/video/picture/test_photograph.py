import av
import pytest

from relay.errors import VideoError
from relay.video.picture.photograph import photograph


def flat(
    levels: tuple[int, int, int], size: tuple[int, int], kind: str = "yuv420p"
) -> av.VideoFrame:
    frame = av.VideoFrame(*size, kind)
    for plane, level in zip(frame.planes, levels, strict=True):
        plane.update(bytes([level]) * plane.buffer_size)
    return frame


def colour(jpeg: bytes) -> list[int]:
    decoder = av.CodecContext.create("mjpeg", "r")
    (frame,) = decoder.decode(av.Packet(jpeg))
    assert isinstance(frame, av.VideoFrame)
    assert frame.format.name == "yuvj420p"
    return [bytes(plane)[plane.line_size + 1] for plane in frame.planes]


RED_601, RED_709, RED_709_FULL = (81, 90, 240), (63, 102, 240), (54, 99, 255)
RED_JPEG = [76, 85, 255]
"""Pure red by ITU-R BT.601 in full range, as JFIF wants it."""


@pytest.mark.parametrize(
    ("levels", "size", "tag", "full"),
    [
        (RED_601, (320, 180), 2, False),
        (RED_709, (1280, 720), 2, False),
        (RED_709, (320, 180), 1, False),
        (RED_601, (1280, 720), 6, False),
        (RED_709_FULL, (320, 180), 1, True),
    ],
    ids=["sd", "hd", "hd-tagged", "sd-tagged", "full"],
)
def test_red_stays_red(
    levels: tuple[int, int, int], size: tuple[int, int], tag: int, full: bool
) -> None:
    frame = flat(levels, size)
    frame.colorspace = tag
    frame.color_range = 2 if full else 1
    assert colour(photograph(frame).jpeg) == pytest.approx(RED_JPEG, abs=2)


@pytest.mark.parametrize(("level", "seen"), [(16, 0), (235, 255), (126, 128)])
def test_the_range_is_converted_once(level: int, seen: int) -> None:
    made = photograph(flat((level, 128, 128), (320, 180)))
    assert colour(made.jpeg) == pytest.approx([seen, 128, 128], abs=1)
    assert set(made.luma) == {seen}
    assert len(made.luma) == 160 * 90


def test_the_luma_is_the_mean_of_what_it_stands_for() -> None:
    frame = flat((16, 128, 128), (320, 180))
    stripes = bytes([16, 235]) * (frame.planes[0].line_size // 2)
    frame.planes[0].update(stripes * 180)
    luma = photograph(frame).luma
    assert min(luma) > 120
    assert max(luma) < 136


@pytest.mark.parametrize("size", [(176, 144), (322, 182), (640, 360)])
def test_any_size_does(size: tuple[int, int]) -> None:
    assert len(photograph(flat((100, 128, 128), size)).luma) == 160 * 90


def test_a_picture_that_jpeg_cannot_hold_is_refused() -> None:
    frame = av.VideoFrame(1, 1, "yuv420p")
    with pytest.raises(VideoError, match="cannot be converted"):
        photograph(frame)
