import errno
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from relay.core.media import MediaKind
from relay.errors import VideoError
from relay.video.disk import PART
from relay.video.files import NAME, Files, media_name
from tests.video.painting import listed

AT = datetime(2026, 8, 6, 12, 34, 56, tzinfo=UTC)


def name(number: int) -> str:
    """The later the number, the earlier it sorts: order by name is not order by age."""
    return media_name("us-eva-95", AT, MediaKind.PICTURE, f"{99 - number}")


def aged(folder: Path, which: str, seconds: int) -> None:
    os.utime(folder / which, (seconds, seconds))


@pytest.fixture
async def files(tmp_path: Path) -> Files:
    files = Files(tmp_path / "media", 1000)
    await files.open()
    return files


def test_a_name_says_what_it_is() -> None:
    made = media_name("us-eva-95", AT, MediaKind.PICTURE, "hatch_open-1a2b")
    assert "us-eva-95-20260806t123456z-hatch-open-1a2b.jpg" == made
    assert media_name("us-eva-95", AT, MediaKind.CLIP, "x").endswith("-x.mp4")
    assert media_name("us-eva-95", AT, MediaKind.HYPERLAPSE, "x").endswith("-x.mp4")


def test_names_sort_by_time_whatever_the_zone() -> None:
    east = AT.astimezone(timezone(timedelta(hours=9)))
    later = east + timedelta(seconds=1)
    assert media_name("e", east, MediaKind.CLIP, "z") < media_name("e", later, MediaKind.CLIP, "a")


@pytest.mark.parametrize("evil", ["../../etc/passwd", "", "\0", "…/…", "A" * 500, "a\nb", ".", "ſ"])
def test_a_name_is_safe_whatever_it_is_made_of(evil: str) -> None:
    assert NAME.fullmatch(media_name(evil, AT, MediaKind.PICTURE, evil))


async def test_what_was_put_is_there(files: Files) -> None:
    await files.put(name(1), b"one")

    assert b"one" == await files.read(name(1))
    assert files.has(name(1))
    assert (name(1),) == files.names()
    assert await files.read(name(2)) is None
    assert not files.has(name(2))


async def test_a_part_of_it_is_read_and_its_size_is_known(files: Files) -> None:
    await files.put(name(1), b"0123456789")

    assert 10 == await files.size(name(1))
    assert b"34" == await files.part(name(1), 3, 5)
    assert b"89" == await files.part(name(1), 8, 50)
    assert (None, None) == (await files.size(name(2)), await files.part(name(2), 0, 1))


async def test_what_is_there_is_known_without_going_through_all_of_it(
    files: Files, tmp_path: Path
) -> None:
    compared = []

    class Counting(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            compared.append(other)
            return super().__eq__(other)

    await files.put(name(0), b"")
    for number in range(1, 90):
        (tmp_path / "media" / name(number)).touch()
    await files.put(name(90), b"")

    assert 91 == len(files.names())
    assert files.has(Counting(name(0)))
    assert files.has(Counting(name(90)))
    assert not files.has(Counting(name(91)))
    assert len(compared) < 10


async def test_another_start_finds_it_and_clears_what_a_crash_left(
    files: Files, tmp_path: Path
) -> None:
    await files.put(name(1), b"one")
    (tmp_path / "media" / f"{PART}0123").write_bytes(b"half")

    again = Files(tmp_path / "media", 1000)
    await again.open()

    assert (name(1),) == again.names()
    assert [name(1)] == listed(tmp_path / "media")


async def test_a_start_alone_makes_no_folder(files: Files, tmp_path: Path) -> None:
    assert not (tmp_path / "media").exists()
    assert () == files.names()
    assert await files.read(name(1)) is None


@pytest.mark.parametrize(
    "evil",
    [
        *("../x.jpg", "/etc/passwd", "x.jpg/..", "X.jpg", "x.JPG", "x.png", ".jpg", "x.jpg\n", ""),
        *("x\0.jpg", f"{PART}1", "a/b.jpg", "..\\x.jpg", "ä.jpg", "a" * 300 + ".jpg"),
    ],
)
async def test_other_names_are_refused_and_never_opened(
    files: Files, tmp_path: Path, evil: str
) -> None:
    (tmp_path / "x.jpg").write_bytes(b"secret")
    with pytest.raises(VideoError, match="no name"):
        await files.put(evil, b"data")
    assert await files.read(evil) is None
    assert await files.size(evil) is None
    assert await files.part(evil, 0, 1) is None
    assert not files.has(evil)


async def test_a_name_is_given_once(files: Files) -> None:
    await files.put(name(1), b"one")
    await files.put(name(1), b"one")
    with pytest.raises(VideoError, match="is taken"):
        await files.put(name(1), b"two")
    assert b"one" == await files.read(name(1))


async def test_the_oldest_give_way(files: Files, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        await files.put(name(number), b"x" * 300)
        aged(tmp_path / "media", name(number), number)

    await files.put(name(4), b"x" * 600)

    assert (name(3), name(4)) == files.names()
    assert sorted([name(3), name(4)]) == listed(tmp_path / "media")


async def test_the_newest_stays_also_where_its_time_says_otherwise(
    files: Files, tmp_path: Path
) -> None:
    """The machine's clock was put back: the file that was there is of tomorrow."""
    await files.put(name(1), b"x" * 600)
    aged(tmp_path / "media", name(1), 4_000_000_000)

    await files.put(name(2), b"x" * 600)

    assert (name(2),) == files.names()


async def test_what_is_not_ours_is_neither_counted_nor_removed(
    files: Files, tmp_path: Path
) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    for foreign in ("holiday.jpg", "notes.txt", "IMG-1.jpg"):
        (folder / foreign).write_bytes(b"x" * 5000)
        aged(folder, foreign, 1)
    (folder / "samples").mkdir()

    await files.put(name(1), b"x" * 900)

    assert {"holiday.jpg", "notes.txt", "IMG-1.jpg", "samples", name(1)} == set(listed(folder))


async def test_more_than_the_quota_is_refused_before_anything_gives_way(files: Files) -> None:
    await files.put(name(1), b"x" * 900)
    with pytest.raises(VideoError, match="quota_mib"):
        await files.put(name(2), b"x" * 1001)
    assert files.has(name(1))


async def test_what_somebody_else_removed_is_gone(files: Files, tmp_path: Path) -> None:
    await files.put(name(1), b"one")
    (tmp_path / "media" / name(1)).unlink()
    assert await files.read(name(1)) is None
    await files.put(name(2), b"two")
    assert (name(2),) == files.names()


async def test_a_link_leads_nowhere(files: Files, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "media" / "x.jpg").symlink_to(tmp_path / "secret")
    await files.put(name(1), b"one")
    assert (name(1),) == files.names()
    assert await files.read("x.jpg") is None
    assert await files.size("x.jpg") is None
    assert await files.part("x.jpg", 0, 6) is None


async def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "media").write_bytes(b"")
    files = Files(tmp_path / "media", 1000)
    with pytest.raises(VideoError, match=r"a file lies in the way.*another folder"):
        await files.open()
    with pytest.raises(VideoError, match="a file lies in the way"):
        await files.put(name(1), b"one")


@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.ENOSPC, "free some space"), (errno.EROFS, "let the relay write"), (errno.EIO, "disk")],
)
async def test_a_disk_that_takes_nothing(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, advice: str
) -> None:
    await files.put(name(1), b"one")

    def fails(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(VideoError, match=advice):
            await files.put(name(2), b"two")

    assert [name(1)] == listed(tmp_path / "media")
    await files.put(name(2), b"two")
    assert b"two" == await files.read(name(2))
