"""A live test stream, alone or for a command to use:

python -m relay.testing.hls [--captions] [-- COMMAND … {video} …]
"""

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from relay.clock import WallClock
from relay.testing.hls import command
from relay.testing.hls.camera import Camera
from relay.testing.hls.ladder import Ladder
from relay.testing.hls.origin import Origin
from relay.testing.hls.recipe import Recipe

FIRST = 4
"""Segments that are there when it begins."""
EVERY = 6
"""Seconds between two captions."""
HOURS = 12
"""So long there are captions."""


def main(arguments: Sequence[str]) -> int:
    """The exit code: that of the command, where there is one."""
    given = _parser().parse_args(arguments)
    try:
        return asyncio.run(_run(given))
    except OSError as problem:
        sys.stderr.write(f"{problem}\n")
        return 127


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m relay.testing.hls", description="A test stream.")
    parser.add_argument("--port", type=int, default=0, help="any that is free, by default")
    parser.add_argument("--captions", action="store_true", help="with closed captions")
    parser.add_argument("--fmp4", action="store_true", help="fragmented MP4, not MPEG-TS")
    parser.add_argument("--size", default="640x360", help="in pixels, by default 640x360")
    parser.add_argument("--fps", type=int, default=10)
    parser.add_argument("--bitrate", type=int, default=900_000, help="of the high rung, bit/s")
    parser.add_argument("--low", type=int, default=250_000, help="of the low rung, bit/s")
    parser.add_argument("--grain", type=int, default=1, help="levels of noise over the picture")
    parser.add_argument("--preset", default="ultrafast", help="of libx264")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds until publication")
    parser.add_argument(
        "--loop", type=int, default=0, help="repeat so many segments: cheap, without a clock"
    )
    parser.add_argument("command", nargs="*", help="{video} in it becomes the address")
    return parser


async def _run(given: argparse.Namespace) -> int:
    async with _started(given) as origin:
        if given.command:
            return await command.run(given.command, origin.url)
        told = {"video": origin.url, "begin": origin.air.begin.isoformat()}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        return await command.until_told()


@contextlib.asynccontextmanager
async def _started(given: argparse.Namespace) -> AsyncIterator[Origin]:
    recipe = _recipe(given)
    ladder = Ladder(parts=(recipe,), low=given.low)
    if recipe.begin is None:
        async with Origin(ladder, live=True, delay=given.delay, port=given.port) as origin:
            yield origin
        return
    camera = Camera(ladder, FIRST)
    origin = Origin(camera, live=True, delay=given.delay, published=FIRST, port=given.port)
    origin.air.begin = recipe.begin
    async with origin, asyncio.TaskGroup() as group:
        running = group.create_task(camera.run(WallClock(), recipe.begin))
        try:
            yield origin
        finally:
            running.cancel()


def _recipe(given: argparse.Namespace) -> Recipe:
    width, _, height = given.size.partition("x")
    seconds = Recipe().seconds
    begin = WallClock().now() - timedelta(seconds=FIRST * seconds + given.delay)
    return Recipe(
        count=given.loop,
        width=int(width),
        height=int(height),
        fps=given.fps,
        bitrate=given.bitrate,
        grain=given.grain,
        preset=given.preset,
        container="fmp4" if given.fmp4 else "ts",
        captions=_lines(begin, given.loop * seconds) if given.captions else (),
        begin=None if given.loop else begin,
    )


def _lines(begin: datetime, loop: float) -> tuple[tuple[float, str], ...]:
    """What is said, as long as one loop, where there is one."""
    lines: list[tuple[float, str]] = []
    for second in range(0, int(loop) or HOURS * 3600, EVERY * 2):
        shown = begin + timedelta(seconds=second + EVERY)
        time = f"SECOND {second + EVERY}." if loop else f"IT IS {shown:%H:%M:%S} UTC."
        lines += [(second, "THIS IS A TEST PICTURE."), (second + EVERY, time)]
    return tuple(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
