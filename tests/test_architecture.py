"""The rules of the design that import-linter cannot state."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

PURE = frozenset(
    "bisect collections contextlib dataclasses datetime decimal difflib enum fractions functools"
    " hashlib heapq html inspect itertools json math operator re statistics string textwrap types"
    " typing unicodedata zoneinfo".split()
)
"""What the core may import of the standard library: nothing that does I/O, waits or guesses."""

CLOCKS = frozenset({"now", "utcnow", "today"})


def sources_of(package: str) -> list[Path]:
    return sorted((ROOT / package.replace(".", "/")).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("path", sources_of("relay.core"), ids=lambda path: path.stem)
def test_the_core_imports_only_itself_and_what_is_pure(path: Path) -> None:
    names = set(imported(ast.parse(path.read_text(encoding="utf-8"))))

    foreign = {
        name
        for name in names
        if name.partition(".")[0] not in PURE
        and not name.startswith(("relay.core", "relay.errors"))
    }
    assert foreign == set()


@pytest.mark.parametrize("path", sources_of("relay.core"), ids=lambda path: path.stem)
def test_the_core_never_asks_what_time_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    asked = [
        f"line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
    ]
    assert asked == []


def plugins() -> dict[str, str]:
    """Every plugin of this project by the module that holds it."""
    groups = PROJECT["entry-points"].values()
    points = [point for group in groups for point in group.items()]
    return {value.partition(":")[0]: name for name, value in points}


@pytest.fixture(scope="module", name="graph")
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("relay", "bots", cache_dir=None)


@pytest.mark.parametrize("module", plugins())
def test_a_plugin_knows_no_other_plugin(graph: grimp.ImportGraph, module: str) -> None:
    others = set(plugins()) - {module}

    known = {
        other
        for other in others
        if graph.chain_exists(importer=module, imported=other, as_packages=True)
    }
    assert known == set()


@pytest.mark.parametrize("package", ["relay", "bots", "bench"])
def test_every_module_says_why_it_exists(package: str) -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources_of(package)
        if (text := path.read_text(encoding="utf-8")).strip()
        and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_the_standard_library_has_what_counts_as_pure() -> None:
    assert sys.stdlib_module_names >= PURE
