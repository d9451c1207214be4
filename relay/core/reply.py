"""Answers to what people ask in a chat: one case here, and it works on every platform."""

from collections.abc import Callable
from datetime import datetime, timedelta

from relay.core import wording
from relay.core.board import Board
from relay.core.milestone import TABLE, Milestone, Standing
from relay.core.standing import Fact, Spacewalk, State, in_order
from relay.core.text import plain


def reply(question: str, board: Board, now: datetime) -> str:
    """The answer in plain text. A question that is not known is answered with those that are."""
    word, _, rest = plain(question, 200).lstrip("/!").partition(" ")
    answer = _ANSWERS.get(word.casefold())
    if answer is None:
        return "Ask me: " + ", ".join(sorted(_ANSWERS)) + "."
    return answer(board, now, rest.strip())


def _next(board: Board, now: datetime, _: str) -> str:
    ahead = board.upcoming(now)
    if not ahead:
        return "No announced spacewalk is known."
    walk = ahead[0]
    if walk.state is State.POSTPONED:
        return f"{wording.name(walk)} is postponed; there is no new date."
    plan = walk.plan
    text = f"{wording.name(walk)}, {wording.crew(walk.crew)}: planned start "
    text += wording.planned(plan) if plan else "to be determined"
    if plan and plan.exact and plan.start:
        way = "in {}" if plan.start > now else "{} ago"
        text += f" ({way.format(wording.length(plan.start - now))})"
    return text + "." + _hint(walk, now)


def _now(board: Board, now: datetime, _: str) -> str:
    present = board.current(now)
    return " ".join(_status(walk, now) for walk in present) or "Nobody is outside. " + _next(
        board, now, ""
    )


def _status(walk: Spacewalk, now: datetime) -> str:
    start = walk.fact(Milestone.EVA_START)
    last = in_order(walk.standing_facts())[-1:]
    latest = f" Last: {_line(last[0])}." if last else ""
    latest += _hint(walk, now)
    if start is None or start.occurred_at is None:
        return f"{wording.name(walk)} is {walk.state.value}.{latest}"
    return f"{wording.name(walk)}: PET {_pet(now - start.occurred_at)}.{latest}"


def _hint(walk: Spacewalk, now: datetime) -> str:
    expected = walk.expectation(now)
    return f" {wording.hint(expected)}." if expected else ""


def _pet(span: timedelta) -> str:
    """Phase elapsed time, counted from the official start: "6:32"."""
    minutes = int(max(span, timedelta()) / timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02}"


def _live(board: Board, now: datetime, _: str) -> str:
    for walk in [*board.current(now), *board.upcoming(now)]:
        for stream in walk.streams:
            word = "live" if stream.live else "not live yet"
            return f"{wording.name(walk)} ({word}): {stream.url}"
    if board.channel:
        return f"NASA+, round the clock: {board.channel.url}"
    return "No stream address is known."


def _timeline(board: Board, now: datetime, which: str) -> str:
    walk = _chosen(board, now, which)
    if walk is None:
        return "No such spacewalk is known."
    plan = [f"Planned start: {wording.planned(walk.plan)}"] if walk.plan else []
    lines = [_line(fact) for fact in in_order(walk.standing_facts())]
    told = lines or ["Nothing has been reported yet."]
    return "\n".join([wording.name(walk), *plan, *told])


def _line(fact: Fact) -> str:
    at = wording.clock_time(fact.occurred_at) if fact.occurred_at else "time not known"
    note = f": {plain(fact.note, 120)}" if fact.note else ""
    doubt = " (reported)" if fact.standing is Standing.REPORTED else ""
    return f"{at}  {TABLE[fact.milestone].title}{note}{doubt}"


def _crew(board: Board, now: datetime, which: str) -> str:
    walk = _chosen(board, now, which)
    if walk is None:
        return "No such spacewalk is known."
    return f"{wording.name(walk)}: {wording.crew(walk.crew) if walk.crew else 'not yet named'}."


def _history(board: Board, _now: datetime, _: str) -> str:
    lines = []
    for walk in board.past()[:10]:
        length = wording.length(walk.summary.duration) if walk.summary else "length not known"
        lines.append(f"{wording.name(walk)}, {wording.crew(walk.crew)}: {length}")
    return "\n".join(lines) or "No spacewalk has been followed yet."


def _chosen(board: Board, now: datetime, which: str) -> Spacewalk | None:
    if which:
        return board.find(which.casefold())
    choices = [*board.current(now), *board.upcoming(now), *board.past()]
    return choices[0] if choices else None


_ANSWERS: dict[str, Callable[[Board, datetime, str], str]] = {
    "next": _next,
    "now": _now,
    "live": _live,
    "timeline": _timeline,
    "crew": _crew,
    "history": _history,
}
