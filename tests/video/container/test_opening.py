from dataclasses import replace
from pathlib import Path

import pytest

from relay.errors import VideoError
from relay.video.container.opening import Run, Tracks, opened
from tests.video.cuts import TWO, segments


@pytest.mark.parametrize("kind", ["mpegts", "mp4"])
def test_what_it_might_be_is_never_guessed(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list in the place of a segment would make FFmpeg open the files that it names."""
    (tmp_path / "a.ts").write_bytes(segments()[0].data)
    monkeypatch.chdir(tmp_path)
    inside = b"ffconcat version 1.0\nfile a.ts\n"
    with pytest.raises(VideoError), Tracks(opened(Run(kind, (inside,)), {})) as tracks:
        assert list(tracks.packets(sound=True))


@pytest.mark.parametrize("container", ["ts", "fmp4"])
def test_all_that_is_coded_comes_and_nothing_else(container: str) -> None:
    recipe = replace(TWO, container="ts" if container == "ts" else "fmp4")
    segment = segments(recipe)[0]
    run = Run("mpegts" if container == "ts" else "mp4", (segment.header, segment.data))
    with Tracks(opened(run, {})) as tracks:
        pictures = list(tracks.packets(sound=False))
        assert tracks.is_complete
    assert len(pictures) == 10
    assert all(one.size for one in pictures)
    assert [one.is_keyframe for one in pictures] == [True, *[False] * 9]
