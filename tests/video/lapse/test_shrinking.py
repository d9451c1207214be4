import pytest

from relay.errors import VideoError
from relay.video.lapse import shrinking
from relay.video.lapse.samples import MOST, MOST_BYTES
from relay.video.lapse.shrinking import decoded, shrunk, within
from tests.video.painting import flat, noise

EACH = MOST_BYTES // MOST


@pytest.mark.parametrize(
    ("given", "fitted"),
    [
        ((1920, 1080), (960, 540)),
        ((1280, 720), (960, 540)),
        ((160, 90), (960, 540)),
        ((640, 480), (720, 540)),
        ((1000, 100), (960, 96)),
        ((333, 777), (232, 540)),
        ((1, 4000), (2, 540)),
    ],
)
def test_the_same_shape_in_even_numbers(given: tuple[int, int], fitted: tuple[int, int]) -> None:
    assert fitted == within(*given, (960, 540))


@pytest.mark.parametrize("size", [(160, 90), (161, 91), (960, 540)])
def test_small_enough_stays_as_it_is(size: tuple[int, int]) -> None:
    picture = flat(100, size)
    assert picture == shrunk(picture, EACH)


def test_a_big_one_is_made_smaller() -> None:
    small = decoded(shrunk(flat(100, (1280, 720)), EACH))
    assert (960, 540) == (small.width, small.height)
    assert 100 == memoryview(small.planes[0])[5]


@pytest.mark.parametrize("size", [(960, 540), (321, 181)])
def test_noise_is_kept_within_its_share(size: tuple[int, int]) -> None:
    """Nothing takes more room; 12 h of it stay within their bound."""
    most = EACH if size == (960, 540) else 9_000
    picture = noise(1, size)
    assert len(picture) > 2 * most

    small = shrunk(picture, most)

    assert len(small) <= most
    assert decoded(small).width >= size[0] // 4


def test_nothing_fits_into_nothing() -> None:
    with pytest.raises(VideoError, match="cannot be made smaller"):
        shrunk(noise(1), 100)


@pytest.mark.parametrize("junk", [b"", b"x" * 99, b"\xff\xd8\xff\xd9", noise(1)[:300]])
def test_what_is_no_picture(junk: bytes) -> None:
    with pytest.raises(VideoError, match="a picture"):
        decoded(junk)


def test_a_huge_one_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few bytes may claim 65535 x 65535 points: 6 GB."""
    monkeypatch.setattr(shrinking, "_MOST_PIXELS", 160 * 90 - 1)
    with pytest.raises(VideoError, match="cannot be read"):
        decoded(flat(100))


def test_a_claim_of_a_huge_size() -> None:
    picture = flat(100)
    place = picture.index(b"\xff\xc0") + 5
    with pytest.raises(VideoError, match="cannot be read"):
        decoded(picture[:place] + b"\xff\xf0\xff\xf0" + picture[place + 4 :])
