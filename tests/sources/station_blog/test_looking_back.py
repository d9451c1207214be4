"""Posts that look back tell a spacewalk's times with its own date, never with today's."""

from collections.abc import Callable
from datetime import date

import pytest

from relay.core.observation import Observation

Post = Callable[..., str]
Read = Callable[..., list[Observation]]
FRIDAY = "2026-07-03 20:00"


def friday(post: Post, read: Read, title: str, *paragraphs: str) -> list[str]:
    found = read(post(title, *paragraphs, published=FRIDAY), at="2026-07-03 20:01")
    return [f"{one.kind} {one.occurred_at:%m-%d %H:%M}" for one in found if one.occurred_at]


@pytest.mark.parametrize(
    "words",
    [
        "Tuesday's spacewalk was the fifth of the year. It began at 8:12 a.m. EDT.",
        "On Tuesday Palmer and Cruz went outside; the spacewalk began at 8:12 a.m. EDT.",
        "The pair worked outside on Tuesday in a spacewalk that started at 8:12 a.m. EDT.",
        "Two astronauts switched their suits to battery power Tuesday at 8:12 a.m. EDT.",
        "A spacewalk took place on June 30. The spacewalk began at 8:12 a.m. EDT.",
        "The spacewalk on Tuesday, June 30, went well. The pair had switched their suits to battery"
        " power at 8:12 a.m. EDT.",
    ],
)
def test_a_spacewalk_of_the_week_keeps_its_day(post: Post, read: Read, words: str) -> None:
    assert ["eva_start 06-30 12:12"] == friday(post, read, "Crew Looks After Suits", words)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Week in Review", "Palmer and Cruz began a spacewalk at 8:12 a.m. EDT."),
        ("Station Recap", "Palmer and Cruz concluded their spacewalk after six hours."),
        ("Update", "This week Palmer and Cruz began a spacewalk at 8:12 a.m. EDT."),
        ("Update", "Earlier this week, the spacewalk ended at 2:45 p.m. EDT."),
        ("Update", "It was a busy week. The spacewalk began at 8:12 a.m. EDT."),
        ("Update", "The crew rested after Tuesday's spacewalk. The duo concluded the excursion."),
    ],
)
def test_a_spacewalk_of_an_unknown_day_is_not_told_as_news(
    post: Post, read: Read, title: str, words: str
) -> None:
    assert [] == read(post(title, words, published=FRIDAY), at="2026-07-03 20:01")


@pytest.mark.parametrize("day", ["Monday", "Tuesday", "Wednesday", "Thursday", "June 30"])
@pytest.mark.parametrize(
    "words",
    [
        "{day}'s spacewalk began at 8:12 a.m. EDT and ended at 2:45 p.m. EDT.",
        "The spacewalkers, who trained hard, began a spacewalk {day} at 8:12 a.m. EDT.",
        "The spacewalk of {day} was long. The astronauts switched to battery power at 8:12 a.m."
        " EDT. They concluded their spacewalk at 2:45 p.m.",
        "At 8:12 a.m. EDT on {day}, the crew opened the Poisk hatch and began a spacewalk.",
        "Both were outside on {day}. The excursion ended at 2:45 p.m. EDT.",
    ],
)
def test_no_time_of_a_past_day_becomes_todays(post: Post, read: Read, day: str, words: str) -> None:
    found = read(post("Update", words.format(day=day), published=FRIDAY), at="2026-07-03 20:01")

    days = {one.occurred_at.date() for one in found if one.occurred_at}
    near = {one.spacewalk.near.date() for one in found if one.spacewalk.near}
    assert date(2026, 7, 3) not in days | near


def test_news_after_a_look_back_is_of_today(post: Post, read: Read) -> None:
    assert ["eva_start 07-03 19:12"] == friday(
        post,
        read,
        "Astronauts Begin Spacewalk",
        "It follows Tuesday's spacewalk. Today's spacewalk began at 3:12 p.m. EDT.",
    )
