"""What every source promises, as tests: a source's own test class inherits them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.core.observation import Observation
from relay.errors import SourceChanged
from relay.plugins import Settings, Source, find_sources

FETCHED_AT = datetime(2026, 8, 6, 12, 0, tzinfo=UTC)
LARGE = 10 * 1024 * 1024

HOSTILE = (
    "<script>alert(1)</script>",
    "@everyone <@&1> **x** [a](javascript:b)",
    "\x00\x1b[31m\u202e\u2066",
    "\\ud800",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://[::1",
    "9" * 5000,
    "1e999",
    "-1",
    "0000-00-00T99:99:99Z",
    "9999-12-31T23:59:59-23:59",
    "P99999999999999D",
    '"',
    "{}",
    "null",
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["results", "title", "meta", "date", "updates"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)

# One property is inherited by many classes here; that is its purpose.
_lenient = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
)


class SourceContract:
    """Inherit it, set `source`, and give real-looking documents as `examples`.

    At least one example must yield an observation at FETCHED_AT.
    """

    source: ClassVar[type[Source]]
    examples: ClassVar[Sequence[str]]

    def test_it_is_found_by_its_name(self) -> None:
        assert self.source is find_sources()[self.source.name]

    def test_it_runs_without_any_setting(self) -> None:
        assert isinstance(self.source.Config(), Settings)

    def test_examples_say_something(self) -> None:
        assert any(self._read(example) for example in self.examples)

    def test_the_same_document_says_the_same(self) -> None:
        for example in self.examples:
            assert self._read(example) == self._read(example)

    def test_a_day_later_it_still_reads(self) -> None:
        for example in self.examples:
            self.read(example, FETCHED_AT + timedelta(days=1))

    @pytest.mark.parametrize(
        "document",
        [
            "",
            " ",
            "null",
            "0",
            "[]",
            "{}",
            '""',
            "<html><body>502</body></html>",
            "\x00\xff\x89PNG",
        ],
    )
    def test_another_kind_of_document(self, document: str) -> None:
        self._read(document)

    @given(st.text(max_size=300))
    @_lenient
    def test_any_text(self, document: str) -> None:
        self._read(document)

    @given(JSON)
    @_lenient
    def test_any_json(self, value: object) -> None:
        self._read(json.dumps(value))

    @given(st.data())
    @_lenient
    def test_a_document_cut_off(self, data: st.DataObject) -> None:
        example = data.draw(st.sampled_from(list(self.examples)))
        self._read(example[: data.draw(st.integers(0, len(example)))])

    @given(st.data())
    @_lenient
    def test_hostile_text_anywhere(self, data: st.DataObject) -> None:
        example = data.draw(st.sampled_from(list(self.examples)))
        start = data.draw(st.integers(0, len(example)))
        end = min(len(example), start + data.draw(st.integers(0, 40)))
        self._read(example[:start] + data.draw(st.sampled_from(HOSTILE)) + example[end:])

    @given(st.data())
    @_lenient
    def test_any_value_in_any_field(self, data: st.DataObject) -> None:
        example = data.draw(st.sampled_from(list(self.examples)))
        try:
            value = json.loads(example)
        except ValueError:
            return
        place = data.draw(st.sampled_from(list(_places(value))))
        place(data.draw(JSON | st.sampled_from(HOSTILE)))
        self._read(json.dumps(value))

    @pytest.mark.parametrize("piece", ["[", "{", "<", "a", " ", '{"a":', "<a>", "&amp;", "[],"])
    def test_a_document_of_the_largest_size(self, piece: str) -> None:
        self._read(piece * (LARGE // len(piece)))

    def test_many_times_its_content(self) -> None:
        for example in self.examples:
            self._read(example * min(1000, LARGE // max(1, len(example))))

    def _read(self, document: str) -> list[Observation]:
        return self.read(document, FETCHED_AT)

    def read(self, document: str, at: datetime) -> list[Observation]:
        """Parse, allow no other error than SourceChanged, and check what came out."""
        try:
            observations = self.source.parse(document, at)
        except SourceChanged:
            return []
        for observation in observations:
            _check(observation, self.source.name)
        return observations


def _check(observation: Observation, name: str) -> None:
    assert name == observation.source
    addresses = [observation.evidence.address]
    addresses += [observation.stream.url] if observation.stream else []
    assert not [a for a in addresses if a and urlsplit(a).scheme not in {"http", "https"}]
    for value in _leaves(observation):
        if isinstance(value, datetime):
            assert value.utcoffset() == timedelta(0)
        elif isinstance(value, str):
            assert "\x00" not in value
            value.encode()


def _leaves(value: object) -> Iterator[object]:
    if is_dataclass(value):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, (tuple, frozenset)):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


class _Place:
    """One value inside a JSON value, to be replaced."""

    def __init__(self, holder: dict[str, object] | list[object], key: str | int) -> None:
        self._holder = holder
        self._key = key

    def __call__(self, value: object) -> None:
        self._holder[self._key] = value  # type: ignore[index]


def _places(value: object) -> Iterator[_Place]:
    pairs: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    for key, inner in pairs:
        assert isinstance(value, (dict, list))
        yield _Place(value, key)
        yield from _places(inner)
