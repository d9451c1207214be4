import io
import os

import pytest

from relay.video.container.joined import Joined

PARTS = (b"abc", b"", b"defg", b"h")


def test_reads_one_piece_at_a_time_until_the_end() -> None:
    file = Joined(PARTS)
    assert [file.read(2) for _ in range(7)] == [b"ab", b"c", b"de", b"fg", b"h", b"", b""]


@pytest.mark.parametrize("whence", [os.SEEK_SET, os.SEEK_CUR, os.SEEK_END])
@pytest.mark.parametrize("offset", range(-3, 12))
def test_goes_anywhere_like_any_file(offset: int, whence: int) -> None:
    file, real = Joined(PARTS), io.BytesIO(b"".join(PARTS))
    file.seek(4)
    real.seek(4)
    if offset < 0 and whence == os.SEEK_SET:
        with pytest.raises(ValueError, match="beginning"):
            file.seek(offset, whence)
        return
    assert file.seek(offset, whence) == real.seek(offset, whence) == file.tell()
    assert file.read(1) == real.read(1)


def test_nothing_is_empty() -> None:
    file = Joined(())
    assert file.seek(0, os.SEEK_END) == 0
    assert file.read(10) == b""
