"""Changes to a finished transport stream (ISO/IEC 13818-1 §2.4.3): its counters and its times."""

from collections import Counter

from relay.testing.hls.recipe import WRAP

PACKET = 188


class Counters:
    """Numbers the packets of every PID on from one segment to the next."""

    def __init__(self) -> None:
        self._next: Counter[int] = Counter()

    def renumbered(self, data: bytes) -> bytes:
        """The segment as the continuation of those before it. FFmpeg begins each with 0."""
        ahead = Counter(self._next)
        self._next += counted(data)
        return _counted_on(data, ahead)


def counted(data: bytes) -> Counter[int]:
    """How many packets with a payload there are of each PID: only these are numbered."""
    pids = zip(data[1::PACKET], data[2::PACKET], data[3::PACKET], strict=True)
    return Counter((high & 0x1F) << 8 | low for high, low, flags in pids if flags & 0x10)


def shifted(data: bytes, ticks: int, ahead: Counter[int]) -> bytes:
    """The segment `ticks` later (PTS, DTS and PCR), its counters advanced by those numbers."""
    out = bytearray(_counted_on(data, ahead))
    starts = zip(data[1::PACKET], data[3::PACKET], strict=True)
    for place, (high, flags) in enumerate(starts):
        if high & 0x40 or flags & 0x20:
            _shift_packet(out, place * PACKET, ticks)
    return bytes(out)


def _counted_on(data: bytes, ahead: Counter[int]) -> bytes:
    out = bytearray(data)
    packets = zip(data[1::PACKET], data[2::PACKET], data[3::PACKET], strict=True)
    out[3::PACKET] = bytes(
        flags & 0xF0 | flags + ahead[(high & 0x1F) << 8 | low] & 15 for high, low, flags in packets
    )
    return bytes(out)


def _shift_packet(out: bytearray, at: int, ticks: int) -> None:
    payload = at + 4
    if out[at + 3] & 0x20:
        payload += 1 + out[at + 4]
        _shift_pcr(out, at, ticks)
    if out[at + 1] & 0x40:
        _shift_pes(out, payload, ticks)


def _shift_pcr(out: bytearray, at: int, ticks: int) -> None:
    if out[at + 4] == 0 or not out[at + 5] & 0x10:
        return
    field = int.from_bytes(out[at + 6 : at + 12])
    base = ((field >> 15) + ticks) % WRAP
    out[at + 6 : at + 12] = (base << 15 | field & 0x7FFF).to_bytes(6)


def _shift_pes(out: bytearray, at: int, ticks: int) -> None:
    if out[at : at + 3] != b"\x00\x00\x01":
        return
    which = out[at + 7] >> 6
    for place in range({2: 1, 3: 2}.get(which, 0)):
        _shift_stamp(out, at + 9 + place * 5, ticks)


def _shift_stamp(out: bytearray, at: int, ticks: int) -> None:
    a, b, c = out[at], int.from_bytes(out[at + 1 : at + 3]), int.from_bytes(out[at + 3 : at + 5])
    value = ((a >> 1 & 7) << 30 | b >> 1 << 15 | c >> 1) + ticks
    value %= WRAP
    out[at] = a & 0xF0 | value >> 30 << 1 | 1
    out[at + 1 : at + 3] = ((value >> 15 & 0x7FFF) << 1 | 1).to_bytes(2)
    out[at + 3 : at + 5] = ((value & 0x7FFF) << 1 | 1).to_bytes(2)
