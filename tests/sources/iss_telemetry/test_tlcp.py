"""What a Lightstreamer server says, and what it is asked, without a server."""

import contextlib
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.errors import SourceChanged
from relay.sources.iss_telemetry import tlcp
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
    Welcome,
)
from relay.sources.iss_telemetry.tlcp import Interpreter
from relay.testing import lightstreamer_lines

STOCK = "timestamp price change minimum maximum bid ask open close status".split()
SUBSCRIPTIONS = (Subscription(1, ("A", "B"), ("x", "y", "z")), Subscription(3, ("S",), (*STOCK,)))


def read(*lines: str) -> list[Message]:
    return list(Interpreter(SUBSCRIPTIONS).read("\r\n".join((*lines, ""))))


def states(*lines: str) -> list[Mapping[str, str | None]]:
    return [message.fields for message in read(*lines) if isinstance(message, Update)]


def test_the_example_of_the_specification() -> None:
    told = states(
        "U,3,1,20:00:33|3.04|0.0|2.41|3.67|3.03|3.04|#|#|$",
        "U,3,1,20:00:54|3.07|0.98|||3.06|3.07|||Suspended",
        "U,3,1,20:04:16|3.02|-0.65|||3.01|3.02|||$",
        "U,3,1,20:04:40|^4|3.02|3.03|||",
        "U,3,1,20:06:10|3.05|0.32|^7",
    )

    expected: list[list[str | None]] = [
        ["20:00:33", "3.04", "0.0", "2.41", "3.67", "3.03", "3.04", None, None, ""],
        ["20:00:54", "3.07", "0.98", "2.41", "3.67", "3.06", "3.07", None, None, "Suspended"],
        ["20:04:16", "3.02", "-0.65", "2.41", "3.67", "3.01", "3.02", None, None, ""],
        ["20:04:40", "3.02", "-0.65", "2.41", "3.67", "3.02", "3.03", None, None, ""],
        ["20:06:10", "3.05", "0.32", "2.41", "3.67", "3.02", "3.03", None, None, ""],
    ]
    assert expected == [[state[name] for name in STOCK] for state in told]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("100%25", "100%"),
        ("aa%7Cbb", "aa|bb"),
        ("a%0D%0Ab", "a\r\nb"),
        ("a%2Cb,c", "a,b,c"),
        ("a+b=c&d", "a+b=c&d"),
        ("%23", "#"),
        ("%24", "$"),
        ("%5E3", "^3"),
        ("#no", "#no"),
        ("$5", "$5"),
        ("%C3%A9é", "éé"),
        ("100%", "100%"),
        ("%FF", "\ufffd"),
        ("#", None),
        ("$", ""),
    ],
)
def test_values(said: str, value: str | None) -> None:
    assert [{"x": "1", "y": value, "z": "2"}] == states(f"U,1,1,1|{said}|2")


def test_an_update_names_what_was_told() -> None:
    first, second = read("U,1,2,1|2|#", "U,1,2,|$|")

    assert first == Update("B", {"x": "1", "y": "2", "z": None}, frozenset("xyz"))
    assert second == Update("B", {"x": "1", "y": "", "z": None}, frozenset("y"))


def test_items_do_not_share_a_state() -> None:
    assert [{"x": "1", "y": "2", "z": "3"}, {"x": "4", "y": "5", "z": "6"}] == states(
        "U,1,1,1|2|3", "U,1,2,4|5|6"
    )


def test_a_field_that_was_never_told_is_null() -> None:
    assert [{"x": None, "y": None, "z": "3"}] == states("U,1,1,^2|3")


def test_all_lines_of_a_frame_in_their_order() -> None:
    assert [Ready(), Welcome("S1,a", 5.0), Subscribed(1), Probe(), Loop(0.25), End(48, "b, c")] == (
        read(
            "WSOK",
            "CONOK,S1%2Ca,50000,5000,*",
            "SERVNAME,Lightstreamer HTTP Server",
            "CLIENTIP,0:0:0:0:0:0:0:1",
            "CONS,unlimited",
            "REQOK,1",
            "SUBOK,1,2,3",
            "CONF,1,unlimited,filtered",
            "",
            "PROBE",
            "SYNC,12",
            "NOOP,sending set",
            "PROG,0",
            "FUTURE,1|2,3",
            "LOOP,250",
            "END,48,b%2C c",
        )
    )


@pytest.mark.parametrize("code", [1, 2, 10, 60, 71])
def test_refused_for_good(code: int) -> None:
    assert [Refused(code, "go away", permanent=True)] == read(f"CONERR,{code},go away")


@pytest.mark.parametrize("code", [5, 6, 7, 8, 9, 20, 21, 33, 66, 68, -7, 0])
def test_refused_for_now(code: int) -> None:
    assert [Refused(code, "later", permanent=False)] == read(f"CONERR,{code},later")


