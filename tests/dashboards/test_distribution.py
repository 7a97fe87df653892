"""Targets of regions against outlets served and what is owed (row S77)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from arcollect.core.models import Company
from arcollect.core.roles import Role
from arcollect.dashboards.selectors.distribution import RegionLine, distribution_lines
from customers.models import DistributionPolicy
from customers.services.publish_distribution import (
    DistributionRefusedError,
    DistributionTargets,
    publish_distribution,
    withdraw_distribution,
)
from invoices.selectors.visible_ledger import VisibleLedger
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY
PAGE = "/distribution/"


@pytest.fixture
def company() -> Iterator[Company]:
    with time_machine.travel(dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC), tick=False):
        yield factories.company()


def targets(**changes: object) -> DistributionTargets:
    values: dict[str, object] = {
        "stage": "growth",
        "outlets": 10,
        "target_bp": 4_500,
        "currency": "CNY",
        "exposure_ceiling": Decimal("1000.00"),
    }
    return DistributionTargets(**(values | changes))  # type: ignore[arg-type]


def published(
    company: Company,
    region: str = "Suzhou",
    from_on: dt.date = dt.date(2026, 1, 1),
    **changes: object,
) -> DistributionPolicy:
    return publish_distribution(
        actor=None,
        company=company,
        region=region,
        targets=targets(**changes),
        from_on=from_on,
    )


def outlet(
    company: Company, region: str, amount: str, on: dt.date, **more: str
) -> None:
    customer = factories.customer(company=company, region=region, **more)
    factories.invoice(customer=customer, amount=amount, issued_on=on)


def lines_of(company: Company) -> dict[str, RegionLine]:
    user = factories.user(role=Role.FINANCE, company=company)
    ledger = VisibleLedger(user=user, company=company)
    return {
        line.region: line for line in distribution_lines(ledger=ledger, as_of=TODAY)
    }


def test_outlets_served_against_the_target(company: Company) -> None:
    """Ten outlets, 45 %: five are wanted, two bought in six months, one of them twice."""
    published(company)
    for amount in ("600.00", "500.00"):
        outlet(company, "Suzhou", amount, TODAY, kind="store")
    outlet(company, "Suzhou", "1.00", dt.date(2025, 12, 30), kind="store")
    outlet(company, "Suzhou", "1.00", TODAY, kind="public_body")
    line = lines_of(company)["Suzhou"]
    assert (line.served, line.rate, line.target) == (2, Decimal("0.2"), Decimal("0.45"))
    assert line.missing == 3
    assert (line.exposure, line.is_over) == (Decimal("1102.00"), True)
    assert line.per_outlet == Decimal("551.00")


def test_the_newest_version_that_has_begun_counts(company: Company) -> None:
    first = published(company, stage="launch")
    published(company, from_on=TODAY, stage="growth")
    published(company, from_on=TODAY + dt.timedelta(days=1), stage="mature")
    line = lines_of(company)["Suzhou"]
    assert line.policy is not None
    assert (line.policy.stage, line.policy.version) == ("growth", 2)
    with pytest.raises(DistributionRefusedError, match="already"):
        published(company, from_on=TODAY)
    withdraw_distribution(
        actor=None, policy=first, from_on=TODAY + dt.timedelta(days=1)
    )
    assert first.withdrawn is False


def test_a_withdrawn_region_has_no_targets(company: Company) -> None:
    policy = published(company)
    outlet(company, "Suzhou", "5.00", TODAY)
    withdraw_distribution(actor=None, policy=policy, from_on=TODAY)
    line = lines_of(company)["Suzhou"]
    assert line.policy is None
    assert (line.served, line.missing, line.is_over) == (1, 0, False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stage": "old"}, "not a stage"),
        ({"outlets": 0}, "at least one"),
        ({"target_bp": 10_001}, "between 0 and 100"),
        ({"exposure_ceiling": Decimal("0.001")}, "not an amount"),
        ({"exposure_ceiling": Decimal(-1)}, "below zero"),
    ],
)
def test_targets_that_make_no_sense(
    company: Company, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(DistributionRefusedError, match=sentence):
        published(company, **changes)
    assert not DistributionPolicy.objects.exists()


def test_versions_refuse_every_change(company: Company) -> None:
    published(company)
    with (
        pytest.raises(DatabaseError, match="posted document"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE customers_distributionpolicy SET outlets = 1")


def test_the_page_and_who_may_change_it(company: Company) -> None:
    outlet(company, "Suzhou", "600.00", TODAY)
    head = factories.signed_in(
        factories.user(role=Role.FINANCE_MANAGER, company=company)
    )
    form = {
        "region": "Suzhou",
        "stage": "launch",
        "outlets": "4",
        "target_bp": "50",
        "currency": "CNY",
        "exposure_ceiling": "500.00",
        "from_on": "2026-06-30",
    }
    new = "/customers/distribution/new/"
    assert head.post(new, form | {"target_bp": "101"}).status_code == 422
    assert head.post(new, form).status_code == 302
    policy = DistributionPolicy.objects.get()
    text = head.get(PAGE).content.decode()
    assert "25.0%" in text
    assert "over the ceiling" in text
    edit = f"/customers/distribution/{policy.pk}/"
    head.post(edit, form | {"region": "Wuxi", "outlets": "1"})
    newest = DistributionPolicy.objects.latest("version")
    assert (newest.region, newest.version, newest.outlets) == ("Suzhou", 2, 1)
    head.post(f"{edit}withdraw/")
    assert DistributionPolicy.objects.latest("version").withdrawn
    outsider = factories.signed_in(
        factories.user(role=Role.FINANCE_MANAGER, company=factories.company())
    )
    assert outsider.get(edit).status_code == 404
    clerk = factories.signed_in(factories.user(role=Role.FINANCE, company=company))
    assert clerk.get(edit).status_code == 403
    csv = b"".join(clerk.get(PAGE, {"export": "csv"}).streaming_content)
    assert b"Suzhou" in csv


def test_more_regions_cost_no_more_queries(company: Company) -> None:
    client = factories.signed_in(factories.user(role=Role.FINANCE, company=company))

    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE)
        return len(caught)

    outlet(company, "Suzhou", "5.00", TODAY)
    published(company)
    one = queries()
    for number in range(8):
        outlet(company, f"Region {number}", "5.00", TODAY)
        published(company, f"Region {number}")
    assert queries() == one
