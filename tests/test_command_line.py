"""The command line as its users type it: results, messages and exit codes."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from relay.__main__ import main
from relay.journal.store import Store
from relay.testing.story import START, recorded, scheduled, stated, story

PROGRAM = (sys.executable, "-m", "relay")


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command in an empty folder, within this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def ask(*words: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["spacewalk-relay", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Answer(int(ended.value.code or 0), said.out, said.err)

    return ask


def in_a_shell(folder: Path, *words: object, given: str = "") -> Answer:
    """Runs a command as a process of its own."""
    answer = subprocess.run(
        [*PROGRAM, *map(str, words)],
        check=False,
        input=given,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    return Answer(answer.returncode, answer.stdout, answer.stderr)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return recorded(tmp_path / "recording", story())


def test_help_names_commands_and_exit_codes(ask: Ask) -> None:
    answer = ask("--help")

    assert 0 == answer.code
    words = " ".join(answer.out.split())
    for command in ("run", "replay", "read", "check", "record", "history"):
        assert command in words
    for code in ("0 all is well", "1 unexpected", "2 config", "3 document", "4 database"):
        assert code in words
    assert "5 recording, 6 check found problems" in words


def test_version(ask: Ask) -> None:
    assert ask("--version").out.startswith("spacewalk-relay 0.")


def test_replay_as_json(ask: Ask, recording: Path) -> None:
    answer = ask("replay", recording, "--speed", "max", "--json", "--no-bots", "--no-web")

    assert 0 == answer.code
    kinds = [one["type"] for one in answer.objects]
    assert "spacewalk_announced" == kinds[0]
    assert "summary" == kinds[-1]
    assert list(range(1, len(kinds) + 1)) == [one["seq"] for one in answer.objects]
    needed = {"seq", "type", "spacewalk", "time", "milestone", "occurred_at", "standing"}
    assert all(needed | {"revision"} <= one.keys() for one in answer.objects)
    assert "" == answer.err


def test_replay_for_people(ask: Ask, recording: Path) -> None:
    answer = ask("replay", recording, "--speed", "max")

    assert "US EVA 95: summary" in answer.out
    assert "Replaying: A made spacewalk (x max)" in answer.err


def test_replay_without_bots_prints_nothing(ask: Ask, recording: Path) -> None:
    assert "" == ask("replay", recording, "--speed", "1e9", "--no-bots").out


def test_replay_keeps_its_journal_and_goes_on_from_it(ask: Ask, recording: Path) -> None:
    command = ("replay", recording, "--speed", "max", "--json", "--db", "kept.db")
    first, second = ask(*command), ask(*command)

    assert first.objects
    assert [] == second.objects
    assert first.out == ask("history", "--db", "kept.db", "--json").out


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan", ""])
def test_replay_at_no_speed(ask: Ask, recording: Path, speed: str) -> None:
    answer = ask("replay", recording, f"--speed={speed}")

    assert 2 == answer.code
    assert "positive number" in answer.err


def test_replay_of_what_is_no_recording(ask: Ask, tmp_path: Path, recording: Path) -> None:
    (recording / "documents.jsonl").write_text('{"at": "yesterday"}\n')

    assert (5, "") == (ask("replay", tmp_path).code, ask("replay", tmp_path).out)
    assert "recording.toml is missing" in ask("replay", tmp_path).err
    answer = ask("replay", recording)
    assert 5 == answer.code
    assert "documents.jsonl, line 1: not a document" in answer.err


def test_replay_into_a_file_that_is_no_database(ask: Ask, recording: Path, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database, only words " * 100)
    answer = ask("replay", recording, "--db", "x.db")

    assert 4 == answer.code
    assert "it is not a database: name another path" in answer.err


def test_read_shows_an_observation_as_json(ask: Ask, tmp_path: Path) -> None:
    for name, document in {
        "moderator": stated(START, "hatch_open"),
        "launch_library": scheduled(START, START),
    }.items():
        (tmp_path / name).write_text(document.text)
        answer = ask("read", name, name, "--at", "2026-08-06T12:00:00Z")

        assert 0 == answer.code
        needed = {"source", "spacewalk", "kind", "occurred_at", "planned", "evidence"}
        assert all(needed <= one.keys() for one in answer.objects)
        assert name == answer.objects[0]["source"]


def test_read_of_an_unknown_source(ask: Ask) -> None:
    answer = ask("read", "telescope", "-")

    assert 2 == answer.code
    assert "there is no source 'telescope'; installed are: captions, iss_telemetry, " in answer.err


def test_read_of_a_missing_file_or_at_no_time(ask: Ask) -> None:
    missing = ask("read", "moderator", "missing.json")
    assert 2 == missing.code
    assert "missing.json cannot be read: No such file" in missing.err

    assert 2 == ask("read", "moderator", "-", "--at", "noon").code


@pytest.mark.parametrize(
    "source", ["captions", "launch_library", "moderator", "nasa_plus", "station_blog"]
)
@pytest.mark.parametrize(
    "body",
    [b"<html><body>502</body></html>", b'{"results": [{"id"', b"\x89PNG\r\n\x00\xff" * 50, b""],
    ids=["HTML", "truncated", "binary", "empty"],
)
def test_read_of_what_is_not_understood(ask: Ask, tmp_path: Path, source: str, body: bytes) -> None:
    (tmp_path / "body").write_bytes(body)
    answer = ask("read", source, "body")

    assert (3, "") == (answer.code, answer.out)
    assert source in answer.err
    assert "Traceback" not in answer.err


def test_read_from_standard_input(tmp_path: Path) -> None:
    words = stated(START, "hatch_open").text
    answer = in_a_shell(tmp_path, "read", "moderator", "-", given=words)

    assert (0, "") == (answer.code, answer.err)
    assert "hatch_open" == answer.objects[0]["kind"]


def test_history(ask: Ask, recording: Path) -> None:
    ask("replay", recording, "--speed", "max", "--db", "kept.db")

    overview = ask("history", "--db", "kept.db")
    assert "us-eva-95  US EVA 95: over\n" == overview.out
    one = ask("history", "us-eva-95", "--db", "kept.db")
    assert "Hatch open" in one.out
    assert "Task 4" in one.out
    assert 14 == len(ask("history", "us-eva-95", "--json", "--db", "kept.db").objects)


def test_history_of_what_is_not_known(ask: Ask, recording: Path) -> None:
    ask("replay", recording, "--speed", "max", "--db", "kept.db")

    unknown = ask("history", "us-eva-1", "--db", "kept.db")
    assert 2 == unknown.code
    assert "knows no spacewalk 'us-eva-1'; it knows: us-eva-95" in unknown.err
    missing = ask("history", "--db", "missing.db")
    assert 4 == missing.code
    assert "missing.db" in missing.err


def test_history_shows_what_went_wrong(ask: Ask, recording: Path) -> None:
    line = {"at": "2030-01-01T00:00:00Z", "source": "station_blog", "document": "<html>moved"}
    with (recording / "documents.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")
    ask("replay", recording, "--speed", "max", "--db", "kept.db")

    answer = ask("history", "--problems", "--db", "kept.db")

    assert 0 == answer.code
    assert "document of station_blog, 2030-01-01 00:00Z: " in answer.out


async def test_history_beside_a_relay_that_runs(tmp_path: Path) -> None:
    store = await Store.open(str(tmp_path / "kept.db"))
    answer = await asyncio.to_thread(in_a_shell, tmp_path, "history", "--db", "kept.db")
    await store.close()

    assert (0, "The journal knows no spacewalk yet.\n") == (answer.code, answer.out)


def test_a_mistake_in_the_configuration(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[relay]\ndatabas = 1\n")
    for command in (["run"], ["check"], ["record", "there"], ["history"]):
        answer = ask(*command)

        assert 2 == answer.code
        assert "relay.databas" in answer.err
        assert "Traceback" not in answer.err
    assert not (tmp_path / "there").exists()


def test_nobody_reads_on(recording: Path, tmp_path: Path) -> None:
    many = recorded(tmp_path / "many", story(tasks=25))
    command = [*PROGRAM, "replay", str(many), "--speed", "max", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        process.wait(20)

    assert b"" == said


def test_libraries_are_quiet(recording: Path, tmp_path: Path) -> None:
    answer = in_a_shell(tmp_path, "replay", recording, "--speed", "max", "--no-bots")

    assert (0, "") == (answer.code, answer.out)
    assert "Replaying: A made spacewalk (x max)\n" == answer.err
