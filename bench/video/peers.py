"""What one would otherwise do: streamlink into ffmpeg, once for each picture or clip."""

import shlex
import subprocess
import sys
import time
from pathlib import Path

STREAMLINK = Path(sys.executable).with_name("streamlink")


def snapshot(url: str, folder: Path) -> tuple[float, bytes]:
    """Seconds and the JPEG of `streamlink URL best -O | ffmpeg -frames:v 1`."""
    target = folder / "peer.jpg"
    address, place = shlex.quote(url), shlex.quote(str(target))
    reading = f"{shlex.quote(str(STREAMLINK))} --quiet {address} best -O"
    writing = f"ffmpeg -nostdin -loglevel error -y -i - -frames:v 1 -q:v 3 {place}"
    began = time.perf_counter()
    subprocess.run(["sh", "-c", f"{reading} 2>/dev/null | {writing}"], check=True)
    return time.perf_counter() - began, target.read_bytes()


def clip(segments: list[bytes], folder: Path) -> float:
    """Seconds that ffmpeg takes from the same bytes to an MP4 that begins at once."""
    source, target = folder / "peer.ts", folder / "peer.mp4"
    began = time.perf_counter()
    source.write_bytes(b"".join(segments))
    quietly = ("ffmpeg", "-nostdin", "-loglevel", "error", "-y")
    copying = ("-i", source, "-c", "copy", "-movflags", "+faststart", target)
    subprocess.run((*quietly, *copying), check=True)
    target.read_bytes()
    return time.perf_counter() - began
