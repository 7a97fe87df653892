"""What the audit log tells about the terms of a contract can be read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from arcollect.core import audit_text
from arcollect.core.models import AuditEvent
from customers.services.save_contract import add_contract, edit_contract
from tests import factories

pytestmark = pytest.mark.django_db
NET_30 = {"type": "NET", "days": 30}
MONTH_END = {"type": "EOM_PLUS", "days": 15, "due_roll": "following"}


def changed_terms(language: str) -> audit_text.Change:
    contract = add_contract(
        actor=None,
        customer=factories.customer(),
        values={
            "number": "HT-1",
            "signed_on": dt.date(2026, 1, 1),
            "currency": "CNY",
        },
        terms=[NET_30],
    )
    edit_contract(
        actor=None,
        contract=contract,
        version=contract.version,
        values={"number": "HT-1"},
        terms=[MONTH_END],
    )
    event = AuditEvent.objects.get(action="customers.contract.terms_changed")
    with translation.override(language):
        (change,) = audit_text.list_changes(event)
    return change


def test_terms_read_in_words() -> None:
    change = changed_terms("en")

    assert change.field == "Terms"
    assert "Net days" in change.before
    assert "30" in change.before
    assert "Month end plus days" in change.after


def test_terms_read_in_chinese() -> None:
    change = changed_terms("zh-hans")

    assert "结算条款" in change.before
    assert "NET" not in change.before + change.after
    assert "EOM_PLUS" not in change.after
