import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from relay.core.event import Event, EventType
from relay.journal.tail import SIZE
from relay.web import frames
from relay.web.asking import EventId, Gap
from relay.web.frames import Latest, Ring, framed, gap_frame, heartbeat

AT = datetime(2021, 9, 3, 14, 41, tzinfo=UTC)


def event(seq: int, note: str = "") -> Event:
    kind = EventType.MILESTONE_REACHED
    return Event(type=kind, spacewalk="rs-eva-49", time=AT, seq=seq, note=note)


def unchunked(piece: bytes) -> bytes:
    """The body of chunks, each as long as it says."""
    body = b""
    while piece:
        size, _, rest = piece.partition(b"\r\n")
        length = int(size, 16)
        assert rest[length : length + 2] == b"\r\n"
        body, piece = body + rest[:length], rest[length + 2 :]
    return body


def seqs(body: bytes) -> list[int]:
    return [int(seq) for seq in re.findall(rb"^id: e-(\d+)$", body, re.MULTILINE)]


@given(st.text())
def test_whatever_an_event_says_is_one_frame(note: str) -> None:
    frame = framed(event(7, note), "e").data

    assert frame.count(b"\n") == 3
    assert frame.startswith(b"id: e-7\ndata: {")
    assert frame.endswith(b"}\n\n")
    assert b"\r" not in frame


def test_a_gap_moves_the_place_of_the_reader_behind_what_is_gone() -> None:
    told = gap_frame(Gap(EventId("e", 3), EventId("e", 9), "deleted")).decode()

    assert told.splitlines()[:2] == ["id: e-9", "event: gap"]
    assert '"from": "e-3"' in told
    assert '"to": "e-9"' in told


def test_a_heartbeat_leaves_the_place_of_the_reader_alone() -> None:
    assert heartbeat(AT, 240.0) == (
        b'event: heartbeat\ndata: {"time": "2021-09-03T14:41:00Z", "rate": 240.0}\n\n'
    )


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=40),
    st.lists(st.integers(0, 60_000), min_size=1, max_size=5),
)
def test_every_cursor_reads_each_frame_once_and_in_order(
    bursts: list[int], starts: list[int]
) -> None:
    ring = Ring([], 0)
    head = 0
    seen: dict[int, list[int]] = {}
    cursors: dict[int, int] = {}
    for burst in bursts:
        for _ in range(burst):
            head += 1
            ring.add(framed(event(head), "e"))
        for start in starts:
            if ring.floor <= start <= head and start not in cursors:
                cursors[start], seen[start] = ring.cursor(start), []
        for start, cursor in cursors.items():
            cursors[start] = read_all(ring, cursor, seen[start])

    for start, got in seen.items():
        assert got == list(range(start + 1, head + 1))


def read_all(ring: Ring, cursor: int, seen: list[int]) -> int:
    while True:
        found = ring.piece(cursor)
        assert found is not None
        piece, cursor = found
        if not piece:
            return cursor
        seen += seqs(unchunked(piece))


def test_a_ring_drops_the_oldest_and_says_so_to_who_stood_there() -> None:
    ring = Ring([], 0)
    for seq in range(1, 2 * SIZE + 2):
        ring.add(framed(event(seq), "e"))

    assert len(ring.frames) == SIZE
    assert ring.floor == SIZE + 1
    assert ring.piece(0) is None
    assert ring.piece(ring.cursor(ring.floor)) is not None


def test_a_piece_is_made_once_for_all_and_is_never_large() -> None:
    ring = Ring([framed(event(seq, "x" * 1000), "e") for seq in range(1, 201)], 0)

    first, second = ring.piece(0), ring.piece(0)

    assert first
    assert second
    assert first[0] is second[0]
    assert len(first[0]) <= frames.MOST + 100


def test_a_frame_that_is_larger_than_a_piece_is_sent_alone() -> None:
    large = framed(event(1, "x" * 2 * frames.MOST), "e")
    ring = Ring([large, framed(event(2), "e")], 0)

    piece = ring.piece(0)

    assert piece
    assert unchunked(piece[0]) == large.data
    assert piece[1] == 1


def test_of_a_state_only_the_newest_is_told() -> None:
    state = Latest()
    assert state.put("one")
    assert state.put("two")
    assert not state.put("two")

    piece, cursor = state.piece(0)

    assert unchunked(piece) == b"data: two\n\n"
    assert state.piece(cursor) == (b"", cursor)


def test_whatever_places_are_asked_for_few_pieces_are_kept() -> None:
    ring = Ring([framed(event(seq, "x" * 1000), "e") for seq in range(1, 201)], 0)

    for seq in range(200):
        ring.piece(ring.cursor(seq))

    assert len(ring._joined) == frames.PIECES
