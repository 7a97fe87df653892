"""The house keeps its shape: sizes, names, and words that do not belong in it."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "arcollect",
    "customers",
    "invoices",
    "collection",
    "reconciliation",
    "demo",
)
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE = 400, 50, 200


def python_files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.name not in FORBIDDEN_NAMES
    assert len(text.splitlines()) <= MAX_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            documented = ast.get_docstring(node, clean=False) or ""
            code = length - documented.count("\n")
            assert code <= MAX_FUNCTION, f"{node.name} has {code} lines"


def test_templates_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "templates").rglob("*.html")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_TEMPLATE
    }
    assert long == {}


def tracked_text() -> list[tuple[str, str]]:
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    found = []
    for name in names:
        try:
            found.append((name, (ROOT / name).read_text(encoding="utf-8")))
        except (UnicodeDecodeError, IsADirectoryError, FileNotFoundError):
            continue
    return found


def test_the_repository_names_no_machine() -> None:
    """No absolute path of a workplace and no word of how the code was written."""
    words = ["/" + "work/", "." + "library", "sub" + "agent"]
    hits = [
        (name, word) for name, text in tracked_text() for word in words if word in text
    ]
    assert hits == []


def test_money_modules_hold_no_float() -> None:
    """`float` appears in the ledger's code only where it is refused."""
    hits = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files()
        if "domain" in path.parts or "services" in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float"
    ]
    assert hits == []
