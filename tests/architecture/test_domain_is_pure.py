"""Rules know no framework, and no folder hides a module of the standard library."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("arcollect", "customers", "invoices", "collection", "reconciliation")
ALWAYS_PURE = (
    "arcollect/core/amounts_chinese.py",
    "arcollect/core/amounts_english.py",
    "arcollect/core/dates.py",
    "arcollect/core/money.py",
)
FORBIDDEN = frozenset(
    {"django", "celery", "arcollect.settings", "arcollect.core.clock"}
)
CLOCK_READERS = frozenset({"today", "now", "utcnow"})

DOMAIN_FILES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).glob("**/domain/**/*.py")
    if "node_modules" not in path.parts
)
PURE_FILES = [*DOMAIN_FILES, *(ROOT / name for name in ALWAYS_PURE)]


def imported_modules(tree: ast.AST) -> set[str]:
    """Every module a file imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def breaches(source: str) -> list[str]:
    """What makes a source text impure: framework, clock, models or floats."""
    tree = ast.parse(source)
    found = [
        name
        for name in sorted(imported_modules(tree))
        if name.split(".")[0] in FORBIDDEN
        or name in FORBIDDEN
        or ".models" in f".{name}."
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCK_READERS:
            found.append(f"reads the clock in line {node.lineno}")
        if isinstance(node, ast.Name) and node.id == "float":
            found.append(f"uses float in line {node.lineno}")
    return found


def test_there_are_rules_to_look_at() -> None:
    assert any(path.name == "classification.py" for path in DOMAIN_FILES)


@pytest.mark.parametrize(
    "path", PURE_FILES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_rules_import_no_framework_and_read_no_clock(path: Path) -> None:
    assert breaches(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import django",
        "from django.db import models",
        "def f():\n    from django.utils import timezone",
        "from invoices.models import Invoice",
        "from invoices import models",
        "from arcollect.core.clock import today",
        "from datetime import date\ndate.today()",
        "float('1')",
    ],
)
def test_the_guard_itself_sees_a_breach(source: str) -> None:
    assert breaches(source)


def shadowing(root: Path) -> set[str]:
    """Top-level folders with Python in them, and modules, named like the standard library.

    Trying an import would prove nothing: the interpreter has loaded `collections` already. A
    folder without Python (`locale/`) hides nothing, because a real module is found before it.
    """
    folders = {path.name for path in root.iterdir() if path.is_dir()}
    hiding = {
        name
        for name in folders & sys.stdlib_module_names
        if next((root / name).rglob("*.py"), None) is not None
    }
    return hiding | (
        {path.stem for path in root.glob("*.py")} & sys.stdlib_module_names
    )


def test_no_top_level_folder_shadows_the_standard_library() -> None:
    assert shadowing(ROOT) == set()


def test_the_folder_guard_sees_a_package_named_collections(tmp_path: Path) -> None:
    (tmp_path / "locale" / "zh_Hans").mkdir(parents=True)
    assert shadowing(tmp_path) == set()
    (tmp_path / "collections" / "models").mkdir(parents=True)
    (tmp_path / "collections" / "models" / "promise.py").touch()
    assert shadowing(tmp_path) == {"collections"}
