"""What was acknowledged survives a relay that is killed in the middle of its work."""

import asyncio
import sys
from pathlib import Path

import pytest

from relay.journal.journal import Journal
from relay.journal.observations import Observations
from relay.journal.store import Store

WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Trust
from relay.core.observation import Observation, observation_id
from relay.core.spacewalk import Identity
from relay.journal.journal import Journal
from relay.journal.observations import StoredObservation
from relay.journal.store import Store

AT = datetime(2026, 8, 6, tzinfo=UTC)

async def write(journal, name):
    for count in range(10**6):
        note = f"{name}-{count}"
        seen = Observation(source="s", trust=Trust.HINT, spacewalk=Identity(), note=note,
                           kind=Milestone.TASK, seen_at=AT)
        event = Event(type=EventType.SUMMARY, spacewalk="us-eva-95", time=AT, note=note)
        stored = StoredObservation(observation_id(seen), "us-eva-95", seen)
        for written in await journal.append([event, event], [stored]):
            print(written.seq, written.note, flush=True)

async def main():
    journal = Journal(await Store.open(sys.argv[1]))
    await asyncio.gather(*(write(journal, name) for name in "abc"))

asyncio.run(main())
"""


@pytest.mark.parametrize("lines", [1, 37, 150])
async def test_nothing_acknowledged_is_lost(path: Path, lines: int) -> None:
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(path), stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    said = [await writer.stdout.readline() for _ in range(lines)]
    writer.kill()
    said += (await writer.stdout.read()).splitlines(keepends=True)
    await writer.wait()
    acknowledged = {tuple(line.decode().split()) for line in said if line.endswith(b"\n")}

    store = await Store.open(str(path))
    events = await Journal(store).events()
    observations = await Observations(store).all()
    await store.close()

    assert len(acknowledged) >= lines
    assert acknowledged <= {(str(event.seq), event.note) for event in events}
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert {event.note for event in events} == {kept.observation.note for kept in observations}
