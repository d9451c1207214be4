"""The packets of an MPEG transport stream, and its clock (ISO/IEC 13818-1)."""

PACKET = 188
"""Bytes of each."""
SYNC = 0x47
BEGINS = 0x40
"""In a packet's second byte: a picture or some sound begins in it."""
SECOND = 90_000
"""Ticks of the clock."""
WRAP = 1 << 33
"""Ticks after which it begins anew: 26.5 hours."""


def pid(data: bytes, at: int) -> int:
    """Which stream the packet that begins there belongs to."""
    return (data[at + 1] & 0x1F) << 8 | data[at + 2]


def payload(data: bytes, at: int) -> bytes:
    """What the packet that begins there holds; nothing of one that is cut off."""
    control = data[at + 3] >> 4 & 3 if len(data) >= at + PACKET else 0
    if not control & 1:
        return b""
    return data[at + (5 + data[at + 4] if control & 2 else 4) : at + PACKET]


def is_video(unit: bytes) -> bool:
    """Whether a PES packet of video begins so."""
    return unit[:3] == b"\0\0\1" and len(unit) > 3 and unit[3] & 0xF0 == 0xE0


def time(unit: bytes) -> int | None:
    """The presentation time of a PES packet (2.4.3.6), in ticks."""
    if len(unit) < 14 or not unit[7] & 0x80:
        return None
    high, middle, low = unit[9] >> 1 & 7, unit[10:12], unit[12:14]
    return high << 30 | int.from_bytes(middle) >> 1 << 15 | int.from_bytes(low) >> 1


def after(ticks: int, origin: int) -> int:
    """How many ticks one lies after the other; less than 13 hours before it means before."""
    return (ticks - origin + WRAP // 2) % WRAP - WRAP // 2
