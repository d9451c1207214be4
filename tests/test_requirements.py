"""The locks pin what pyproject.toml asks for, from no particular place."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def wanted() -> list[Requirement]:
    project = PYPROJECT["project"]
    extras = project.get("optional-dependencies", {}).values()
    return [
        Requirement(line)
        for group in (project["dependencies"], *extras)
        for line in group
        if canonicalize_name(Requirement(line).name) != project["name"]
    ]


def wanted_for_work() -> list[Requirement]:
    return wanted() + [Requirement(line) for line in PYPROJECT["dependency-groups"]["dev"]]


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ]+)", text, re.MULTILINE))


@pytest.mark.parametrize(("lock", "needs"), [("run.txt", wanted()), ("dev.txt", wanted_for_work())])
def test_every_dependency_is_pinned_as_asked_for(lock: str, needs: list[Requirement]) -> None:
    pins = pinned(lock)

    amiss = [
        str(need)
        for need in needs
        if not need.specifier.contains(pins.get(canonicalize_name(need.name), "0"))
        or canonicalize_name(need.name) not in pins
    ]
    assert amiss == [], "run `make lock`"


def test_what_runs_is_what_was_tested() -> None:
    assert pinned("run.txt").items() <= pinned("dev.txt").items()


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt", "fuzz.txt"])
def test_a_lock_names_no_place_and_hashes_everything(lock: str) -> None:
    lines = (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines()

    places = [line for line in lines if re.match(r"\s*-(?!-hash=)|.*(://|file:| @ )", line)]
    bare = [line for line in lines if "==" in line and not line.endswith("\\")]
    assert (places, bare) == ([], [])
