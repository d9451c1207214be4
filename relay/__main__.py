"""The command line: each command in a few lines, the work is elsewhere."""

import asyncio
import functools
import json
import logging
import math
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from relay import examine, live, past, reading, recording
from relay.browser import open_page
from relay.config import Configuration, load
from relay.core.event import Event
from relay.errors import ConfigError, RecordingError, RelayError, SourceChanged, StoreError
from relay.journal.codec import event_json
from relay.plugins import find_bots
from relay.replay import apart
from relay.replay import replay as play
from relay.supervisor import until_ended

EXIT_CODES: dict[type[RelayError], int] = {
    ConfigError: 2,
    SourceChanged: 3,
    StoreError: 4,
    RecordingError: 5,
}
"""What a script can tell failures apart by; 1 is anything else, 6 a `check` with findings."""
PROBLEMS_FOUND = 6

TALKATIVE = ("alembic", "apscheduler")
"""Libraries that log what they do all the time; what goes wrong is heard of them all the same."""

app = typer.Typer(
    help="Follows spacewalks from public sources and tells chat channels what happens.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 all is well, 1 unexpected failure, 2 configuration or usage, "
    "3 document not understood, 4 database, 5 recording, 6 check found problems.",
)
ConfigFile = Annotated[
    Path | None, typer.Option("--config", "-c", help="The configuration; default: config.toml")
]

AsJson = Annotated[bool, typer.Option("--json", help="Print events, one object a line")]


@app.command()
def run(config: ConfigFile = None) -> None:
    """Follow the spacewalks of today and tell the configured destinations."""
    until_ended(live.run(_load(config)))


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(help="The folder of a recording")],
    speed: Annotated[str, typer.Option(help="How many times faster than it was, or max")] = "1",
    longest_pause: Annotated[
        float, typer.Option(min=0, help="Seconds that nothing may happen")
    ] = math.inf,
    as_json: AsJson = False,
    db: Annotated[Path | None, typer.Option(help="Keep the journal here; default: nowhere")] = None,
    bots: Annotated[bool, typer.Option(help="Tell the configured destinations")] = True,
    web: Annotated[
        bool, typer.Option(help="Serve the page; with --speed max only together with --stay")
    ] = True,
    browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser")] = False,
    stay: Annotated[bool, typer.Option(help="Go on running after the end")] = False,
    video: Annotated[str, typer.Option(help="A live stream (HLS) to show beside it")] = "",
    config: ConfigFile = None,
) -> None:
    """Play a recording through the same program that runs live."""
    configuration = _load(config)
    if db and db.resolve() == Path(configuration.relay.database).resolve():
        raise ConfigError(f"{db} is the journal of the live relay: name another file for a replay")
    factor = _factor(speed)
    played = recording.read(folder)
    platforms = [n for n in find_bots() if bots and not (as_json and n == "console")]
    show: Callable[[Event], None] = _print_event if as_json else lambda event: None
    with tempfile.TemporaryDirectory(prefix="spacewalk-relay-") as scratch:
        place = str(db or Path(scratch) / "replay.db")
        here = apart(configuration, place, video, Path(scratch) / "media")
        if not as_json:
            Console(stderr=True).print(f"Replaying: {played.title} (x {speed})", markup=False)
        pace = {"speed": factor, "longest_pause": longest_pause}
        served = web and (stay or math.isfinite(factor))
        page = functools.partial(_tell_page, browser) if served else None
        asyncio.run(play(here, played, show, **pace, bots=platforms, page=page, stay=stay))


@app.command()
def read(
    source: Annotated[str, typer.Argument(help="Which source the document is from")],
    file: Annotated[str, typer.Argument(help="The document, or - for standard input")],
    at: Annotated[str, typer.Option(help="When it was fetched (UTC); default: now")] = "",
) -> None:
    """Show what would be made of a document: one JSON object for each observation."""
    for line in reading.read(source, file, _instant(at) if at else datetime.now(UTC)):
        print(json.dumps(line))


@app.command()
def check(config: ConfigFile = None) -> None:
    """Try the configuration, the database, the sources and the bots; tell nobody anything."""
    findings = asyncio.run(examine.examine(_load(config)))
    Console().print(examine.table(findings))
    if not all(finding.works for finding in findings):
        raise typer.Exit(PROBLEMS_FOUND)


@app.command()
def record(
    folder: Annotated[Path, typer.Argument(help="A new folder for the recording")],
    title: Annotated[str, typer.Option(help="What it is a recording of")] = "",
    config: ConfigFile = None,
) -> None:
    """Write down what the sources return, until Ctrl-C: for replays, tests and bug reports."""
    configuration = _load(config)
    recorder = recording.Recorder(folder, title or folder.name)
    with Console(stderr=True).status(Text(f"Recording into {folder}; Ctrl-C ends it")) as status:
        until_ended(live.record(configuration, recorder, live.progress(folder, status)))


@app.command()
def history(
    spacewalk: Annotated[str, typer.Argument(help="Its id; default: all of them")] = "",
    as_json: AsJson = False,
    problems: Annotated[
        bool, typer.Option("--problems", help="What could not be read, placed or told instead")
    ] = False,
    db: Annotated[Path | None, typer.Option(help="Another journal")] = None,
    config: ConfigFile = None,
) -> None:
    """Show what the journal holds, also while the relay runs."""
    place = str(db or _load(config).relay.database)
    wanted = past.problems(place) if problems else past.lines(place, spacewalk, as_json=as_json)
    for line in asyncio.run(wanted):
        print(line)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"spacewalk-relay {version('spacewalk-relay')}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Which it is")
    ] = False,
) -> None:
    """Options of the program as a whole."""


def _tell_page(open_it: bool, address: str) -> None:
    if address:
        Console(stderr=True).print(f"The page: {address}/", markup=False)
    if address and open_it:
        open_page(address)


def _load(path: Path | None) -> Configuration:
    configuration = load(path, os.environ)
    level = configuration.relay.log_level.upper()
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.getLevelName(level), logging.WARNING))
    return configuration


def _factor(speed: str) -> float:
    try:
        factor = math.inf if speed == "max" else float(speed)
    except ValueError:
        factor = 0
    if not factor > 0:
        raise typer.BadParameter(f"{speed!r} is neither a positive number nor max")
    return factor


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as problem:
        raise typer.BadParameter(
            f"{text!r} is no time; write it like 2021-09-03T14:45:00Z"
        ) from problem
    return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)


def _print_event(event: Event) -> None:
    print(json.dumps(event_json(event)), flush=True)


def main() -> None:
    """Run a command; a known failure is one clear message and an exit code, not a traceback."""
    try:
        app()
    except RelayError as failure:
        print(failure, file=sys.stderr)
        sys.exit(next((c for kind, c in EXIT_CODES.items() if isinstance(failure, kind)), 1))


if __name__ == "__main__":
    main()
