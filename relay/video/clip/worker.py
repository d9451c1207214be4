"""The process that cuts beside the relay."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

from relay.errors import VideoError
from relay.video.clip.cutting import Order
from relay.video.clip.piece import FOREVER
from relay.video.clip.remux import Movie
from relay.video.container.opening import Run

_PROGRAM = "relay.video.clip.cutting"
_PIPE = 1 << 20
_GONE = "the process that cuts clips ended"


class Worker:
    """One process; one order at a time. Its methods block, all but `kill`."""

    def __init__(self) -> None:
        # -P: what lies in the folder that the relay is started in is no part of it.
        command = [sys.executable, "-P", "-m", _PROGRAM]
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            pipesize=_PIPE,
        )

    @property
    def is_alive(self) -> bool:
        """Whether it takes another order."""
        return self._process.poll() is None

    def cut(
        self,
        runs: Sequence[Run],
        start: float = 0.0,
        end: float = FOREVER,
        most: int = 0,
        told: Callable[[float], None] | None = None,
    ) -> Movie:
        """As `remux` does, and then as `reencode` where there is a limit. Raises VideoError."""
        order = Order(
            kinds=[run.kind for run in runs],
            sizes=[[len(part) for part in run.parts] for run in runs],
            start=start,
            end=end,
            most=most,
        )
        try:
            self._send(order, runs)
            answer = self._answer(told)
            return Movie(self._read(answer["size"]), answer["skipped"], answer["length"])
        except OSError as error:
            raise VideoError(_GONE) from error

    def kill(self) -> None:
        """End it at once, whatever it does; whoever waits for it gets VideoError."""
        self._process.kill()

    def close(self) -> None:
        """Let it end, and forget it."""
        self.kill()
        self._process.wait()
        with suppress(BrokenPipeError):  # what was not sent is not wanted any more
            self._input.close()
        self._output.close()

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _send(self, order: Order, runs: Sequence[Run]) -> None:
        self._input.write(json.dumps(order).encode() + b"\n")
        for run in runs:
            for part in run.parts:
                self._input.write(part)
        self._input.flush()

    def _answer(self, told: Callable[[float], None] | None) -> dict[str, Any]:
        while line := self._output.readline():
            answer: dict[str, Any] = json.loads(line)
            if "problem" in answer:
                raise VideoError(answer["problem"])
            if "share" not in answer:
                return answer
            if told:
                told(answer["share"])
        raise VideoError(_GONE)

    def _read(self, size: int) -> bytes:
        data = self._output.read(size)
        if len(data) < size:
            raise VideoError(_GONE)
        return data
