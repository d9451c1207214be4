"""How often people may ask."""

import pytest

from bots.discord.commands import allowance
from bots.discord.commands.allowance import Allowance, Rate


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_one_at_a_time() -> None:
    hand = Hand()
    allowed = Allowance(hand, Rate(10, 30), Rate(1000, 1))

    burst = [allowed.take(1, None) for _ in range(11)]
    hand.now += burst[-1]

    assert burst[:10] == [0.0] * 10
    assert burst[10] == pytest.approx(3)
    assert allowed.take(1, None) == 0
    assert allowed.take(1, None) > 0


def test_one_does_not_use_up_what_another_has() -> None:
    allowed = Allowance(Hand(), Rate(1, 30), Rate(1000, 1))

    assert allowed.take(1, None) == 0
    assert allowed.take(1, None) > 0
    assert allowed.take(2, None) == 0


def test_a_server_has_an_allowance_of_its_own() -> None:
    allowed = Allowance(Hand(), Rate(1, 30), Rate(2, 30))

    assert [allowed.take(user, 7) for user in (1, 2)] == [0, 0]
    assert allowed.take(3, 7) > 0
    assert allowed.take(3, 8) == 0


def test_who_has_not_asked_for_long_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "FORGET", 100)
    hand = Hand()
    allowed = Allowance(hand, Rate(10, 30), Rate(1000, 1))

    for user in range(1000):
        allowed.take(user, None)
        hand.now += 1

    assert len(allowed._full_again) <= 101
