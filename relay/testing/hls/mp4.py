"""Changes to fragmented MP4 (ISO/IEC 14496-12 §8.8): where a fragment begins, its number."""

from collections.abc import Callable, Iterator

Box = tuple[bytes, int, int]
"""Its type, and where its content begins and ends."""

HEAD = 8


def boxes(data: bytes | bytearray, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Those that lie side by side there."""
    stop = len(data) if end is None else end
    while start < stop:
        size = int.from_bytes(data[start : start + 4])
        yield bytes(data[start + 4 : start + HEAD]), start + HEAD, start + size
        start += size


def split(whole: bytes) -> tuple[bytes, bytes]:
    """The header and the fragments of a file that is made of one and the others."""
    kinds = list(boxes(whole))
    header = b"".join(
        whole[at - HEAD : end] for kind, at, end in kinds if kind in {b"ftyp", b"moov"}
    )
    media = b"".join(
        whole[at - HEAD : end] for kind, at, end in kinds if kind in {b"moof", b"mdat"}
    )
    return header, media


def restamped(media: bytes, number: int, starts: dict[int, int]) -> bytes:
    """The fragments with that number, so that each track's first one begins at its time there, in
    units of the track."""
    firsts: dict[int, int] = {}

    def moved(track: int, time: int) -> int:
        return starts[track] + time - firsts.setdefault(track, time)

    return _changed(media, lambda _: number, moved)


def shifted(media: bytes, ticks: dict[int, int], numbers: int) -> bytes:
    """The fragments that many units of their track later, and numbered so much higher."""
    return _changed(media, lambda old: old + numbers, lambda track, time: time + ticks[track])


def _changed(
    media: bytes, renumber: Callable[[int], int], move: Callable[[int, int], int]
) -> bytes:
    out = bytearray(media)
    for kind, start, end in boxes(media):
        if kind == b"moof":
            _change_fragment(out, (start, end), renumber, move)
    return bytes(out)


def _change_fragment(
    out: bytearray,
    place: tuple[int, int],
    renumber: Callable[[int], int],
    move: Callable[[int, int], int],
) -> None:
    for kind, start, end in boxes(out, *place):
        if kind == b"mfhd":
            old = int.from_bytes(out[start + 4 : start + 8])
            out[start + 4 : start + 8] = renumber(old).to_bytes(4)
        elif kind == b"traf":
            _change_track(out, (start, end), move)


def _change_track(out: bytearray, place: tuple[int, int], move: Callable[[int, int], int]) -> None:
    found = {kind: start for kind, start, _ in boxes(out, *place)}
    track = int.from_bytes(out[found[b"tfhd"] + 4 : found[b"tfhd"] + 8])
    at = found[b"tfdt"] + 4
    assert out[at - 4] == 1, "the muxer writes 64-bit times"
    out[at : at + 8] = move(track, int.from_bytes(out[at : at + 8])).to_bytes(8)
