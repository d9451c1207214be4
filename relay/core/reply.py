"""Answers to what people ask in a chat: one case here, and it works on every platform."""

from collections.abc import Callable
from datetime import datetime, timedelta

from relay.core import wording
from relay.core.board import Board
from relay.core.milestone import Milestone, Standing
from relay.core.standing import Fact, Spacewalk, State, in_order
from relay.core.text import plain
from relay.core.voice import ENGLISH, Voice


def reply(question: str, board: Board, now: datetime, voice: Voice = ENGLISH) -> str:
    """The answer in plain text. A question that is not known is answered with those that are.

    Questions are the same words in every language: they are the names of commands.
    """
    word, _, rest = plain(question, 200).lstrip("/!").partition(" ")
    answer = _ANSWERS.get(word.casefold())
    if answer is None:
        return voice.say("reply.ask", questions=", ".join(sorted(_ANSWERS)))
    return answer(board, now, rest.strip(), voice)


def _next(board: Board, now: datetime, _: str, voice: Voice) -> str:
    ahead = board.upcoming(now)
    if not ahead:
        return voice.say("reply.none")
    walk = ahead[0]
    name = wording.name(walk, voice)
    if walk.state is State.POSTPONED:
        return voice.say("reply.postponed", name=name)
    crew = wording.crew(walk.crew, voice)
    text = voice.say("reply.next", name=name, crew=crew, time=_awaited(walk, now, voice))
    return f"{text}.{_hint(walk, now, voice)}"


def _awaited(walk: Spacewalk, now: datetime, voice: Voice) -> str:
    """The planned start, and how far away it is where that can be said."""
    plan = walk.plan
    if plan is None:
        return voice.say("planned.unknown")
    if voice.stamp or not (plan.exact and plan.start):
        return wording.awaited(plan, voice)
    way = "reply.in" if plan.start > now else "reply.ago"
    far = voice.say(way, length=wording.length(plan.start - now, voice))
    return voice.say("aside", text=wording.planned(plan, voice), aside=far)


def _now(board: Board, now: datetime, _: str, voice: Voice) -> str:
    if present := board.current(now):
        return " ".join(_status(walk, now, voice) for walk in present)
    return voice.say("reply.nobody") + " " + _next(board, now, "", voice)


def _status(walk: Spacewalk, now: datetime, voice: Voice) -> str:
    start, name = walk.fact(Milestone.EVA_START), wording.name(walk, voice)
    last = in_order(walk.standing_facts())[-1:]
    latest = voice.say("reply.last", line=_line(last[0], voice)) if last else ""
    latest = (f" {latest}." if latest else "") + _hint(walk, now, voice)
    if start and start.occurred_at:
        elapsed = _pet(now - start.occurred_at)
        return voice.say("reply.elapsed", name=name, elapsed=elapsed) + f".{latest}"
    underway = walk.state is State.UNDERWAY
    return voice.say("reply.underway" if underway else "reply.preparing", name=name) + f".{latest}"


def _hint(walk: Spacewalk, now: datetime, voice: Voice) -> str:
    expected = walk.expectation(now)
    return f" {wording.hint(expected, voice)}." if expected else ""


def _pet(span: timedelta) -> str:
    """Phase elapsed time, counted from the official start: "6:32"."""
    minutes = int(max(span, timedelta()) / timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02}"


def _live(board: Board, now: datetime, _: str, voice: Voice) -> str:
    for walk in [*board.current(now), *board.upcoming(now)]:
        for stream in walk.streams:
            phrase = "reply.live" if stream.live else "reply.not_live"
            return voice.say(phrase, name=wording.name(walk, voice), address=stream.url)
    if board.channel:
        return voice.say("reply.channel", address=board.channel.url)
    return voice.say("reply.no_stream")


def _timeline(board: Board, now: datetime, which: str, voice: Voice) -> str:
    walk = _chosen(board, now, which)
    if walk is None:
        return voice.say("reply.unknown")
    start = wording.awaited(walk.plan, voice) if walk.plan else ""
    plan = [voice.say("reply.start", time=start)] if start else []
    lines = [_line(fact, voice) for fact in in_order(walk.standing_facts())]
    told = lines or [voice.say("reply.nothing")]
    return "\n".join([wording.name(walk, voice), *plan, *told])


def _line(fact: Fact, voice: Voice) -> str:
    at = fact.occurred_at
    title = wording.title(fact.milestone, voice)
    if note := plain(fact.note, 120):
        title = voice.say("reply.noted", title=title, note=note)
    if fact.standing is Standing.REPORTED:
        title = voice.say("reply.reported", title=title)
    time = wording.clock_time(at, voice=voice) if at else voice.say("reply.no_time")
    return voice.say("reply.line", time=time, title=title)


def _crew(board: Board, now: datetime, which: str, voice: Voice) -> str:
    walk = _chosen(board, now, which)
    if walk is None:
        return voice.say("reply.unknown")
    name = wording.name(walk, voice)
    if not walk.crew:
        return voice.say("reply.no_crew", name=name)
    return voice.say("reply.crew", name=name, crew=wording.crew(walk.crew, voice))


def _history(board: Board, _now: datetime, _: str, voice: Voice) -> str:
    lines = [_outcome(walk, voice) for walk in board.past()[:10]]
    return "\n".join(lines) or voice.say("reply.no_history")


def _outcome(walk: Spacewalk, voice: Voice) -> str:
    summary = walk.summary
    length = wording.length(summary.duration, voice) if summary else voice.say("reply.no_length")
    crew = wording.crew(walk.crew, voice)
    return voice.say("reply.history", name=wording.name(walk, voice), crew=crew, length=length)


def _chosen(board: Board, now: datetime, which: str) -> Spacewalk | None:
    if which:
        return board.find(which.casefold())
    choices = [*board.current(now), *board.upcoming(now), *board.past()]
    return choices[0] if choices else None


_ANSWERS: dict[str, Callable[[Board, datetime, str, Voice], str]] = {
    "next": _next,
    "now": _now,
    "live": _live,
    "timeline": _timeline,
    "crew": _crew,
    "history": _history,
}
