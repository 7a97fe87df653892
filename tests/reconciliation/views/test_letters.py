"""The list of letters, one letter, and its file."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from reconciliation.models import LetterState
from tests import factories

LIST = reverse("reconciliation:letter_list")


def page(client: Client, url: str, **query) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def detail(letter) -> str:
    return reverse("reconciliation:letter_detail", args=[letter.pk])


def file_of(letter) -> str:
    return reverse("reconciliation:letter_file", args=[letter.pk])


def test_the_list_proves_its_letters_against_the_ledger(clerk, customer):
    letter = factories.letter(customer=customer)
    text = page(clerk, LIST)
    assert letter.number in text
    assert "equal to the cent" in text
    late = factories.customer(company=customer.company)
    factories.invoice(customer=late, amount="9.00", issued_on=dt.date(2026, 5, 2))
    assert "9.00 without a letter" in page(clerk, LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "issued"}, True),
        ({"state": "withdrawn"}, False),
        ({"kind": "reconciliation"}, True),
        ({"kind": "audit_confirmation"}, False),
        ({"cut_off": "2026-05-31"}, True),
        ({"cut_off": "2026-04-30"}, False),
        ({"q": "hengda"}, True),
        ({"q": "DZ-2026"}, True),
        ({"q": "nobody"}, False),
        ({"currency": "CNY"}, True),
    ],
)
def test_filters_narrow_the_list(clerk, customer, query, found):
    letter = factories.letter(customer=customer)
    assert (detail(letter) in page(clerk, LIST, **query)) is found


def test_a_rep_sees_the_letters_of_his_customers_only(customer, rep_user):
    mine = factories.letter(customer=customer)
    other = factories.letter(customer=factories.customer(company=customer.company))
    rep = factories.signed_in(rep_user)
    text = page(rep, LIST)
    assert mine.number in text
    assert other.number not in text
    assert rep.get(detail(other)).status_code == 404
    assert rep.get(file_of(other)).status_code == 404


def test_an_auditor_reads_and_changes_nothing(company, customer):
    letter = factories.letter(customer=customer)
    auditor = factories.signed_in(factories.user(role=Role.AUDITOR, company=company))
    text = page(auditor, detail(letter))
    assert "Withdraw" not in text
    withdraw = reverse("reconciliation:letter_withdraw", args=[letter.pk])
    assert auditor.post(withdraw, {"reason": "x"}).status_code == 403
    assert LetterState.objects.get(letter=letter).state == "issued"


def test_the_page_of_a_letter_shows_what_it_says(clerk, customer):
    letter = factories.letter(customer=customer, kind="")
    text = page(clerk, detail(letter))
    assert "LY-26-09702" in text
    assert letter.ledger_sha256 in text
    assert "2026-07-14" in text


def test_the_file_is_the_same_whenever_it_is_downloaded(clerk, customer):
    letter = factories.letter(customer=customer)
    first = clerk.get(file_of(letter))
    again = clerk.get(file_of(letter))
    assert first["Content-Type"] == "application/pdf"
    assert f'filename="{letter.number}.pdf"' in first["Content-Disposition"]
    assert first["Cache-Control"] == "private, no-store"
    assert first.content == again.content
    assert first.content.startswith(b"%PDF-1.7")


def test_a_damaged_file_is_not_handed_out(clerk, customer):
    letter = factories.letter(customer=customer)
    clerk.get(file_of(letter))
    path = Path(settings.VAR_DIR) / letter.files.get().path
    path.write_bytes(path.read_bytes() + b"\n")
    response = clerk.get(file_of(letter), follow=True)
    assert response.redirect_chain
    assert "was changed" in response.content.decode()


def test_the_list_can_be_taken_along(clerk, customer):
    letter = factories.letter(customer=customer)
    response = clerk.get(LIST, {"export": "csv"})
    content = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    assert letter.number in content.decode("utf-8-sig")


def test_nothing_issued_yet_says_what_to_do(clerk, company):
    assert "No letter is issued yet" in page(clerk, LIST)


def test_hostile_names_stay_text(clerk, company):
    customer = factories.customer(company=company, name="<script>alert(1)</script>")
    letter = factories.letter(customer=customer)
    for url in (LIST, detail(letter)):
        assert "<script>alert(1)" not in page(clerk, url)


def test_withdrawing_asks_first_and_keeps_the_letter(clerk, customer, finance):
    letter = factories.letter(customer=customer)
    url = reverse("reconciliation:letter_withdraw", args=[letter.pk])
    assert "Withdraw letter DZ-2026-000001?" in page(clerk, url)
    refused = clerk.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert LetterState.objects.get(letter=letter).state == "issued"
    done = clerk.post(url, {"reason": "wrong day"}, follow=True)
    assert "wrong day" in done.content.decode()
    state = LetterState.objects.get(letter=letter)
    assert (state.state, state.withdrawn_by) == ("withdrawn", finance)
    again = clerk.post(url, {"reason": "again"})
    assert again.status_code == 422
    assert "not in force" in again.content.decode()


def test_issuing_again_replaces_the_letter(clerk, customer):
    letter = factories.letter(customer=customer)
    factories.invoice(customer=customer, amount="0.50", issued_on=dt.date(2026, 5, 31))
    url = reverse("reconciliation:letter_reissue", args=[letter.pk])
    assert "Issue letter" in page(clerk, url)
    assert clerk.post(url, {"reply_due_on": "2026-07-14"}).status_code == 422
    done = clerk.post(
        url, {"reply_due_on": "2026-07-14", "reason": "an invoice was missing"}
    )
    assert done.status_code == 302
    fresh = type(letter).objects.get(number="DZ-2026-000002")
    assert fresh.supersedes_id == letter.pk
    assert str(fresh.balance) == "1201.0000"
    assert "DZ-2026-000002" in page(clerk, detail(letter))


def test_a_letter_opens_in_every_language(clerk, customer):
    letter = factories.letter(customer=customer, kind="")
    for language in ("en", "zh-hans", "zh-hant"):
        client = clerk
        client.cookies["arcollect_language"] = language
        assert client.get(detail(letter)).status_code == 200


def test_strangers_log_in_first(customer):
    letter = factories.letter(customer=customer)
    for url in (LIST, detail(letter), file_of(letter)):
        assert Client().get(url).status_code == 302


def test_the_pdf_holds_the_attachments(clerk, customer):
    import pikepdf

    letter = factories.letter(customer=customer)
    content = clerk.get(file_of(letter)).content
    with pikepdf.open(io.BytesIO(content)) as document:
        assert set(document.attachments) == {"ledger.csv", "letter.json"}


def test_the_customers_timeline_tells_of_letters(clerk, customer):
    letter = factories.letter(customer=customer)
    text = page(clerk, reverse("customers:detail", args=[customer.pk]))
    assert f"Letter {letter.number}" in text
    assert reverse("reconciliation:customer_letter", args=[customer.pk]) in text


def test_the_customers_page_leads_to_a_letter_for_him(clerk, customer):
    url = reverse("reconciliation:customer_letter", args=[customer.pk])
    response = clerk.get(url, follow=True)
    assert f'value="{customer.code}"' in response.content.decode()
    stranger = factories.customer()
    url = reverse("reconciliation:customer_letter", args=[stranger.pk])
    assert clerk.get(url).status_code == 404


def test_the_list_costs_the_same_at_one_and_at_many_letters(clerk, customer):
    def queries() -> int:
        clerk.get(LIST)
        with CaptureQueriesContext(connection) as found:
            clerk.get(LIST)
        return len(found)

    factories.letter(customer=customer)
    at_one = queries()
    for _ in range(24):
        factories.letter(customer=factories.customer(company=customer.company))
    assert queries() == at_one
