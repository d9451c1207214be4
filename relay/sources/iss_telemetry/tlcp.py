"""The text protocol of Lightstreamer (TLCP 2.5.0), as far as this source speaks it: frames in,
messages out, without I/O. From its specification: chapters 2 and 3, appendices A and B.

A line with an unknown name is ignored: newer servers may say more. A known line of another form
raises SourceChanged, for updates build on each other, and one that was not understood leaves an
unknown state behind. The way out is a new session: it begins with the whole state.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NoReturn
from urllib.parse import quote, unquote

from relay.errors import SourceChanged
from relay.sources.iss_telemetry.messages import (
    End,
    Loop,
    Message,
    Probe,
    Ready,
    Refused,
    Subscribed,
    Subscription,
    Update,
    Values,
    Welcome,
)

PROTOCOL = "TLCP-2.5.0.lightstreamer.com"
"""The WebSocket subprotocol."""
CLIENT_ID = "mgQkwtwdysogQz2BJ4Ji kOj2Bg"
"""What every client that is not Lightstreamer's own has to call itself."""

REFUSED_FOR_GOOD = frozenset({1, 2, 3, 10, 11, 60, 64, 65, 67, 70, 71})
"""Codes that the next try will meet again: who asks, for what, or how is not welcome."""
SESSION_NOT_FOUND = 20

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_SKIPPED = re.compile(r"\^([1-9][0-9]{0,3})")


class Interpreter:
    """Understands what a server says in one session with these subscriptions."""

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        self._subscriptions = {one.id: one for one in subscriptions}
        self._states: dict[tuple[int, int], Values] = {}

    def read(self, frame: str) -> Iterator[Message]:
        """The messages of a frame in their order. Raises SourceChanged, and nothing else."""
        for line in frame.split("\r\n"):
            message = self._message(line)
            if message is not None:
                yield message

    def _message(self, line: str) -> Message | None:
        tag, _, rest = line.partition(",")
        if tag == "U":
            return self._update(line, *_split(line, rest, 3))
        known = _LINES.get(tag)
        if known is None:
            return None
        count, understand = known
        return understand(line, _split(line, rest, count))

    def _update(self, line: str, subscription: str, item: str, values: str) -> Update:
        number, place = _number(line, subscription), _number(line, item)
        asked = self._subscriptions.get(number)
        if asked is None or not 1 <= place <= len(asked.items):
            _refuse(line, "updates what was not asked for")
        known = self._states.get((number, place), dict.fromkeys(asked.fields))
        told = dict(_told(line, values, asked.fields))
        fields = {**known, **told}
        self._states[number, place] = fields
        return Update(asked.items[place - 1], fields, frozenset(told))


def wsok() -> str:
    """Asks whether the WebSocket works."""
    return "wsok"


def create_session(adapter_set: str, keepalive: float) -> str:
    """Asks for a session in which no more than `keepalive` seconds are silent, if the server
    agrees. Values come whole, not as differences, and without the server's clock."""
    return _request(
        "create_session",
        LS_adapter_set=adapter_set,
        LS_cid=CLIENT_ID,
        LS_send_sync="false",
        LS_supported_diffs="",
        LS_keepalive_millis=str(round(keepalive * 1000)),
    )


def bind_session(session: str, keepalive: float) -> str:
    """Goes on with a session after a Loop."""
    return _request(
        "bind_session",
        LS_session=session,
        LS_send_sync="false",
        LS_keepalive_millis=str(round(keepalive * 1000)),
    )


def subscribe(subscriptions: Iterable[Subscription]) -> str:
    """Asks for the present state of the items and every change of it, in one frame for all."""
    return _request("control", *map(_addition, subscriptions))


def _addition(subscription: Subscription) -> str:
    return _parameters(
        LS_reqId=str(subscription.id),
        LS_op="add",
        LS_subId=str(subscription.id),
        LS_mode="MERGE",
        LS_group=" ".join(subscription.items),
        LS_schema=" ".join(subscription.fields),
        LS_snapshot="true",
    )


def _request(name: str, *lines: str, **parameters: str) -> str:
    return "\r\n".join((name, *lines, *([_parameters(**parameters)] if parameters else ())))


def _parameters(**parameters: str) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())


def _told(line: str, values: str, names: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    """The fields that have a value in an update, which leaves out what is unchanged."""
    place = 0
    for value in values.split("|"):
        skipped = _skipped(line, value)
        if skipped == 0 and place < len(names):
            yield names[place], _value(value)
        place += skipped or 1
    if place != len(names):
        _refuse(line, f"has {place} fields instead of {len(names)}")


def _skipped(line: str, value: str) -> int:
    if value == "":
        return 1
    if not value.startswith("^"):
        return 0
    run = _SKIPPED.fullmatch(value)
    return int(run[1]) if run else _refuse(line, "has a value in a form that was not asked for")


def _value(value: str) -> str | None:
    return {"#": None, "$": ""}.get(value, unquote(value))


def _split(line: str, rest: str, count: int) -> list[str]:
    """The arguments of a line; the last one may hold commas."""
    found = rest.split(",", count - 1) if count else []
    return found if len(found) == count else _refuse(line, f"has fewer than {count} arguments")


def _number(line: str, said: str) -> int:
    return int(said) if _NUMBER.fullmatch(said) else _refuse(line, "has no number where one stands")


def _refuse(line: str, why: str) -> NoReturn:
    raise SourceChanged(f"iss_telemetry: the line {line[:80]!r} {why}")


def _welcome(line: str, said: list[str]) -> Message:
    return Welcome(unquote(said[0]), _milliseconds(line, said[2]))


def _milliseconds(line: str, said: str) -> float:
    number = _number(line, said)
    return number / 1000 if number >= 0 else _refuse(line, "has a time below zero")


def _session_refused(line: str, said: list[str]) -> Message:
    code = _number(line, said[0])
    return Refused(code, unquote(said[1]), code in REFUSED_FOR_GOOD)


def _request_refused(line: str, said: list[str]) -> Message:
    code = _number(line, said[-2])
    return Refused(code, unquote(said[-1]), code != SESSION_NOT_FOUND)


_LINES: Mapping[str, tuple[int, Callable[[str, list[str]], Message]]] = {
    "WSOK": (0, lambda line, said: Ready()),
    "CONOK": (4, _welcome),
    "CONERR": (2, _session_refused),
    "REQERR": (3, _request_refused),
    "ERROR": (2, _request_refused),
    "SUBOK": (3, lambda line, said: Subscribed(_number(line, said[0]))),
    "PROBE": (0, lambda line, said: Probe()),
    "LOOP": (1, lambda line, said: Loop(_milliseconds(line, said[0]))),
    "END": (2, lambda line, said: End(_number(line, said[0]), unquote(said[1]))),
}
"""How many arguments follow a name, and what they mean."""
