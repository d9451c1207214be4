"""What every chat platform has to keep to, as tests that its own tests inherit, and a fake one."""

import asyncio
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from relay.core.event import Event, EventType
from relay.core.milestone import Milestone, Standing
from relay.core.notice import Notice
from relay.errors import DeliveryRefused
from relay.plugins import Bot, Destination, Finding, Receipt, Settings, find_bots

NOON = datetime(2021, 9, 3, 12, 0, tzinfo=UTC)

HOSTILE = (
    "@everyone @here <@&123456789012345678> <!channel> @room",
    "[bold red]markup[/bold red] **bold** `code` <b>html</b> &amp; <script>alert(1)</script>",
    "\x1b[2J\x1b]0;owned\x07 red \x1b[31m \x9b31m \x00\x07\x08\x7f\x85",
    "\u202egnp.exe\u202c \u2066\u2067\u2069 \u200e\u200f\u061c \u200b\ufeff\u2060",
    "line one\r\nSet-Cookie: a=b\n\ndata: {}\u2028\u2029",
    "lone surrogate \ud800 and \udfff",
    "مرحبا بالعالم ١٢٣ שלום",
    "",
)
"""Words as a source might send them; no platform may obey any of it."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def a_notice(**changes: Any) -> Notice:
    """One to tell: that a hatch is open, unless `changes`, fields of Notice, say otherwise.

    From the second revision on it is a correction.
    """
    corrected = changes.get("revision", 1) > 1
    event = Event(
        type=EventType.MILESTONE_REACHED,
        spacewalk="rs-eva-49",
        time=NOON,
        seq=1,
        milestone=Milestone.HATCH_OPEN,
        occurred_at=NOON,
        standing=Standing.CORRECTED if corrected else Standing.CONFIRMED,
    )
    fields: dict[str, Any] = {
        "key": "rs-eva-49/hatch_open",
        "revision": 1,
        "kind": "hatch_open",
        "title": "Hatch open",
        "text": "The hatch of Poisk is open.",
        "address": "https://example.org/post",
        "time": NOON,
        "event": event,
    }
    return Notice(**fields | changes)


@dataclass(frozen=True, slots=True)
class Telling:
    """One call of `deliver`."""

    destination: Destination
    notice: Notice
    key: str
    posted: Receipt | None


class FakeBot(Bot):
    """Remembers what it is told. `answer` sees each call first; `deliver` raises what it raises."""

    name: ClassVar[str] = "fake"
    Config: ClassVar[type[Settings]] = Settings

    def __init__(self, answer: Callable[[Telling], None] = lambda telling: None) -> None:
        self.answer = answer
        self.tries: list[Telling] = []
        self.told: list[Telling] = []

    async def start(self) -> None:
        """Nothing to open."""

    async def deliver(
        self, destination: Destination, notice: Notice, key: str, posted: Receipt | None
    ) -> Receipt:
        telling = Telling(destination, notice, key, posted)
        self.tries.append(telling)
        await asyncio.sleep(0)
        self.answer(telling)
        self.told.append(telling)
        return Receipt(message=f"message-{key}")

    def shown(self, destination_id: str) -> list[str]:
        """The notice keys that a reader there has seen, in order, each idempotency key once."""
        first = {t.key: t.notice.key for t in self.told if t.destination.id == destination_id}
        return list(first.values())

    async def close(self) -> None:
        """Nothing to let go of."""

    async def check(self, destinations: Sequence[Destination]) -> list[Finding]:
        return [Finding(part=one.id, works=True, says="is a fake") for one in destinations]


@dataclass(frozen=True, slots=True)
class Stage:
    """A bot that was started, a destination it can reach, and what was said there so far: each
    message as a program receives it, escapes and all."""

    bot: Bot
    destination: Destination
    said: Callable[[], Sequence[str]]


class BotContract:
    """Inherit it in a class `Test…` with a fixture `stage`, which closes the bot at its end."""

    longest: ClassVar[int]
    """Characters that one message may have on this platform, with all that goes around it."""
    obeyed: ClassVar[Sequence[str]] = ()
    """What this platform would take as a command or as markup, were it in a message as it is."""
    impossible: ClassVar[Sequence[str]] = ()
    """Addresses that can never work."""

    def test_is_found_under_its_own_name(self, stage: Stage) -> None:
        assert find_bots()[stage.bot.name] is type(stage.bot)

    def test_refuses_a_setting_that_it_does_not_know(self, stage: Stage) -> None:
        with pytest.raises(ValueError, match="no_such_setting"):
            stage.bot.Config.model_validate({"no_such_setting": 1})

    async def test_tells_title_and_text_and_gives_a_receipt(self, stage: Stage) -> None:
        receipt = await stage.bot.deliver(stage.destination, a_notice(), "key-1", None)

        assert receipt.message
        assert "Hatch open" in stage.said()[-1]
        assert "The hatch of Poisk is open." in stage.said()[-1]

    async def test_tells_a_correction(self, stage: Stage) -> None:
        receipt = await stage.bot.deliver(stage.destination, a_notice(), "key-1", None)
        corrected = a_notice(revision=2, text="It was 14:41 UTC.")

        again = await stage.bot.deliver(stage.destination, corrected, "key-2", receipt)

        assert again.message
        assert "It was 14:41 UTC." in stage.said()[-1]
        assert "correction" in stage.said()[-1].lower()

    async def test_takes_the_same_notice_again_after_a_crash(self, stage: Stage) -> None:
        first = await stage.bot.deliver(stage.destination, a_notice(), "key-1", None)
        second = await stage.bot.deliver(stage.destination, a_notice(), "key-1", None)

        assert first.message == second.message

    @pytest.mark.parametrize("words", HOSTILE)
    async def test_obeys_nothing_that_a_source_says(self, stage: Stage, words: str) -> None:
        hostile = a_notice(title=words, text=words, address=f"https://example.org/{words}")

        await stage.bot.deliver(stage.destination, hostile, "key-1", None)

        said = "".join(stage.said())
        assert {c for c in said if unicodedata.category(c) in _UNSEEN and c != "\n"} == set()
        assert [command for command in self.obeyed if command in said] == []

    async def test_cuts_what_is_too_long(self, stage: Stage) -> None:
        endless = "a b" * 33_334
        notice = a_notice(title=endless, text=endless, address=f"https://example.org/{endless}")

        await stage.bot.deliver(stage.destination, notice, "key-1", None)

        assert max(map(len, stage.said())) <= self.longest

    async def test_tells_several_at_once(self, stage: Stage) -> None:
        titles = [f"Task {number:02}" for number in range(20)]

        async with asyncio.TaskGroup() as group:
            for title in titles:
                notice = a_notice(key=title, title=title)
                group.create_task(stage.bot.deliver(stage.destination, notice, title, None))

        said = "\n".join(stage.said())
        assert [title for title in titles if said.count(title) == 0] == []

    async def test_refuses_an_impossible_address(self, stage: Stage) -> None:
        for address in self.impossible:
            there = Destination(id="there", platform=stage.bot.name, address=address)
            with pytest.raises(DeliveryRefused):
                await stage.bot.deliver(there, a_notice(), "key-1", None)

    async def test_checks_without_telling_anyone(self, stage: Stage) -> None:
        before = list(stage.said())

        findings = await stage.bot.check([stage.destination])

        assert [finding.works for finding in findings] == [True]
        assert all(finding.says for finding in findings)
        assert list(stage.said()) == before

    async def test_can_be_closed_twice(self, stage: Stage) -> None:
        await stage.bot.close()
        await stage.bot.close()
