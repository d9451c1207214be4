"""Changes to the text of a playlist that a hostile or broken origin would make."""

from collections.abc import Callable

Edit = Callable[[str], str]


def naming(address: str) -> Edit:
    """Every address in it is that one, be it `file:///etc/passwd`."""

    def edit(text: str) -> str:
        lines = text.splitlines()
        return "\n".join(address if line and line[0] != "#" else line for line in lines) + "\n"

    return edit


def longer(segments: int) -> Edit:
    """So many segments more at the beginning than there are: they have gone."""

    def edit(text: str) -> str:
        head, found, rest = text.partition("#EXTINF")
        return head + "#EXTINF:2.000,\ngone.ts\n" * segments + found + rest

    return edit


def without(tag: str) -> Edit:
    """No line that begins like that."""

    def edit(text: str) -> str:
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(tag))

    return edit
