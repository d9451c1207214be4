"""Every language says everything that English says."""

import re
from collections.abc import Mapping
from string import Formatter

import pytest

from relay.core import voice as voices
from relay.core.phrases import PHRASES
from relay.core.voice import DEFAULT, ENGLISH, LANGUAGES, Voice, said
from relay.testing.sayings import NOON, everything, stamp

COMMANDS = "crew, history, live, next, now, timeline"
"""They are the same in every language."""
OTHERS = sorted(PHRASES.keys() - {DEFAULT})


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_the_phrases_of_english_and_no_others(code: str) -> None:
    assert PHRASES[code].keys() == PHRASES[DEFAULT].keys()


@pytest.mark.parametrize("code", OTHERS)
def test_a_phrase_has_the_fields_that_it_has_in_english(code: str) -> None:
    differing = {
        key: template
        for key, template in PHRASES[code].items()
        if fields(template) != fields(PHRASES[DEFAULT][key])
    }
    assert differing == {}


@pytest.mark.parametrize("code", OTHERS)
def test_what_has_words_is_translated(code: str) -> None:
    """Abbreviations, names and punctuation are the same in several languages."""
    same = {
        template
        for key, template in PHRASES[code].items()
        if template == PHRASES[DEFAULT][key]
        and re.search(r"[A-Za-z]{4}", re.sub(r"\{\w+\}", "", template))
    }
    assert same <= {"Correction", "{name} (live): {address}"}


@pytest.mark.parametrize("code", PHRASES)
def test_a_year_has_twelve_months(code: str) -> None:
    speaking = Voice(code)

    assert [len(speaking.say(key).split()) for key in ("months", "months_in_date")] == [12, 12]


def test_a_language_is_chosen_by_its_own_name() -> None:
    assert LANGUAGES == {
        "en": "English",
        "de": "Deutsch",
        "fr": "Français",
        "es": "Español",
        "ru": "Русский",
    }


def test_a_language_that_is_not_there_is_english() -> None:
    assert Voice("tlh").say("live", name="US EVA 95") == "Live now: US EVA 95"


def test_what_nobody_wrote_cannot_be_said() -> None:
    with pytest.raises(KeyError):
        ENGLISH.say("no such phrase")


class Listened(dict[str, str]):
    """Phrases that know which of them were said."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        super().__init__(phrases)
        self.heard: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.heard.add(key)
        return super().__getitem__(key)


def test_every_phrase_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    english = Listened(PHRASES[DEFAULT])
    monkeypatch.setattr(voices, "PHRASES", {DEFAULT: english})

    for voice in (ENGLISH, Voice(stamp=stamp)):
        assert all(everything(voice))
    unsaid = {key for key in english.keys() - english.heard if not key.startswith("label.")}

    assert unsaid == {"language"}, "said by nothing but LANGUAGES"


LABELS = "correction milestones button_remind button_timeline button_live button_watch".split()


def test_the_labels_are_those_that_platforms_put_on_buttons_and_before_texts() -> None:
    labels = {key.removeprefix("label.") for key in PHRASES[DEFAULT] if key.startswith("label.")}

    assert labels == set(LABELS)
    assert [said(Voice("de"), label) for label in LABELS[:3]] == [
        "Korrektur",
        "Meilensteine",
        "Erinnere mich",
    ]


@pytest.mark.parametrize("code", PHRASES)
@pytest.mark.parametrize("style", [None, stamp])
def test_everything_can_be_said_in_every_voice(code: str, style: voices.Stamp | None) -> None:
    spoken = list(everything(Voice(code, style)))

    assert all(spoken)
    assert not [words for words in spoken if "None" in words.split()]


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_stands_between_the_words_of_another_language(code: str) -> None:
    english = re.compile(r"\b(the|and|not|yet|of|planned|crew|hatch|spacewalk)\b", re.IGNORECASE)

    spoken = (words.replace(COMMANDS, "") for words in everything(Voice(code)))
    assert not [words for words in spoken if english.search(words)]


def test_a_stamp_takes_the_place_of_every_time_that_is_known_to_the_minute() -> None:
    """What is left in UTC is a plan by the hour and a correction by seconds."""
    spoken = list(everything(Voice(stamp=stamp)))

    assert {match for words in spoken for match in re.findall(r"\d\d:\d\d UTC", words)} == {
        f"{NOON:%H}:00 UTC"
    }
    assert not [w for w in spoken if "UTC" in w and "about 12:00 UTC" not in w]
