"""Templates obey the security policy, stay short and use only icons that are built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 200
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICONS = frozenset((ROOT / "scripts" / "icons.txt").read_text().split())

STYLE_ATTRIBUTE = re.compile(r"\sstyle\s*=", re.IGNORECASE)
EVENT_ATTRIBUTE = re.compile(r"\s(on[a-z]+|hx-on[:a-z-]*)\s*=\s*[\"']", re.IGNORECASE)
SCRIPT_ADDRESS = re.compile(
    r"(href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE
)
INLINE_STYLE = re.compile(r"<style(?![^>]*nonce)[^>]*>", re.IGNORECASE)
# A script may be a file, carry the nonce, or be data that nothing runs.
INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*(\ssrc=|nonce|type=[\"']application/json))[^>]*>", re.IGNORECASE
)
FORBIDDEN = (
    STYLE_ATTRIBUTE,
    EVENT_ATTRIBUTE,
    SCRIPT_ADDRESS,
    INLINE_STYLE,
    INLINE_SCRIPT,
)
ICON_TAG = re.compile(r"{%\s*icon\s+[\"']([a-z0-9-]+)[\"']")
ICON_ARGUMENT = re.compile(r"icon_name=[\"']([a-z0-9-]+)[\"']")


def breaches(source: str) -> list[str]:
    """What the browser would block, or should."""
    return [match.group() for rule in FORBIDDEN for match in rule.finditer(source)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_nothing_that_the_policy_blocks(path: Path) -> None:
    assert breaches(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        '<p style="width: 3px">',
        "<button onclick='go()'>",
        '<div hx-on:click="go()">',
        '<a href="javascript:go()">',
        "<script>go()</script>",
        "<style>p { }</style>",
    ],
)
def test_the_guard_itself_sees_a_breach(source: str) -> None:
    assert breaches(source)


@pytest.mark.parametrize(
    "source",
    [
        '<script src="/static/js/app.js" defer></script>',
        '<script nonce="{{ request.csp_nonce }}">',
        '<script type="application/json" id="data">',
        '<link rel="stylesheet" href="x.css">',
    ],
)
def test_the_guard_lets_pass_what_the_policy_allows(source: str) -> None:
    assert breaches(source) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_not_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    used = {*ICON_TAG.findall(source), *ICON_ARGUMENT.findall(source)}
    assert used <= ICONS, "Add the name to scripts/icons.txt."
