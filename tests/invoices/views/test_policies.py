"""Versions of the class rules: who reads and who publishes them, and what a draft changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from arcollect.core import clock
from arcollect.core.models import AuditEvent, Company
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.domain.policy import PRESETS, PolicyRules
from invoices.forms.policy import initial_of
from invoices.models import ClassificationPolicy, DueItemState
from invoices.services.classify import classify_through
from tests import factories

TODAY = factories.TODAY
TOMORROW = TODAY + dt.timedelta(days=1)
LIST = reverse("invoices:policy_list")
NEW = reverse("invoices:policy_new")


@pytest.fixture
def company(db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    noon = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    return factories.company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return factories.customer(company=company)


@pytest.fixture
def boss(company: Company) -> Client:
    user = factories.user(role=Role.FINANCE_MANAGER, company=company)
    return factories.signed_in(user)


def values(preset: str = "strict-one-third", **changes: Any) -> dict[str, Any]:
    """What the form of a preset sends."""
    first = initial_of(PRESETS[preset])
    sent = {name: "" if value is None else value for name, value in first.items()}
    sent.pop("grace_rounding")
    return {
        **sent,
        "name": "Stricter",
        "from_on": TOMORROW.isoformat(),
        "reason": "Board decision",
        **changes,
    }


def publish(client: Client, sent: dict[str, Any]) -> Any:
    """Look first, then publish what was looked at."""
    seen = client.post(NEW, sent).context["seen"]
    return client.post(NEW, {**sent, "seen": seen})


def versions(company: Company) -> int:
    return ClassificationPolicy.objects.filter(company=company).count()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_and_only_finance_managers_write(
    company: Company, role: Role
) -> None:
    team = factories.team(company=company)
    client = factories.signed_in(factories.user(role=role, company=company, team=team))
    policy = ClassificationPolicy.objects.get(company=company)
    detail = reverse("invoices:policy_detail", args=[policy.pk])
    assert client.get(LIST).status_code == 200
    assert client.get(detail).status_code == 200
    may = role == Role.FINANCE_MANAGER
    assert client.get(NEW).status_code == (200 if may else 403)
    assert (NEW in client.get(LIST).content.decode()) is may
    if not may:
        assert client.post(NEW, values()).status_code == 403
        assert versions(company) == 1


def test_a_version_of_another_company_does_not_exist(boss: Client) -> None:
    other = ClassificationPolicy.objects.get(company=factories.company())
    url = reverse("invoices:policy_detail", args=[other.pk])
    assert boss.get(url).status_code == 404


@pytest.mark.parametrize("url", [LIST, NEW])
def test_strangers_log_in_first(company: Company, url: str) -> None:
    assert Client().get(url).status_code == 302


def test_the_form_starts_from_the_rules_in_force_or_a_preset(boss: Client) -> None:
    page = boss.get(NEW).context["form"]
    assert page["name"].value() == "field-default"
    strict = boss.get(NEW, {"preset": "strict-one-third"}).context["form"]
    assert strict["expedited_after"].value() == "due"
    assert strict["quasi_final_plus"].value() == 0


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_preset_goes_through_the_form_unchanged(
    company: Company, boss: Client, preset: str
) -> None:
    answer = publish(boss, values(preset, name=preset))
    policy = ClassificationPolicy.objects.get(company=company, version=2)
    assert answer["Location"] == reverse("invoices:policy_detail", args=[policy.pk])
    assert PolicyRules.from_dict(policy.rules) == PRESETS[preset]


def test_the_first_submit_shows_what_changes_and_saves_nothing(
    company: Company, customer: Customer, boss: Client
) -> None:
    factories.overdue_invoice(customer=customer, days=5, amount="100.00")
    factories.overdue_invoice(customer=customer, days=40, amount="50.00")
    factories.overdue_invoice(customer=customer, days=5, amount="7.00", currency="USD")
    classify_through(company=company, as_of=TODAY)
    before = list(DueItemState.objects.order_by("pk").values())
    context = boss.post(NEW, values()).context
    found = {
        (matrix.currency, shift.now, shift.then): (shift.items, shift.amount)
        for matrix in context["matrices"]
        for _now, cells in matrix.rows
        for shift in cells
        if shift
    }
    assert found == {
        ("CNY", "UNCOLLECTED", "EXPEDITED"): (1, Decimal("100.00")),
        ("CNY", "EXPEDITED", "QUASI_BAD"): (1, Decimal("50.00")),
        ("USD", "UNCOLLECTED", "EXPEDITED"): (1, Decimal("7.00")),
    }
    assert [matrix.worse for matrix in context["matrices"]] == [
        Decimal("150.00"),
        Decimal("7.00"),
    ]
    assert versions(company) == 1
    assert list(DueItemState.objects.order_by("pk").values()) == before


def test_what_changed_after_looking_is_looked_at_again(
    company: Company, boss: Client
) -> None:
    seen = boss.post(NEW, values()).context["seen"]
    changed = {**values(bad_due_plus=200), "seen": seen}
    answer = boss.post(NEW, changed)
    assert "You changed a value after looking" in answer.content.decode()
    assert versions(company) == 1


def test_publishing_leaves_an_audit_row_with_the_reason(
    company: Company, boss: Client
) -> None:
    publish(boss, values())
    event = AuditEvent.objects.get(action="invoices.policy.published")
    assert event.reason == "Board decision"
    assert event.actor_label
    page = boss.get(LIST).content.decode()
    assert "not yet in force" in page
    assert "Stricter" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"from_on": "2026-06-29"}, "Choose 2026-06-30 or later"),
        ({"reason": ""}, "This field is required."),
        ({"grace_den": "0"}, "greater than or equal to 1"),
        ({"grace_num": "x"}, "Enter a whole number."),
        ({"grace_min_days": "9", "grace_max_days": "3"}, "cannot be below at least"),
        ({"quasi_final_plus": ""}, "This number is needed for the choice above."),
        ({"limitation_forces": "SETTLED"}, "is not one of the available choices"),
        ({"dead_after_days": "99999999"}, "less than or equal to"),
    ],
)
def test_bad_values_say_why_and_change_nothing(
    company: Company, boss: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = boss.post(NEW, values(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert versions(company) == 1
    assert not AuditEvent.objects.filter(action="invoices.policy.published").exists()


def test_a_classified_day_is_taken(company: Company, boss: Client) -> None:
    classify_through(company=company, as_of=TODAY)
    answer = boss.post(NEW, values(from_on=TODAY.isoformat()))
    assert answer.status_code == 422
    assert f"Choose {TOMORROW.isoformat()} or later" in answer.content.decode()


def test_after_publishing_the_page_explains_the_companys_own_numbers(
    company: Company, boss: Client
) -> None:
    publish(boss, values(from_on=TODAY.isoformat(), bad_due_plus=222))
    page = boss.get(reverse("dashboards:classes")).content.decode()
    assert "Rules: Stricter" in page
    assert "More than 222 days past due" in page
    assert "Past the due date, within the time after it." in page
