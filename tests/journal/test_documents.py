from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from relay.journal.documents import Documents, KeptDocument
from relay.journal.store import Store
from relay.plugins import Document

NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


def document(text: str, minutes: int = 0, source: str = "station_blog") -> Document:
    return Document(source, NOON + timedelta(minutes=minutes), text)


async def test_documents_come_back_newest_first(store: Store) -> None:
    documents = Documents(store, count=10, size=100_000)
    short, long = document("<rss>", 1), document("ü" * 10_000, 2)
    await documents.keep(long, "no title")
    await documents.keep(short, "cut off")

    assert await documents.all() == [KeptDocument(long, "no title"), KeptDocument(short, "cut off")]


async def test_the_oldest_give_way(store: Store) -> None:
    documents = Documents(store, count=3, size=100)
    for minutes in range(6):
        await documents.keep(document(f"text {minutes}", minutes), "broken")

    assert [kept.document.text for kept in await documents.all()] == ["text 5", "text 4", "text 3"]


async def test_the_same_document_again_does_not_crowd_out_others(store: Store) -> None:
    documents = Documents(store, count=2, size=100)
    await documents.keep(document("other", 0), "broken")
    for minutes in range(1, 6):
        await documents.keep(document("same", minutes), f"try {minutes}")

    assert await documents.all() == [
        KeptDocument(document("same", 5), "try 5"),
        KeptDocument(document("other", 0), "broken"),
    ]


async def test_equal_texts_of_two_sources_are_two_documents(store: Store) -> None:
    documents = Documents(store, count=5, size=100)
    await documents.keep(document("", 1, "nasa_plus"), "empty")
    await documents.keep(document("", 2, "launch_library"), "empty")

    assert len(await documents.all()) == 2


async def test_what_is_too_long_is_cut(store: Store) -> None:
    documents = Documents(store, count=5, size=1001)
    await documents.keep(document("é" * 100_000), "too much")

    (kept,) = await documents.all()

    assert kept.document.text == "é" * 500


async def test_a_long_document_takes_little_room(store: Store, path: Path) -> None:
    await Documents(store, count=5, size=10_000_000).keep(document("<p></p>" * 500_000), "long")
    await store.close()

    assert path.stat().st_size < 200_000


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(), max_size=3000))
async def test_any_text_can_be_kept(text: str) -> None:
    store = await Store.open(":memory:")
    try:
        documents = Documents(store, count=5, size=100_000)
        await documents.keep(document(text), text)
        (kept,) = await documents.all()
    finally:
        await store.close()

    assert kept.document.text == text.encode("utf-8", "replace").decode()
