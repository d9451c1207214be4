"""The bench of the fan-out counts what it says, and a relay that is killed repeats nothing."""

import asyncio

import pytest

from bench.fanout import ours, peers
from bench.fanout.apart import apart
from bench.fanout.killed import kill_again_and_again
from bench.fanout.loopback import discord


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("kills", "nonces"),
    [
        pytest.param(3, True, id="Discord knows the nonces"),
        pytest.param(1, False, id="they are forgotten"),
    ],
)
async def test_killed_while_it_tells(kills: int, nonces: bool) -> None:
    tally = await kill_again_and_again(kills, 100, seed=7, rate=200, nonces=nonces)

    assert tally.kills == kills
    assert tally.in_the_middle > 0
    assert (tally.lost, tally.repeated, tally.nonces_twice) == (0, 0, 0)


def test_the_relay_tells_everyone_and_the_alert_goes_first() -> None:
    with discord(60, rtt=0.01, allowed=0) as there:
        spent = apart(ours.tell, there)
        state, got = there.state(), there.got()
        posted = [(one["channel"], one["id"]) for one in state["messages"]]
        overtaken = apart(ours.behind_edits, there, posted)

    assert (got.messages, got.lost, got.repeated, got.limited) == (60, 0, 0, 0)
    assert 0 < spent.cpu_s < 60
    assert got.last > spent.began
    assert overtaken.waiting > 0


def test_what_a_pattern_loses_and_repeats_is_counted() -> None:
    with discord(3, rtt=0.0) as there:
        asyncio.run(peers.tell(there, "one after another"))
        once = there.got()
        asyncio.run(peers.tell(there, "pool of 16"))
        twice = there.got()
        there.forget()
        nothing = there.got()

    assert (once.messages, once.lost, once.repeated) == (3, 0, 0)
    assert (twice.messages, twice.lost, twice.repeated) == (6, 0, 3)
    assert (nothing.messages, nothing.lost, nothing.repeated) == (0, 3, 0)
