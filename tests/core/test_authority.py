"""Who may approve what: the table, the preset, two people, and never the asker."""

from __future__ import annotations

from decimal import Decimal

import pytest

from arcollect.core import clock
from arcollect.core.authority import (
    Approval,
    ApprovalRefusedError,
    approval_of,
    may_approve,
)
from arcollect.core.models import Act, AuthorityLimit, Company, User
from arcollect.core.roles import Role
from tests import factories

pytestmark = [pytest.mark.databases, pytest.mark.django_db]


@pytest.fixture
def company() -> Company:
    return factories.company()


def _asked(
    company: Company,
    actor: User,
    amount: str,
    *,
    act: Act = Act.WRITE_OFF,
    currency: str = "CNY",
    **who: int | None,
) -> Approval:
    people: dict[str, int | None] = {"requested_by": None, "rep_user": None, **who}
    return approval_of(
        actor=actor,
        company=company,
        act=act,
        amount=Decimal(amount),
        currency=currency,
        requested_by=people["requested_by"],
        rep_user=people["rep_user"],
        first_approver=people.get("first_approver"),
    )


def _set(
    company: Company, limit: str | None, *, version: int = 1, **row: object
) -> None:
    AuthorityLimit.objects.create(
        company=company,
        role=row.pop("role", Role.FINANCE),
        act=row.pop("act", Act.WRITE_OFF),
        currency=row.pop("currency", "CNY"),
        limit=None if limit is None else Decimal(limit),
        version=version,
        recorded_at=clock.now(),
        **row,
    )


def test_up_to_his_limit_one_person_is_enough_and_above_it_two(
    company: Company,
) -> None:
    head = factories.user(company=company, role=Role.FINANCE_MANAGER)
    second = factories.user(company=company, role=Role.SALES_MANAGER)
    assert _asked(company, head, "50000.00") is Approval.COMPLETE
    assert _asked(company, head, "50000.01") is Approval.NEEDS_SECOND
    done = _asked(company, second, "50000.01", first_approver=head.pk)
    assert done is Approval.COMPLETE


@pytest.mark.parametrize("who", ["requested_by", "rep_user", "first_approver"])
def test_nobody_approves_twice_or_in_his_own_matter(company: Company, who: str) -> None:
    head = factories.user(company=company, role=Role.FINANCE_MANAGER)
    with pytest.raises(ApprovalRefusedError):
        _asked(company, head, "1.00", **{who: head.pk})


@pytest.mark.parametrize("role", [Role.SALES_REP, Role.AUDITOR, Role.ADMINISTRATOR])
def test_roles_without_the_act_approve_nothing(company: Company, role: Role) -> None:
    person = factories.user(company=company, role=role)
    assert not may_approve(actor=person, company=company, act=Act.WRITE_OFF)
    with pytest.raises(ApprovalRefusedError):
        _asked(company, person, "0.01")


def test_an_offset_never_rests_on_one_person(company: Company) -> None:
    head = factories.user(company=company, role=Role.FINANCE_MANAGER)
    assert _asked(company, head, "1.00", act=Act.OFFSET) is Approval.NEEDS_SECOND


def test_the_newest_row_of_the_table_counts(company: Company) -> None:
    clerk = factories.user(company=company, role=Role.FINANCE)
    assert _asked(company, clerk, "1.00") is Approval.NEEDS_SECOND
    _set(company, "100.00")
    assert _asked(company, clerk, "100.00") is Approval.COMPLETE
    _set(company, None, version=2)
    assert _asked(company, clerk, "9999999.00") is Approval.COMPLETE
    _set(company, "0.00", version=3, withdrawn=True)
    with pytest.raises(ApprovalRefusedError):
        _asked(company, clerk, "1.00")


def test_in_another_currency_nobody_decides_alone_without_a_row_for_it(
    company: Company,
) -> None:
    head = factories.user(company=company, role=Role.FINANCE_MANAGER)
    assert _asked(company, head, "1.00", currency="USD") is Approval.NEEDS_SECOND
    _set(company, "5.00", role=Role.FINANCE_MANAGER, currency="USD")
    assert _asked(company, head, "5.00", currency="USD") is Approval.COMPLETE


def test_a_stranger_to_the_company_approves_nothing(company: Company) -> None:
    stranger = factories.user(
        company=factories.company(code="other"), role=Role.FINANCE_MANAGER
    )
    with pytest.raises(ApprovalRefusedError):
        _asked(company, stranger, "1.00")
