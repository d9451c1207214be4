"""Gives every target an equal share of the time, and tells what came of it.

`python -m bench.fuzz [--seconds N] [TARGET ...]`. What a target has learnt stays in `build/fuzz`
and is where the next run begins; an input that fails is written there too, under `failed`.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from bench.figures import show
from bench.fuzz.seeds import seeds_of
from bench.fuzz.targets import TARGETS

FOLDER = Path("build/fuzz")
LONGEST_INPUT = 8192
SLOW = 10
"""Seconds after which one input counts as a failure."""
MEMORY = 1024
"""MiB."""


def main() -> int:
    """1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=300, help="for all targets together")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    given = parser.parse_args()
    if unknown := set(given.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    names = given.targets or list(TARGETS)
    share = max(1, given.seconds // len(names))
    rows = {name: fuzz(name, share) for name in names}
    figures = {name: dict(zip(HEAD, row, strict=True)) for name, row in rows.items()}
    show("Hostile input", ("target", *HEAD), [(n, *row) for n, row in rows.items()], figures)
    return 1 if any(row[-1] for row in rows.values()) else 0


HEAD = ("executions", "per second", "inputs kept", "failed")


def fuzz(name: str, seconds: int) -> tuple[int, int, int, int]:
    """Executions, executions a second, inputs in the corpus, and whether it failed (1 or 0)."""
    corpus, failed = FOLDER / name, FOLDER / "failed"
    for folder in (corpus, failed):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds_of(name)):
        (corpus / f"seed{number}").write_bytes(seed[:LONGEST_INPUT])
    options = [
        *(f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", f"-timeout={SLOW}"),
        *(f"-rss_limit_mb={MEMORY}", f"-artifact_prefix={failed}/{name}-", "-print_final_stats=1"),
    ]
    command = [sys.executable, "-m", "bench.fuzz.guided", name, str(corpus), *options]
    run = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    said = run.stderr.decode("utf-8", "replace")
    if run.returncode:
        print(f"--- {name}\n{said[-4000:]}")
    return (
        _figure("number_of_executed_units", said),
        _figure("average_exec_per_sec", said),
        len(list(corpus.iterdir())),
        int(run.returncode != 0),
    )


def _figure(name: str, said: str) -> int:
    found = re.search(rf"stat::{name}:\s*([0-9]+)", said)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
