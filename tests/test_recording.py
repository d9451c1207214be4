"""Recordings: what was written down comes back as it was; what is broken is named."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.errors import RecordingError
from relay.plugins import Document
from relay.recording import Recorder, line, read
from relay.testing.story import recorded

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
LINES = "one\ntwo\r\nthree\x0b\x0c\x1c\x85\u2028\u2029 \ud800 last"


@given(text=ANY_TEXT)
def test_a_line_says_all_of_a_document(text: str) -> None:
    found = json.loads(line(Document("station_blog", NOON, text)))

    assert {"at": "2026-08-06T12:00:00Z", "source": "station_blog", "document": text} == found


@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=4), title=ANY_TEXT)
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], title: str
) -> None:
    folder = tmp_path_factory.mktemp("recording") / "there"
    documents = [Document("s", NOON + timedelta(seconds=n), t) for n, t in enumerate(texts)]
    recorder = Recorder(folder, title)
    for document in documents:
        recorder.add(document)
    recorder.close()

    assert tuple(documents) == read(folder).documents


def test_line_ends_within_a_document(tmp_path: Path) -> None:
    document = Document("s", NOON, LINES)

    assert (document,) == read(recorded(tmp_path / "there", [document])).documents


def test_each_document_is_readable_as_soon_as_it_was_added(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "there", "A title")
    recorder.add(Document("s", NOON, "text"))

    assert "A title" == read(tmp_path / "there").title
    recorder.close()


def test_times_come_back_in_utc(tmp_path: Path) -> None:
    moscow = NOON.astimezone(timezone(timedelta(hours=3)))
    found = read(recorded(tmp_path / "there", [Document("s", moscow, "text")]))

    assert NOON == found.documents[0].at
    assert UTC is found.documents[0].at.tzinfo


def test_a_recording_is_never_written_over(tmp_path: Path) -> None:
    recorded(tmp_path / "there", [Document("s", NOON, "text")])
    with pytest.raises(RecordingError, match="holds a recording already; name another folder"):
        Recorder(tmp_path / "there", "again")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordingError, match="cannot be written"):
        Recorder(tmp_path / "file" / "there", "title")


def test_a_disk_that_is_full() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    recorder = Recorder.__new__(Recorder)
    recorder._file = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115
    with pytest.raises(RecordingError, match="No space left on device"):
        recorder.add(Document("s", NOON, "text"))
    with pytest.raises(RecordingError, match="No space left on device"):
        recorder.close()


GOOD = line(Document("s", NOON, "text"))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("", "has no documents: there is nothing to replay"),
        ("[]", "line 1: not a document"),
        (GOOD + "\n{", "line 2: not a document"),
        (GOOD.replace("Z", ""), "has no zone; write it like 2026-08-06T12:35:00Z"),
        (GOOD.replace('"text"', "5"), "line 1: not a document: source and document are texts"),
        (GOOD + "\n" + GOOD.replace("2026", "2025"), "line 2: earlier than the line before"),
    ],
)
def test_what_is_broken_is_named(tmp_path: Path, lines: str, problem: str) -> None:
    (tmp_path / "recording.toml").write_text('title = "t"')
    (tmp_path / "documents.jsonl").write_text(lines)

    with pytest.raises(RecordingError) as told:
        read(tmp_path)
    assert problem in str(told.value)
    assert "documents.jsonl" in str(told.value)


def test_a_description_that_is_no_toml(tmp_path: Path) -> None:
    (tmp_path / "recording.toml").write_text("title =")
    with pytest.raises(RecordingError, match=r"recording\.toml cannot be read"):
        read(tmp_path)
