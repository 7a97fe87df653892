"""The pages of points, campaigns and redemptions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from collection.models import (
    Campaign,
    PointsAccount,
    PointsPolicy,
    Prize,
    Redemption,
)
from tests import factories
from tests.collection.views.conftest import Desk
from tests.factories import rewards

LIST = "/collections/points/"


@pytest.fixture
def rich(desk: Desk) -> Desk:
    """100 points, and a campaign with five refrigerators for 30 each."""
    rewards.points(customer=desk.customer, points=100)
    rewards.prize(campaign=rewards.campaign(company=desk.company))
    return desk


def address(name: str, *keys: int) -> str:
    return reverse(f"collections:{name}", args=keys)


def test_the_list_and_the_account_of_a_customer(rich: Desk) -> None:
    listed = rich.client.get(LIST).content.decode()
    assert "Suzhou Hengda" in listed
    assert "100 points can be redeemed." in listed
    assert "Suzhou" not in rich.client.get(LIST, {"q": "nobody"}).content.decode()
    page = rich.client.get(address("points_account", rich.customer.pk))
    assert "+100" in page.content.decode()
    assert "Refrigerator" in page.content.decode()
    text = b"".join(rich.client.get(LIST, {"export": "csv"}).streaming_content)
    assert b"Suzhou Hengda" in text


def test_redeem_and_hand_over(rich: Desk) -> None:
    clerk = rich.as_role(Role.FINANCE)
    new = address("redemption_new", rich.customer.pk)
    prize = Prize.objects.get()
    form = {"prize": prize.pk, "quantity": "2", "request_key": "one"}
    assert clerk.post(new, form).status_code == 302
    assert "already done" in clerk.post(new, form).content.decode()
    made = Redemption.objects.get()
    assert (made.points, PointsAccount.objects.get().balance) == (60, 40)
    page = clerk.post(new, form | {"request_key": "two"})
    assert page.status_code == 422
    assert "fewer than 60 points" in page.content.decode()
    page = clerk.post(new, form | {"request_key": "three", "quantity": "4"})
    assert "Not that many are left" in page.content.decode()
    assert Prize.objects.get().left == 3
    over = address("redemption_hand_over", made.pk)
    assert clerk.post(over, {"handed_over_on": "2026-11-19"}).status_code == 422
    clerk.post(over, {"handed_over_on": "2026-11-19", "receiver": "Mr Zhou"})
    listed = clerk.get(address("redemption_list"), {"state": "handed_over"})
    assert "Mr Zhou" in listed.content.decode()


def test_a_cancelled_redemption_gives_back(rich: Desk) -> None:
    made = rewards.redemption(customer=rich.customer, prize=Prize.objects.get())
    clerk = rich.as_role(Role.SALES_MANAGER)
    cancel = address("redemption_cancel", made.pk)
    assert clerk.post(cancel, {"reason": ""}).status_code == 422
    clerk.post(cancel, {"reason": "changed his mind"})
    assert PointsAccount.objects.get().balance == 100
    page = clerk.post(cancel, {"reason": "again"})
    assert "already" in page.content.decode()


def test_who_may_and_who_may_not(rich: Desk) -> None:
    made = rewards.redemption(customer=rich.customer, prize=Prize.objects.get())
    campaign = Campaign.objects.get()
    for name, key in (
        ("redemption_new", rich.customer.pk),
        ("redemption_cancel", made.pk),
        ("redemption_hand_over", made.pk),
        ("campaign_edit", campaign.pk),
        ("prize_new", campaign.pk),
        ("prize_stock", made.prize_id),
    ):
        assert rich.client.post(address(name, key)).status_code == 403
    colleague = factories.user(role=Role.SALES_REP, company=rich.company)
    other = factories.user(role=Role.FINANCE_MANAGER, company=factories.company())
    for user in (colleague, other):
        client = factories.signed_in(user)
        assert "Suzhou" not in client.get(LIST).content.decode()
        page = client.get(address("points_account", rich.customer.pk))
        assert page.status_code == 404
    outsider = factories.signed_in(other)
    for name, key in (
        ("redemption_new", rich.customer.pk),
        ("redemption_cancel", made.pk),
        ("campaign_detail", campaign.pk),
        ("campaign_edit", campaign.pk),
        ("prize_stock", made.prize_id),
    ):
        assert outsider.get(address(name, key)).status_code == 404
    assert Redemption.objects.get().state == Redemption.State.ORDERED


def test_a_campaign_is_opened_changed_and_stocked(desk: Desk) -> None:
    head = desk.as_role(Role.FINANCE_MANAGER)
    form = {
        "name": "Spring",
        "from_on": "2026-11-01",
        "until_on": "2026-12-31",
        "multiplier_bp": "200",
        "min_early_days": "7",
        "note": "",
    }
    new = address("campaign_new")
    page = head.post(new, form | {"until_on": "2026-10-01"})
    assert "cannot end before" in page.content.decode()
    assert head.post(new, form).status_code == 302
    campaign = Campaign.objects.get()
    assert campaign.multiplier_bp == 20_000
    assert "exists already" in head.post(new, form).content.decode()
    edit = address("campaign_edit", campaign.pk)
    page = head.post(edit, form | {"version": "7"})
    assert "meanwhile" in page.content.decode()
    head.post(edit, form | {"version": "1", "name": "Late spring"})
    prize = {"name": "Kettle", "points": "10", "stock": "3"}
    head.post(address("prize_new", campaign.pk), prize)
    stock = address("prize_stock", Prize.objects.get().pk)
    assert "not left" in head.post(stock, {"more": "-4"}).content.decode()
    head.post(stock, {"more": "2"})
    page = head.get(address("campaign_detail", campaign.pk)).content.decode()
    assert "Late spring" in page
    assert Prize.objects.values_list("stock", "left").get() == (5, 5)


def test_rules_of_points_are_published(desk: Desk) -> None:
    head = desk.as_role(Role.FINANCE_MANAGER)
    new = address("points_policy_new")
    form = {"unit": "500", "early_days": "5", "early_bp": "200"}
    form |= {"lapse_months": "", "from_on": "2026-11-19", "reason": ""}
    assert head.post(new, form | {"unit": "0"}).status_code == 422
    assert head.post(new, form | {"early_bp": "50"}).status_code == 422
    assert head.post(new, form).status_code == 302
    policy = PointsPolicy.objects.get()
    assert (policy.unit, policy.early_bp, policy.lapse_months) == (500, 20_000, None)


def test_the_customer_page_shows_the_points(rich: Desk) -> None:
    page = rich.client.get(reverse("customers:detail", args=[rich.customer.pk]))
    figure = page.context["figures"][0]
    assert (figure.value, str(figure.label)) == ("100", "Points")
    assert figure.url in page.content.decode()
    timeline = reverse("customers:timeline", args=[rich.customer.pk])
    assert "+100" in rich.client.get(timeline, {"show": "points"}).content.decode()


def test_lists_cost_the_same_with_one_and_with_many_rows(rich: Desk) -> None:
    client = rich.as_role(Role.FINANCE)
    prize = Prize.objects.get()
    rewards.redemption(customer=rich.customer, prize=prize)
    pages = (
        LIST,
        address("points_account", rich.customer.pk),
        address("redemption_list"),
        address("campaign_list"),
        address("campaign_detail", prize.campaign_id),
    )

    def queries() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as caught:
                client.get(page)
            found.append(len(caught))
        return found

    one = queries()
    for number in range(5):
        customer = factories.customer(company=rich.company, rep=rich.rep)
        rewards.points(customer=customer, points=10 + number)
        rewards.points(customer=rich.customer, points=1)
        rewards.campaign(company=rich.company, name=f"More {number}")
        Redemption.objects.create(
            company=rich.company,
            customer=customer,
            prize=prize,
            quantity=1,
            points=1,
            redeemed_on=factories.TODAY,
            recorded_at=rich.company.created_at,
        )
    assert queries() == one
