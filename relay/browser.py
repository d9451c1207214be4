"""Shows the page to who sits before the machine, where that can be."""

import os
import sys
import webbrowser


def open_page(address: str) -> None:
    """Open it in a new window; nothing happens on a machine without a screen."""
    if _has_screen():
        webbrowser.open(address, new=1)


def _has_screen() -> bool:
    """Elsewhere Python would start a browser for terminals, over what the program prints."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
