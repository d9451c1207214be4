"""Deliveries are written down together, and what is known of them is never too old."""

import asyncio
from collections.abc import Sequence

import pytest

from relay.delivery.book import KEYS, Book
from relay.errors import StoreError
from relay.journal.deliveries import Delivered, Entry, Outcome
from relay.plugins import Receipt


class Ledger:
    """Deliveries in memory. `gate` holds up whoever reads; `problems` are raised by writes."""

    def __init__(self) -> None:
        self.written: list[Sequence[Entry]] = []
        self.reads: list[str] = []
        self.problems: list[Exception] = []
        self.unreadable: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def record(self, *entries: Entry) -> None:
        await asyncio.sleep(0)
        if self.problems:
            raise self.problems.pop(0)
        self.written.append(entries)

    async def posted(self, key: str) -> dict[str, Delivered]:
        self.reads.append(key)
        found = {
            entry.destination: Delivered(entry.receipt, entry.revision)
            for group in self.written
            for entry in group
            if entry.key == key and entry.outcome is Outcome.DELIVERED
        }
        await self.gate.wait()
        if self.unreadable:
            raise self.unreadable.pop(0)
        return found

    @property
    def sizes(self) -> list[int]:
        return [len(group) for group in self.written]


def entry(
    to: str, key: str = "key", revision: int = 1, outcome: Outcome = Outcome.DELIVERED
) -> Entry:
    receipt = Receipt(message=f"{to}-{revision}")
    return Entry(
        destination=to, key=key, revision=revision, seq=1, outcome=outcome, receipt=receipt
    )


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def book(ledger: Ledger) -> Book:
    return Book(ledger)  # type: ignore[arg-type]


async def steps(number: int = 10) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_what_is_recorded_alone_is_written_at_once(book: Book, ledger: Ledger) -> None:
    await book.record(entry("one"))

    assert ledger.sizes == [1]


async def test_while_others_are_told_their_records_come_along(book: Book, ledger: Ledger) -> None:
    for _ in range(20):
        book.begins()
    records = []
    for number in range(20):
        book.ends()
        records.append(asyncio.create_task(book.record(entry(f"{number}"))))
    await asyncio.gather(*records)

    assert sum(ledger.sizes) == 20
    assert len(ledger.sizes) <= 2


async def test_one_that_takes_long_holds_no_record_up_for_ever(book: Book, ledger: Ledger) -> None:
    book.begins()

    await asyncio.wait_for(book.record(entry("one")), timeout=10)

    assert ledger.sizes == [1]


async def test_a_failed_write_fails_all_who_wait_and_can_be_made_again(
    book: Book, ledger: Ledger
) -> None:
    ledger.problems = [StoreError("the disk is full")]
    book.begins()
    group = [asyncio.create_task(book.record(entry(f"{number}"))) for number in range(5)]
    await steps()
    book.ends()
    outcomes = await asyncio.gather(*group, return_exceptions=True)
    await asyncio.gather(*(book.record(entry(f"{number}")) for number in range(5)))

    assert [type(outcome) for outcome in outcomes] == [StoreError] * 5
    assert sorted(one.destination for one in ledger.written[-1]) == list("01234")


async def test_who_gives_up_waiting_harms_no_other(book: Book, ledger: Ledger) -> None:
    book.begins()
    first = asyncio.create_task(book.record(entry("one")))
    second = asyncio.create_task(book.record(entry("two")))
    await steps()
    first.cancel()
    book.ends()
    await second

    assert {one.destination for group in ledger.written for one in group} == {"one", "two"}


async def test_a_correction_sees_a_receipt_at_once(book: Book, ledger: Ledger) -> None:
    before = await book.posted("one", "key")
    await book.record(entry("one"))
    after = await book.posted("one", "key")
    await book.record(entry("one", revision=2))

    assert before is None
    assert after == Delivered(Receipt(message="one-1"), 1)
    assert await book.posted("one", "key") == Delivered(Receipt(message="one-2"), 2)
    assert ledger.reads == ["key"]


async def test_a_refusal_leaves_the_message_that_stands(book: Book) -> None:
    await book.posted("one", "key")
    await book.record(entry("one"))
    await book.record(entry("one", revision=2, outcome=Outcome.REFUSED))

    assert await book.posted("one", "key") == Delivered(Receipt(message="one-1"), 1)


async def test_thousands_of_destinations_read_a_notice_once(book: Book, ledger: Ledger) -> None:
    await asyncio.gather(*(book.posted(f"{number}", "key") for number in range(2000)))

    assert ledger.reads == ["key"]


async def test_it_holds_few_notices_at_once(book: Book, ledger: Ledger) -> None:
    for number in range(KEYS + 1):
        await book.posted("one", f"{number}")
    await book.posted("one", "0")

    assert ledger.reads.count("0") == 2
    assert len(book._posted) <= KEYS


async def test_who_was_removed_was_told_nothing(book: Book) -> None:
    await book.posted("one", "key")
    await book.record(entry("one"))
    await book.record(entry("two"))
    book.forget("one")

    assert await book.posted("one", "key") is None
    assert await book.posted("two", "key") is not None


async def test_what_is_written_while_it_is_read_is_seen(book: Book, ledger: Ledger) -> None:
    """The reader saw the book as it was before; who asks next must not."""
    ledger.gate.clear()
    reading = asyncio.create_task(book.posted("two", "key"))
    await steps()
    await book.record(entry("one"))
    ledger.gate.set()
    await reading

    assert await book.posted("one", "key") == Delivered(Receipt(message="one-1"), 1)


async def test_what_could_not_be_read_is_read_again(book: Book, ledger: Ledger) -> None:
    await book.record(entry("one"))
    ledger.unreadable = [StoreError("locked")]

    with pytest.raises(StoreError):
        await book.posted("one", "key")
    assert await book.posted("one", "key") is not None


async def test_a_reading_that_failed_with_nobody_waiting_holds_no_record_up(
    book: Book, ledger: Ledger
) -> None:
    ledger.gate.clear()
    ledger.unreadable = [StoreError("locked")]
    reading = asyncio.create_task(book.posted("two", "key"))
    await steps()
    reading.cancel()
    ledger.gate.set()
    await steps()
    await asyncio.wait_for(book.record(entry("one")), timeout=10)
    book.forget("two")

    assert await book.posted("one", "key") is not None
