from collections.abc import Iterator
from random import Random

import pytest

from bench.fuzz.seeds import damaged, seeds_of
from bench.fuzz.shapes import SHAPES
from bench.fuzz.targets import TARGETS
from relay.plugins import find_sources

DAMAGED = 200
EXPENSIVE = {"restart": 100, "recording_about": 40, "config": 40}
"""Inputs of those targets that take more than a few milliseconds each."""

AT = '{"at": "%s", "source": "moderator", "document": "{}"}'
FOUND = [
    ("http_retry_after", b"12\x1c"),
    (
        "launch_library",
        b'{"results": [{"name": "EVA", "info_urls": [{"url": "https://a.b/\xd8\x9c"}]}]}',
    ),
    ("nasa_plus", b'[{"title": "EVA", "link": "https://a.example/\xc2\xad"}]'),
    ("recording_about", b"title = 0x" + b"f" * 5000),
    ("recording_about", b"a = " + b"[" * 5000),
    ("recording_documents", b"[" * 100_000),
    ("recording_documents", (AT % "0001-01-01T00:00:00+23:59").encode()),
    ("recording_documents", (AT % "9999-12-31T23:59:59Z").encode()),
    ("recording_documents", (AT % ("1" * 5000)).encode()),
]
"""What has failed once."""


def inputs(name: str) -> Iterator[bytes]:
    seeds = seeds_of(name)
    yield from seeds
    yield from damaged(seeds, EXPENSIVE.get(name, DAMAGED), Random(name))


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_only_known_errors_come_out(name: str) -> None:
    for data in inputs(name):
        TARGETS[name](data)


@pytest.mark.parametrize(("name", "data"), FOUND, ids=lambda part: repr(part)[:50])
def test_what_has_failed_once(name: str, data: bytes) -> None:
    TARGETS[name](data)


def test_every_source_is_among_the_targets() -> None:
    assert set(find_sources()) == set(SHAPES)
    assert {f"{source}_shaped" for source in SHAPES} | set(SHAPES) <= set(TARGETS)
