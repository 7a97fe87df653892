"""`.env.example` lists every environment variable the code reads, and no other."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "arcollect",
    "customers",
    "invoices",
    "collection",
    "demo",
    "scripts",
    "tests",
)
READERS = {"env_text", "env_bool", "env_choice", "env_int", "env_list"}
# Set by us or by others for programs we start; nobody configures arcollect with them.
NOT_OURS = {
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "PYTEST_XDIST_WORKER",
    "HOME",
    "PATH",
}
EXAMPLE = ROOT / ".env.example"


def _is_environ(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "environ") or (
        isinstance(node, ast.Name) and node.id == "environ"
    )


def _read_name(node: ast.AST) -> ast.expr | None:
    """The expression that names the variable, where `node` reads one."""
    if isinstance(node, ast.Subscript) and _is_environ(node.value):
        return node.slice if isinstance(node.ctx, ast.Load) else None
    if not isinstance(node, ast.Call) or not node.args:
        return None
    function = node.func
    if isinstance(function, ast.Name) and function.id in READERS | {"getenv"}:
        return node.args[0]
    if isinstance(function, ast.Attribute):
        reads_dict = function.attr == "get" and _is_environ(function.value)
        if reads_dict or function.attr == "getenv":
            return node.args[0]
    return None


def variables_read() -> dict[str, str]:
    """Name of each variable read by the code, and one file that reads it."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = _read_name(node)
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    found[name.value] = str(path.relative_to(ROOT))
    return found


def variables_listed() -> set[str]:
    """Names in `.env.example`."""
    text = EXAMPLE.read_text(encoding="utf-8")
    return set(re.findall(r"^([A-Z][A-Z0-9_]*)=", text, flags=re.MULTILINE))


def test_every_variable_read_is_listed() -> None:
    read = {
        name: where for name, where in variables_read().items() if name not in NOT_OURS
    }
    missing = {
        name: where for name, where in read.items() if name not in variables_listed()
    }
    assert missing == {}, "Add each to .env.example with one line that explains it."


def test_nothing_is_listed_that_nobody_reads() -> None:
    assert variables_listed() - set(variables_read()) == set()


def test_the_reader_finds_what_settings_read() -> None:
    assert {"ARCOLLECT_ENV", "DATABASE_URL", "PORT", "CHROME_PATH"} <= set(
        variables_read()
    )


def test_every_variable_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if re.match(r"[A-Z][A-Z0-9_]*=", line)
        and not before.startswith("#")
        and not re.match(r"[A-Z][A-Z0-9_]*=", before)
    ]
    assert bare == []
