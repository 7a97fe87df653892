"""Choosing letters, the control total, issuing, and how far a run is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from arcollect.core.roles import Role
from invoices.services.record_payment import record_payment
from reconciliation.models import ConfirmationLetter, LetterRun
from reconciliation.services.work_on_run import resume_runs, work_on_run
from tests import factories

NEW = reverse("reconciliation:letter_new")
RUNS = reverse("reconciliation:letter_run_list")
ASKED = {
    "cut_off": "2026-05-31",
    "who": "all",
    "reply_due_on": "2026-07-14",
    "ledger_from": "2026-04-01",
}


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    """Runs wait until a test works on them."""
    from reconciliation.services import start_run, work_on_run

    for module in (start_run, work_on_run):
        monkeypatch.setattr(module, "wake_worker", lambda _run: None)


def asked(**changed) -> dict[str, str]:
    return {**ASKED, "request_key": "k" * 32, **changed}


def test_the_form_proposes_last_month_and_ten_working_days(clerk, customer):
    text = clerk.get(NEW).content.decode()
    assert 'value="2026-05-31"' in text
    assert 'value="2026-04-01"' in text
    assert 'value="2026-07-14"' in text


def test_what_would_be_issued_is_shown_and_nothing_is_done(clerk, customer):
    response = clerk.get(NEW, ASKED)
    text = response.content.decode()
    assert response.status_code == 200
    assert "1 letter would be issued" in text
    assert "equal to the cent" in text
    assert "Reconciliation and demand" in text
    assert not ConfirmationLetter.objects.exists()
    assert not LetterRun.objects.exists()


def test_money_of_unknown_senders_stands_beside_the_letters(clerk, customer):
    record_payment(
        actor=None,
        company=customer.company,
        customer=None,
        reference="unknown",
        received_on=dt.date(2026, 5, 3),
        currency="CNY",
        amount=Decimal("0.50"),
    )
    text = clerk.get(NEW, ASKED).content.decode()
    assert "equal to the cent" in text
    (control,) = clerk.get(NEW, ASKED).context["plan"].controls
    assert (control.in_letters, control.unnamed) == (
        Decimal("1200.50"),
        Decimal("0.50"),
    )
    assert control.ledger == Decimal("1200.00")


def test_issuing_makes_a_run_that_a_worker_works_off(clerk, customer):
    other = factories.customer(company=customer.company)
    factories.invoice(customer=other, issued_on=dt.date(2026, 5, 20))
    response = clerk.post(NEW, asked())
    run = LetterRun.objects.get()
    assert response.url == reverse("reconciliation:letter_run", args=[run.pk])
    waiting = clerk.get(response.url).content.decode()
    assert "Waiting for a worker" in waiting
    assert "goes on if you close" in waiting
    assert work_on_run(run.pk) is not None
    done = clerk.get(response.url).content.decode()
    assert "DZ-2026-000001" in done
    assert "DZ-2026-000002" in done
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == ("done", 2, 2)
    kinds = ConfirmationLetter.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["demand_reconciliation", "reconciliation"]
    assert all(letter.files.exists() for letter in ConfirmationLetter.objects.all())


def test_a_second_click_starts_no_second_run(clerk, customer):
    clerk.post(NEW, asked())
    again = clerk.post(NEW, asked())
    assert again.status_code == 302
    assert LetterRun.objects.count() == 1


def test_a_run_whose_worker_died_goes_on_where_it_stopped(clerk, customer):
    other = factories.customer(company=customer.company)
    factories.invoice(customer=other, issued_on=dt.date(2026, 5, 20))
    clerk.post(NEW, asked())
    run = LetterRun.objects.get()
    # One letter was issued when the process was killed.
    first = factories.letters.issue_letter(
        actor=None,
        company=customer.company,
        customer=customer,
        currency="CNY",
        order=factories.letter_order(),
        run=run,
    )
    long_ago = run.created_at - dt.timedelta(hours=1)
    LetterRun.objects.filter(pk=run.pk).update(
        state="running", state_changed_at=long_ago
    )
    assert resume_runs() == 1
    work_on_run(run.pk)
    assert ConfirmationLetter.objects.filter(run=run).count() == 2
    assert first.files.exists()
    run.refresh_from_db()
    assert (run.state, run.done) == ("done", 2)


def test_a_run_under_way_is_left_to_its_worker(clerk, customer):
    clerk.post(NEW, asked())
    run = LetterRun.objects.get()
    LetterRun.objects.update(state="running")
    assert resume_runs() == 0
    assert work_on_run(run.pk) is None
    assert not ConfirmationLetter.objects.exists()


def test_what_cannot_be_issued_is_listed_with_its_reason(clerk, customer):
    clerk.post(NEW, asked())
    run = LetterRun.objects.get()
    factories.letter(customer=customer, kind="")
    work_on_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, len(run.refused)) == ("done", 0, 1)
    url = reverse("reconciliation:letter_run", args=[run.pk])
    assert "already has such a letter" in clerk.get(url).content.decode()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"cut_off": ""}, "required"),
        ({"cut_off": "2026-07-31"}, "after the issue date"),
        ({"who": "one"}, "Name the customer"),
        ({"who": "one", "customer": "nobody at all"}, "No customer has"),
        ({"reply_due_on": ""}, "required"),
        ({"least": "1,25"}, "“1,25”"),
    ],
)
def test_bad_input_says_why_and_starts_nothing(clerk, customer, changed, why):
    response = clerk.post(NEW, asked(**changed))
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not LetterRun.objects.exists()


def test_one_customer_can_be_chosen_by_name(clerk, customer):
    other = factories.customer(company=customer.company, name="Hefei Bairun")
    factories.invoice(customer=other, issued_on=dt.date(2026, 5, 20))
    clerk.post(NEW, asked(who="one", customer="bairun"))
    assert LetterRun.objects.get().scope == [[other.pk, "CNY"]]


def test_a_customer_without_an_account_to_pay_to_is_left_out(clerk, customer):
    customer.company.bank_accounts.update(is_active=False)
    text = clerk.get(NEW, ASKED).content.decode()
    assert "0 letters would be issued" in text
    assert "no bank account in this currency" in text


def test_sales_may_not_issue(company, customer, rep_user):
    rep = factories.signed_in(rep_user)
    assert rep.get(NEW).status_code == 403
    assert rep.post(NEW, asked()).status_code == 403
    assert rep.get(RUNS).status_code == 403
    assert not LetterRun.objects.exists()


def test_runs_of_another_company_do_not_exist(clerk, customer):
    stranger = factories.customer()
    run = factories.letters.letter_run(customer=stranger)
    for name in ("letter_run", "letter_run_progress"):
        url = reverse(f"reconciliation:{name}", args=[run.pk])
        assert clerk.get(url).status_code == 404


def test_strangers_log_in_first(customer):
    for url in (NEW, RUNS):
        assert Client().get(url).status_code == 302


def test_the_progress_bar_loads_the_page_again_when_it_is_done(clerk, customer):
    clerk.post(NEW, asked())
    run = LetterRun.objects.get()
    url = reverse("reconciliation:letter_run_progress", args=[run.pk])
    under_way = clerk.get(url, headers={"HX-Request": "true"})
    assert "HX-Redirect" not in under_way
    work_on_run(run.pk)
    done = clerk.get(url, headers={"HX-Request": "true"})
    assert done["HX-Redirect"].endswith(f"/runs/{run.pk}/")


def test_a_finance_manager_may_issue(company, customer):
    manager = factories.user(role=Role.FINANCE_MANAGER, company=company)
    assert factories.signed_in(manager).get(NEW).status_code == 200
