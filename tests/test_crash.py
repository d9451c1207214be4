"""A relay that is killed anywhere in its work loses nothing and tells nothing twice."""

from pathlib import Path

import pytest

from relay.testing.killing import kill_again_and_again


@pytest.mark.timeout(400)
async def test_killed_at_random_instants(tmp_path: Path) -> None:
    tally = await kill_again_and_again(kills=5, seed=2026, folder=tmp_path)

    damage = (tally.lost, tally.repeated, tally.changed, tally.disordered)
    assert (0, 0, 0, 0) == damage
    assert 5 == tally.kills
    assert tally.runs > 0
