"""Inputs to begin with, and the same again with small damage."""

from collections.abc import Iterator, Mapping
from random import Random

from bench.fuzz.draws import HOSTILE, Draws
from bench.fuzz.shapes import SHAPES
from bench.fuzz.targets import TARGETS

_CHANCE = Random(1)
STREAMS = tuple(_CHANCE.randbytes(size) for size in (0, 20, 60, 200, 400, 800))
"""Choices for the targets that make documents of them."""

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&c;</title></item>'
    "</channel></rss>"
)
_JSON = (
    *("null", "[]", "{}", "[" * 100_000, '{"a":' * 100_000, "9" * 5000, "[NaN, -Infinity, 1e999]"),
    *('{"results": [], "results": 1}', '[{"title": "\\ud800", "title": "\\u0000"}]', '{"by"'),
    '[{"title": "EVA", "meta": {"first_aired_date": ' + "9" * 4000 + "}}]",
    '{"results": [{"name": "EVA", "date": "0001-01-01T00:00:00+23:59"}]}',
    '{"results": [{"name": "EVA", "start": "9999-12-31T23:59:59-23:59", "updates": [{}]}]}',
)
_AT = '{"at": "%s", "source": "moderator", "document": "{}"}'
_KEPT = {
    "codec_events": '{"type":"summary","spacewalk":"us-eva-95","time":"%s","lead":"PT1H",'
    '"summary":{"start":"2026-08-06T12:00:00Z","end":"2026-08-06T18:00:00Z","tasks":["a"]}}',
    "codec_observations": '{"source":"a","trust":3,"spacewalk":{"crew":["b","a"]},'
    '"kind":"hatch_open","seen_at":"%s","duration":"PT6H13M"}',
}
_INSTANTS = (
    *("2026-08-06T12:00:00Z", "2026-08-06T12:00:00", "0001-01-01T00:00:00+23:59"),
    *("9999-12-31T23:59:59-23:59", "2026-08-06T12:00:00+0200", "2026-08-06T12:00:00.123456789Z"),
)

_WRITTEN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("captions", "launch_library", "nasa_plus", "moderator"), _JSON),
    "station_blog": (*_JSON, BOMB, "<rss><channel><item/></channel></rss>", "<a>" * 100_000),
    "recording_documents": (*(_AT % at for at in _INSTANTS), *_JSON),
    "recording_about": (
        'title = "a"\nspacewalk = 1',
        "a = " + "[" * 5000,
        "[a" + ".a" * 5000 + "]",
    ),
    "config": (
        '[relay]\nname = "a"\n[journal]\nkeep_days = 9\n[reminders]\nlead_times = ["1h"]',
        '[[destinations]]\nid = "a"\nplatform = "console"\nkinds = ["task"]\noptions = {a = "b"}',
        "[sources.station_blog]\nenabled = false\nurl = 1\n[sources]\na = 1979-05-27T07:32:00Z",
        "destinations = 3\nbots = [1]\nsources = [[]]\na.b.c = nan",
        "a = " + "[" * 5000,
        "a = 0x" + "f" * 5000,
        "a = " + "9" * 5000,
        '[[destinations]]\nid = "\\u0000"\nplatform = ["x"]',
    ),
    "http_decode": ("\x00<?xml version='1.0' encoding='utf-16'?>", "\x01\x05punyc", "\ufeff\ufeff"),
    "http_retry_after": ("120", "Thu, 06 Aug 2026 12:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -9999"),
    "text_plain": tuple(f"\x00\x50{one}" for one in HOSTILE if isinstance(one, str)),
    "naming": tuple(f"\x00{one}" for one in HOSTILE if isinstance(one, str)),
    "settings_duration": ("1h30min", "9999d9999h9999min99999s", "٣h", "-1s", "1h\n"),
    "replies": ("/next", "!timeline us-eva-95", "crew \x00\ud800", "history " * 100),
    **{name: tuple(form % at for at in _INSTANTS) + _JSON for name, form in _KEPT.items()},
}


def seeds_of(name: str) -> list[bytes]:
    """The inputs that a target begins with, those in its own words first."""
    written = [text.encode("utf-8", "surrogatepass") for text in _WRITTEN.get(name, ())]
    made = [
        shape(Draws(stream)).encode("utf-8", "surrogatepass")
        for shape in SHAPES.get(name, ())
        for stream in STREAMS
    ]
    return written + made or list(STREAMS)


def damaged(seeds: list[bytes], count: int, chance: Random) -> Iterator[bytes]:
    """`count` inputs: a seed each, cut, doubled, joined with another or with bytes exchanged."""
    for _ in range(count):
        data = bytearray(chance.choice(seeds)[:20_000])
        for _ in range(chance.randrange(1, 4)):
            start = chance.randrange(len(data) + 1)
            end = min(len(data), start + chance.choice((0, 1, 1, 4, 30)))
            other = chance.choice(seeds)
            place = chance.randrange(len(other) + 1)
            data[start:end] = chance.choice(
                (b"", chance.randbytes(end - start), data[start:end] * 3, other[place : place + 20])
            )
        yield bytes(data)


assert set(_WRITTEN) <= set(TARGETS), "seeds of an unknown target"
