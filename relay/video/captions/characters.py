"""The characters of CEA-608, by their codes without the parity bit."""

from collections.abc import Mapping
from types import MappingProxyType

_OTHERS = {0x27: "’", 0x2A: "á", 0x5C: "é", 0x5E: "í", 0x5F: "ó", 0x60: "ú"}
_OTHERS |= {0x7B: "ç", 0x7C: "÷", 0x7D: "Ñ", 0x7E: "ñ", 0x7F: "█"}
BASIC: Mapping[int, str] = MappingProxyType({c: chr(c) for c in range(0x20, 0x80)} | _OTHERS)
"""ASCII but for eleven of them."""

_SPECIAL = "®°½¿™¢£♪à èâêîôû"
_SPANISH_FRENCH = "ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»"
_PORTUGUESE_GERMAN = "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤¦ÅåØø┌┐└┘"

SPECIAL: Mapping[tuple[int, int], str] = MappingProxyType(
    {(0x11, 0x30 + place): char for place, char in enumerate(_SPECIAL)}
)
"""Those of two bytes that stand for themselves."""
EXTENDED: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (first, 0x20 + place): char
        for first, row in ((0x12, _SPANISH_FRENCH), (0x13, _PORTUGUESE_GERMAN))
        for place, char in enumerate(row)
    }
)
"""Those of two bytes that replace the character before them, which older receivers show."""
assert (len(SPECIAL), len(EXTENDED)) == (16, 64)
