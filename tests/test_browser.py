import webbrowser

import pytest

from relay.browser import open_page

PAGE = "http://127.0.0.1:8080"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address, new: found.append(address))
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return found


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_who_has_a_screen_sees_the_page(
    screen: str, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(screen, ":0")
    open_page(PAGE)

    assert opened == [PAGE]


def test_without_a_screen_nothing_is_started(opened: list[str]) -> None:
    open_page(PAGE)

    assert opened == []
