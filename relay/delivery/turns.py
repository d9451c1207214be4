"""Gives every line its turns: in order for each, at once for all, each platform for itself."""

import asyncio
import logging
from collections.abc import Iterable

from relay.clock import Clock
from relay.core.text import plain
from relay.delivery.agenda import Agenda, Lane, Line
from relay.delivery.complaints import Complaints
from relay.delivery.telling import PROBLEM_LENGTH, Teller
from relay.delivery.words import Words
from relay.errors import DeliveryDelayed, StoreError

PATIENCE = 3
"""After so many failures in a row nobody waits for a destination any longer; its tries go on."""

log = logging.getLogger(__name__)


class Turns:
    """The workers of one run. A platform that is slow, or down, takes no turns of another."""

    def __init__(
        self,
        platforms: Iterable[str],
        teller: Teller,
        words: Words,
        clock: Clock,
        in_flight: int,
        changed: asyncio.Event,
    ) -> None:
        """`changed` is set whenever something was told, or put off for long."""
        self._changed = changed
        self._teller = teller
        self._words = words
        self._complaints = Complaints(clock)
        self._agendas = {name: Agenda(clock) for name in platforms}
        self._failing_slots = max(1, in_flight // 4)
        self._sound_slots = max(1, in_flight - self._failing_slots)
        self._workers: list[asyncio.Task[None]] = []
        self.unsettled: set[str] = set()
        """Destinations that something waits for, but for those that fail again and again."""

    def begin(self, group: asyncio.TaskGroup) -> None:
        """Start the workers."""
        for agenda in self._agendas.values():
            lanes = [agenda.sound] * self._sound_slots + [agenda.failing] * self._failing_slots
            self._workers += [group.create_task(self._work(lane)) for lane in lanes]

    async def drain(self, seconds: float) -> None:
        """Begin nothing new, and give what is in hand so many real seconds."""
        for agenda in self._agendas.values():
            agenda.stop(agenda.sound, self._sound_slots)
            agenda.stop(agenda.failing, self._failing_slots)
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=seconds)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def close(self) -> None:
        """Wake nobody any more."""
        for agenda in self._agendas.values():
            agenda.close()

    def add(self, line: Line, seq: int) -> None:
        """One more event waits to be told to it."""
        line.waiting.append(seq)
        if line.failures < PATIENCE:
            self.unsettled.add(line.destination.id)
        if len(line.waiting) == 1:
            self._agenda_of(line).put(line)

    def leave(self, line: Line) -> None:
        """It is told nothing any more."""
        line.waiting.clear()
        self._settled(line)

    async def _work(self, lane: Lane) -> None:
        while (line := (await lane.get())[2]) is not None:
            if line.waiting:
                await self._turn(line)

    async def _turn(self, line: Line) -> None:
        seq = line.waiting[0]
        try:
            voice = self._teller.voice(line.destination)
            if (notice := await self._words.at(seq, voice)) is not None:
                await self._teller.tell(line, seq, notice)
        except DeliveryDelayed as delay:
            self._put_off(line, str(delay), delay.retry_after)
        except StoreError as problem:
            self._put_off(line, str(problem))
        except Exception:
            log.exception("telling %s of event %d failed", line.destination.id, seq)
            self._put_off(line, "an unexpected failure; see the traceback")
        else:
            line.failures = 0
            self._next(line)

    def _next(self, line: Line) -> None:
        del line.waiting[:1]
        if line.waiting:
            self._agenda_of(line).put(line)
        else:
            self._settled(line)

    def _put_off(self, line: Line, problem: str, wish: float = 1.0) -> None:
        wait = self._agenda_of(line).put_off(line, wish)
        why = plain(problem, PROBLEM_LENGTH)
        to = line.destination
        self._complaints.about(to.platform, to.id, wait, why)
        if line.failures >= PATIENCE:
            self._settled(line)

    def _agenda_of(self, line: Line) -> Agenda:
        return self._agendas[line.destination.platform]

    def _settled(self, line: Line) -> None:
        self.unsettled.discard(line.destination.id)
        self._changed.set()
