"""Every act that is written into the audit log has words for people."""

from __future__ import annotations

import re
from pathlib import Path

from arcollect.core import audit_text

PACKAGES = (
    "arcollect",
    "customers",
    "invoices",
    "collection",
    "reconciliation",
    "demo",
)
ROOT = Path(__file__).resolve().parents[2]
# A dotted action of three parts, as it is given to `audit.record`.
ACTION = re.compile(r'action ?= ?"([a-z_]+\.[a-z_]+\.[a-z_]+)"')


def written_actions() -> set[str]:
    return {
        action
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for action in ACTION.findall(path.read_text(encoding="utf-8"))
    }


def test_every_action_has_words():
    named = {action for action, _words in audit_text.action_choices()}

    assert sorted(written_actions() - named) == []


def test_no_words_are_left_over_from_the_past():
    # Some actions are put together from a kind and a verb: the verb must still occur.
    source = "".join(
        path.read_text(encoding="utf-8")
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "_words" not in path.name and path.name != "apps.py"
    )
    named = [action for action, _words in audit_text.action_choices()]

    assert [name for name in named if name.rpartition(".")[2] not in source] == []
