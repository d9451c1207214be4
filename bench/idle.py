"""Start to ready, and what the running program takes while nothing happens.

`python -m bench.idle [--quick]`. The program is the real command with its shipped settings; the
sources are switched to a port of this machine where nobody answers.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import percentile, show

TICKS = os.sysconf("SC_CLK_TCK")
NOBODY = "http://127.0.0.1:9"
SOURCES = ("LAUNCH_LIBRARY", "NASA_PLUS", "STATION_BLOG")


def started(folder: Path) -> tuple[subprocess.Popen[str], float]:
    """The running program and the seconds from start to its word that it is ready."""
    away = {f"SPACEWALK_RELAY__SOURCES__{name}__URL": NOBODY for name in SOURCES}
    began = time.perf_counter()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("spacewalk-relay"), "run"],
        cwd=folder,
        env={**os.environ, **away, "SPACEWALK_RELAY__WEB__PORT": "0"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if "ready" in line:
            return process, time.perf_counter() - began
    raise SystemExit("the program ended before it was ready")


def cpu_seconds(process: int) -> float:
    """User and system time so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(process: int) -> float:
    """Memory in use."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Start it several times, then watch one run idle."""
    quick = "--quick" in sys.argv
    starts, watch = (3, 10) if quick else (10, 60)
    ready = []
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(starts):
            process, seconds = started(Path(scratch))
            ready.append(seconds)
            if number < starts - 1:
                process.terminate()
                process.wait()
        time.sleep(3)
        before = cpu_seconds(process.pid)
        time.sleep(watch)
        percent = 100 * (cpu_seconds(process.pid) - before) / watch
        memory = resident_mb(process.pid)
        process.terminate()
        process.wait()
    worst = percentile(ready, 0.99)
    rows = [
        ("start to ready, median s", percentile(ready, 0.5)),
        ("start to ready, worst s", worst),
        ("idle memory, MB", memory),
        (f"idle CPU over {watch} s, % of a core", percent),
    ]
    figures = {"ready_s": round(worst, 2), "idle_mb": round(memory), "idle_percent": percent}
    show("The program at rest", ["what", "measured"], rows, figures)


if __name__ == "__main__":
    main()
