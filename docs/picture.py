"""Draws docs/terminal.svg, the picture in the README: what a replay prints. Part of `make docs`."""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parents[1]
RECORDING = ROOT / "tests" / "recordings" / "2021-09-03-rs-eva-49"
WIDTH = 108
TITLE = "spacewalk-relay replay tests/recordings/2021-09-03-rs-eva-49"

# Like rich's own, without the fonts that it would have readers fetch from another host.
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px;
  line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix" xml:space="preserve">{matrix}</g></g>
</svg>
"""


def printed() -> str:
    """What the replay prints, in colour, cut to the terminal's width."""
    with tempfile.TemporaryDirectory() as empty:
        told = subprocess.run(
            [
                Path(sys.executable).with_name("spacewalk-relay"),
                "replay",
                RECORDING,
                "--speed",
                "max",
            ],
            cwd=empty,
            env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH)},
            capture_output=True,
            check=True,
            text=True,
        )
    return told.stdout


def main() -> None:
    """Draw the second half: the day itself."""
    lines = [Text.from_ansi(line) for line in printed().splitlines()]
    first = next(n for n, line in enumerate(lines) if "in 10 min" in line.plain)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in lines[first:]:
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)
    svg = console.export_svg(title=TITLE, theme=MONOKAI, code_format=FORMAT, unique_id="relay")
    (ROOT / "docs" / "terminal.svg").write_text(svg, "utf-8")
    sys.stdout.write("docs/terminal.svg\n")


if __name__ == "__main__":
    main()
