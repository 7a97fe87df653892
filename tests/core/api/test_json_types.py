"""Bodies are taken at their JSON word."""

from __future__ import annotations

import pytest

from arcollect.core.roles import Role
from invoices.models import CreditNote
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", [5, 1.5, True, ["x"], {"a": 1}])
def test_a_text_is_written_in_quotes(reason: object) -> None:
    company = factories.company()
    customer = factories.customer(company=company)
    note = factories.credit_note(customer=customer)
    user = factories.user(role=Role.FINANCE_MANAGER, company=company)
    caller = factories.caller(user, company=company)

    answer = caller.post(
        f"/api/v1/credit-notes/{note.pk}/reverse/",
        {"effective_on": "2026-06-30", "reason": reason},
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == ["reason"]
    assert CreditNote.objects.count() == 1
