"""My day: who is on the list, why, and in which order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from arcollect.core.services.keep_absences import record_absence
from collection.models import CadenceStep
from collection.selectors.my_day import Why, list_day
from collection.services.judge_promises import judge_promises
from collection.services.log_visit import Report
from tests import factories
from tests.collection.views.conftest import TODAY, Desk

URL = "/collections/"


def why(desk: Desk) -> dict[str, list[Why]]:
    names = {desk.customer.pk: "hengda"}
    found = list_day(company=desk.company, user=desk.user, today=TODAY)
    return {
        names.get(entry.customer_id, str(entry.customer_id)): [
            reason.why for reason in entry.reasons
        ]
        for entry in found
    }


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def test_past_the_final_date_without_a_next_action(desk: Desk) -> None:
    assert why(desk) == {"hengda": [Why.PAST_FINAL]}
    shown = desk.client.get(URL).content.decode()
    assert "1 customer to see today" in shown
    assert "no next action" in shown


def test_a_next_action_takes_him_off_until_its_day(desk: Desk) -> None:
    report = Report(next_action="Call", next_action_on=days(3))
    factories.visit(customer=desk.customer, on=days(-1), report=report)
    assert why(desk) == {}
    report = Report(next_action="Call", next_action_on=TODAY)
    factories.visit(customer=desk.customer, on=TODAY, report=report)
    assert why(desk) == {"hengda": [Why.NEXT_ACTION]}


def test_a_promise_is_waited_for_and_then_asked_for(desk: Desk) -> None:
    made = factories.promise(
        customer=desk.customer, made_on=days(-9), promised_on=days(4)
    )
    assert why(desk) == {}
    factories.promise(customer=desk.customer, made_on=days(-9), promised_on=TODAY)
    assert why(desk) == {"hengda": [Why.PROMISE_DUE]}
    assert made.state == "pending"


def test_a_broken_promise_stays_until_somebody_goes(desk: Desk) -> None:
    factories.promise(customer=desk.customer, made_on=days(-20), promised_on=days(-10))
    judge_promises(company=desk.company, as_of=TODAY)
    assert why(desk)["hengda"][0] == Why.BROKEN
    shown = desk.client.get(URL).content.decode()
    assert "broken" in shown
    factories.visit(customer=desk.customer, on=TODAY)
    assert why(desk) == {"hengda": [Why.PAST_FINAL]}


def test_planned_contacts_of_today_and_before(desk: Desk) -> None:
    factories.cadence_step(customer=desk.customer, planned_on=days(-1))
    assert why(desk) == {"hengda": [Why.STEP]}
    shown = desk.client.get(URL).content.decode()
    assert "T-3: fix the day" in shown
    assert "was planned for" in shown


def test_marking_a_contact_done_fixes_the_day(desk: Desk) -> None:
    step = factories.cadence_step(customer=desk.customer, planned_on=TODAY)
    factories.cadence_step(
        customer=desk.customer,
        step="T-0",
        planned_on=step.settlement_on,
        settlement_on=step.settlement_on,
    )
    url = reverse("collections:step_done", args=[step.pk])
    late = desk.client.post(url, {"done_on": days(1).isoformat()})
    assert late.status_code == 422
    done = {"done_on": TODAY.isoformat(), "named_on": days(5).isoformat()}
    assert desk.client.post(url, done).status_code == 302
    assert CadenceStep.objects.get(step="T-0").planned_on == days(5)
    again = desk.client.post(url, done)
    assert again.status_code == 422
    assert "no longer planned" in again.content.decode()


def test_the_stand_in_sees_the_customers_of_the_absent_only_meanwhile(
    desk: Desk,
) -> None:
    colleague = factories.user(role=Role.SALES_REP, company=desk.company)
    browser = factories.signed_in(colleague)
    page = reverse("customers:detail", args=[desk.customer.pk])
    assert browser.get(page).status_code == 404
    factories.cadence_step(customer=desk.customer, planned_on=TODAY)
    record_absence(
        actor=None,
        company=desk.company,
        user=desk.user,
        from_on=TODAY,
        until_on=TODAY,
        stand_in=colleague,
    )
    assert browser.get(page).status_code == 200
    shown = browser.get(URL).content.decode()
    assert "Suzhou Hengda" in shown
    assert "stand-in goes, tell the customer" in shown
    desk.company.absence_set.update(from_on=days(1), until_on=days(2))  # type: ignore[attr-defined]
    assert browser.get(page).status_code == 404


def test_how_well_the_rep_keeps_to_the_plan(desk: Desk) -> None:
    """Four contacts were due: one on its day, one a day late, one missed, one needless."""
    for ago, done_ago, result in (
        (9, 9, "done"),
        (8, 7, "done"),
        (6, None, "missed"),
        (5, None, "skipped"),
        (40, None, "missed"),
    ):
        step = factories.cadence_step(customer=desk.customer, planned_on=days(-ago))
        done_on = None if done_ago is None else days(-done_ago)
        CadenceStep.objects.filter(pk=step.pk).update(result=result, done_on=done_on)
    for browser in (desk.client, desk.as_role(Role.SALES_MANAGER)):
        (found,) = browser.get(URL).context["adherence"]
        assert (found.rep, found.on_time, found.due) == (desk.rep.name, 1, 3)
    assert desk.as_role(Role.SALES_REP).get(URL).context["adherence"] == []


def test_the_manager_sees_his_team_and_another_rep_nothing(desk: Desk) -> None:
    assert "Suzhou Hengda" in shown_to(desk.as_role(Role.SALES_MANAGER))
    other = shown_to(desk.as_role(Role.SALES_REP))
    assert "Nothing is due today" in other


def test_who_only_reads_is_offered_nothing_to_log(desk: Desk) -> None:
    shown = shown_to(desk.as_role(Role.AUDITOR))
    assert "Suzhou Hengda" in shown
    assert "Log visit" not in shown


def shown_to(client: Client) -> str:
    return client.get(URL).content.decode()


def test_one_or_twenty_five_customers_cost_the_same(desk: Desk) -> None:
    def busy(count: int) -> None:
        for _ in range(count):
            customer = factories.customer(rep=desk.rep)
            factories.overdue_invoice(customer=customer, as_of=TODAY)
            factories.cadence_step(customer=customer, planned_on=TODAY)
            factories.promise(customer=customer, made_on=days(-5), promised_on=TODAY)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            response: Any = desk.client.get(URL)
            assert response.status_code == 200
        return len(queries)

    busy(1)
    cost()
    few = cost()
    busy(23)
    assert cost() == few