def test_a_refused_request_is_for_good_unless_the_session_was_gone() -> None:
    assert [True, False, True] == [
        message.permanent
        for message in read("REQERR,1,21,bad group", "REQERR,1,20,gone", "ERROR,67,malformed")
        if isinstance(message, Refused)
    ]


@pytest.mark.parametrize(("code", "renews"), [(41, True), (48, True), (32, False), (-1, False)])
def test_only_some_ends_want_a_new_session_at_once(code: int, renews: bool) -> None:
    (end,) = read(f"END,{code},over")

    assert isinstance(end, End)
    assert renews is end.renews


@pytest.mark.parametrize(
    "line",
    [
        "U",
        "U,1",
        "U,1,1",
        "U,1,1,",
        "U,1,1,1|2",
        "U,1,1,1|2|3|4",
        "U,1,1,1|^3",
        "U,1,1,^2",
        "U,1,1,^0|1|2|3",
        "U,1,1,^99999999999999999999",
        "U,1,1,1|2|^",
        "U,1,1,1|2|^Pabc",
        "U,1,1,1|2|^Tabc",
        "U,1,1,1|2|^٣",
        "U,1,0,1|2|3",
        "U,1,-1,1|2|3",
        "U,1,3,1|2|3",
        "U,2,1,1|2|3",
        "U,x,1,1|2|3",
        "U,1,²,1|2|3",
        "CONOK,S1",
        "CONOK,S1,50000,soon,*",
        "CONOK,S1,50000,-1,*",
        "CONERR",
        "CONERR,5",
        "CONERR,busy,later",
        "REQERR,1,21",
        "LOOP",
        "LOOP,",
        "LOOP," + "9" * 5000,
        "END,48",
        "SUBOK,a,1,2",
    ],
)
def test_a_known_line_of_another_form_is_said(line: str) -> None:
    with pytest.raises(SourceChanged, match="iss_telemetry: the line"):
        read(line)


def test_what_is_not_understood_changes_no_state() -> None:
    interpreter = Interpreter(SUBSCRIPTIONS)
    list(interpreter.read("U,1,1,1|2|3"))
    with pytest.raises(SourceChanged):
        list(interpreter.read("U,1,1,7|8|9|10"))

    assert [Update("A", {"x": "1", "y": "2", "z": "4"}, frozenset("z"))] == list(
        interpreter.read("U,1,1,^2|4")
    )


def test_the_lines_before_a_bad_one_count() -> None:
    messages = Interpreter(SUBSCRIPTIONS).read("PROBE\r\nEND,x,y\r\nPROBE")

    assert Probe() == next(messages)
    with pytest.raises(SourceChanged):
        next(messages)


TAGS = ["U,1,1,", "U,", "CONOK,", "CONERR,", "REQERR,", "ERROR,", "SUBOK,", "LOOP,", "END,", "\r\n"]
PIECES = st.sampled_from([*TAGS, "|", "^", "^1", "#", "$", "%", "%41", "%ff", ",", "1", "-"])


@given(st.text() | st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_nothing_else_is_raised(frame: str) -> None:
    with contextlib.suppress(SourceChanged):
        for message in Interpreter(SUBSCRIPTIONS).read(frame):
            if isinstance(message, Update):
                assert set(message.fields) in (set("xyz"), set(STOCK))


VALUES = st.none() | st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from("#$^|%")
STATES = st.fixed_dictionaries({"x": VALUES, "y": VALUES, "z": VALUES})


@given(st.lists(STATES))
def test_what_a_server_encodes_is_understood(told: Sequence[dict[str, str | None]]) -> None:
    server = lightstreamer_lines.Subscribed("1", ("A", "B"), ("x", "y", "z"))
    lines = [server.line(2, state) for state in told]

    assert list(told) == states(*lines)


def test_a_session_is_asked_for_as_prescribed() -> None:
    assert "wsok" == tlcp.wsok()
    assert tlcp.create_session("ISSLIVE", 5.0) == (
        "create_session\r\nLS_adapter_set=ISSLIVE&LS_cid=mgQkwtwdysogQz2BJ4Ji%20kOj2Bg"
        "&LS_send_sync=false&LS_supported_diffs=&LS_keepalive_millis=5000"
    )
    assert tlcp.bind_session("S1&a", 2.5) == (
        "bind_session\r\nLS_session=S1%26a&LS_send_sync=false&LS_keepalive_millis=2500"
    )


def test_all_subscriptions_are_asked_for_in_one_frame() -> None:
    asked = tlcp.subscribe([Subscription(1, ("A", "B"), ("x",)), Subscription(2, ("C",), ("x.y",))])

    assert asked == (
        "control\r\n"
        "LS_reqId=1&LS_op=add&LS_subId=1&LS_mode=MERGE&LS_group=A%20B&LS_schema=x"
        "&LS_snapshot=true\r\n"
        "LS_reqId=2&LS_op=add&LS_subId=2&LS_mode=MERGE&LS_group=C&LS_schema=x.y&LS_snapshot=true"
    )
