"""The documents keep up with the program."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from relay.core.milestone import TABLE
from relay.plugins import find_bots, find_sources

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_fresh() -> None:
    for name, page in generator().PAGES.items():
        assert page() == (ROOT / name).read_text("utf-8"), f"{name} is out of date: make docs"


def test_every_milestone_source_and_bot_is_documented() -> None:
    words = "\n".join(page.read_text("utf-8") for page in PAGES)
    names = [*TABLE, *find_sources(), *find_bots()]

    assert [name for name in names if f"`{name}`" not in words] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_decision_has_its_three_parts() -> None:
    for page in (ROOT / "docs" / "adr").glob("*.md"):
        text = page.read_text("utf-8")
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{page.name} lacks {part}"
