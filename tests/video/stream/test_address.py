from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.errors import VideoError
from relay.video.stream.address import (
    checked,
    expiry,
    is_for_everyone,
    is_playlist,
    is_youtube,
    shown,
)

BASE = "https://cdn.example/hls/live/master.m3u8?sig=1"


@pytest.mark.parametrize(
    ("given_", "whole"),
    [
        ("low/a.m3u8", "https://cdn.example/hls/live/low/a.m3u8"),
        ("/a.ts?x=%2f%2F", "https://cdn.example/a.ts?x=%2f%2F"),
        ("//other.example/a.ts", "https://other.example/a.ts"),
        ("https://u:p@other.example:8443/a b.ts#f", "https://u:p@other.example:8443/a%20b.ts"),
        (" seg-é.ts\t", "https://cdn.example/hls/live/seg-%C3%A9.ts"),
    ],
)
def test_addresses_are_named_from_their_playlist(given_: str, whole: str) -> None:
    assert checked(given_, BASE) == whole


@pytest.mark.parametrize(
    "hostile",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:video/mp2t;base64,AAAA",
        "ftp://cdn.example/a.ts",
        "http://cdn.example/a.ts",
        "https://:80/a.ts",
        "https://cdn.example:99999/a.ts",
        "https://[::1/a.ts",
        "https://cdn.example/" + "a" * 9_000,
    ],
)
def test_hostile_addresses_are_refused(hostile: str) -> None:
    with pytest.raises(VideoError):
        checked(hostile, BASE)


@given(st.text(), st.text())
def test_any_text_is_an_address_or_refused(address: str, base: str) -> None:
    try:
        whole = checked(address, base)
    except VideoError:
        return
    assert whole.startswith(("http://", "https://"))
    assert whole.isascii()
    assert whole.isprintable()


@given(st.text())
def test_any_text_can_be_shown(address: str) -> None:
    assert len(shown(address)) <= 160


@pytest.mark.parametrize(
    "signed",
    [
        "https://user:SECRET@cdn.example/a.m3u8",
        "https://cdn.example/a.m3u8?token=SECRET",
        "https://cdn.example/hdntl=exp=1~hmac=SECRET/a.m3u8",
        f"https://cdn.example/{'SECRET' * 10}/a.m3u8",
    ],
)
def test_signed_addresses_are_neither_shown_nor_for_everyone(signed: str) -> None:
    assert "SECRET" not in shown(signed)
    assert shown(signed).startswith("https://cdn.example/")
    assert not is_for_everyone(signed)


def test_who_may_play_it() -> None:
    assert is_for_everyone("https://cdn.example/hls/live/master.m3u8")
    assert not is_for_everyone("http://127.0.0.1:8000/master.m3u8")
    assert not is_for_everyone("http://192.168.1.9/master.m3u8")
    assert not is_for_everyone("http://[fd00::1]/master.m3u8")


@pytest.mark.parametrize(
    "signed",
    [
        "https://cdn.example/a.m3u8?a=1&Expires=1786000000&Signature=x",
        "https://cdn.example/a.m3u8?hdnts=st=1~exp=1786000000~acl=/*~hmac=1",
        "https://manifest.example/api/expire/1786000000/ei/x/a.m3u8",
        "https://cdn.example/hdntl=exp=1786000000~acl=/*/a.m3u8?expires=1786009999",
    ],
)
def test_expiry_is_read_where_the_address_says_it(signed: str) -> None:
    assert expiry(signed) == datetime.fromtimestamp(1786000000, UTC)


def test_no_expiry() -> None:
    assert expiry("https://cdn.example/exports/1786000000/a.m3u8?x=178600000012") is None


def test_kinds() -> None:
    assert is_playlist("https://cdn.example/A.M3U8?x=1")
    assert not is_playlist("https://plus.nasa.gov/a/?x=.m3u8")
    assert is_youtube("https://www.youtube.com/watch?v=1")
    assert is_youtube("https://youtu.be/1")
    assert not is_youtube("https://notyoutube.com/")
