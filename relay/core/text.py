"""Outside text is hostile until it has passed through here."""

import re
import unicodedata

ELLIPSIS = "…"

_ESCAPE_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]{0,2000}(?:\x07|\x1b\\|\x9c)"
)
"""Colours and cursor moves (CSI), window titles and hyperlinks (OSC): ECMA-48, chapter 5.4."""

_DROPPED = frozenset({"Cc", "Cf", "Cs"})
"""Controls, invisible format characters (bidi and zero-width ones among them), lone surrogates."""

_JOINER = "\u200d"
_VARIATION = "\ufe0f"


def plain(text: str, limit: int) -> str:
    """One line of visible characters, at most `limit` of them; what is cut off shows as "…".

    Escape sequences and invisible characters go, any run of white space becomes one space, and a
    zero-width joiner stays only where it joins two emoji. Markup is left as it is: each platform
    escapes its own. `limit` counts code points and is at least 1.
    """
    visible = "".join(_visible(_ESCAPE_SEQUENCES.sub("", text)))
    line = " ".join(visible.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rstrip(" " + _JOINER) + ELLIPSIS


def _visible(text: str) -> list[str]:
    kept: list[str] = []
    for place, char in enumerate(text):
        if char == _JOINER:
            if _is_emoji("".join(kept[-1:])) and _is_emoji(text[place + 1 : place + 2]):
                kept.append(char)
        elif char.isspace():
            kept.append(" ")
        elif unicodedata.category(char) not in _DROPPED:
            kept.append(char)
    return kept


def _is_emoji(char: str) -> bool:
    """Also the marks that follow one: a skin tone, a variation selector."""
    return bool(char) and (char == _VARIATION or unicodedata.category(char) in ("So", "Sk"))
