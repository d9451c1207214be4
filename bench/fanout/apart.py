"""Runs a scene in a new process, so that nothing but the scene is in its figures."""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def apart(scene: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the coroutine function returns. Arguments and result have to be picklable."""
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawning) as pool:
        return pool.submit(_run, scene, args, kwargs).result()


def _run(
    scene: Callable[..., Coroutine[Any, Any, T]], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    # What is refused is counted at the server; the library would print a line for each.
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    return asyncio.run(scene(*args, **kwargs))


def cpu() -> float:
    """Seconds of processor time that this process has taken, all its threads together."""
    times = os.times()
    return times.user + times.system
