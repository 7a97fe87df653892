"""Bank statements in the browser: list, page, upload and what became of each file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from arcollect.core.models import Company
from arcollect.core.roles import Role
from invoices.models import BankEntry, BankStatement
from tests import factories
from tests.invoices.importers.statements import samples

pytestmark = pytest.mark.django_db
LIST = reverse("invoices:statement_list")
NEW = reverse("invoices:statement_new")


@pytest.fixture
def company() -> Company:
    return factories.company()


@pytest.fixture
def clerk(company: Company) -> Client:
    return factories.signed_in(factories.user(role=Role.FINANCE, company=company))


def upload(client: Client, *files: tuple[str, bytes], **more: object) -> HttpResponse:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(NEW, {"statements": uploads, **more})


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_an_upload_shows_what_became_of_each_file(clerk: Client):
    answer = upload(
        clerk,
        ("day.sta", samples.MT940),
        ("wrong.sta", samples.MT940.replace(b"EUR1337,50", b"EUR1,00")),
        ("sheet.csv", samples.CSV["sheet"].encode()),
    )
    assert answer.status_code == 200
    text = answer.content.decode()
    for said in (
        "day.sta",
        "3, 3 of them new",
        "350<i>.00</i>",
        "makes 1337.50",
        "Refused",
    ):
        assert said in text
    assert BankStatement.objects.count() == 2
    assert BankStatement.objects.first().recorded_by.memberships.exists()


def test_the_same_file_again_is_known(clerk: Client):
    upload(clerk, ("day.sta", samples.MT940))
    answer = upload(clerk, ("again.sta", samples.MT940))
    assert "Known already" in answer.content.decode()
    assert BankEntry.objects.count() == 3


def test_what_is_refused_says_why_and_changes_nothing(clerk: Client):
    answer = upload(clerk, ("notes.csv", b"a,b\n1,2\n"))
    assert answer.status_code == 422
    assert "No profile fits this table" in answer.content.decode()
    assert not BankStatement.objects.exists()
    answer = clerk.post(NEW, {})
    assert answer.status_code == 422


def test_a_profile_is_chosen_or_brought_along(clerk: Client):
    sheet = ("sheet.csv", samples.CSV["sheet"].encode())
    assert "No profile fits" in upload(clerk, sheet, profile="cmb").content.decode()
    broken = SimpleUploadedFile("own.toml", b"nonsense = 1")
    answer = upload(clerk, sheet, own_profile=broken)
    assert answer.status_code == 422
    assert "There is no key" in answer.content.decode()
    assert upload(clerk, sheet, profile="sheet").status_code == 200


def test_list_and_page(clerk: Client):
    upload(clerk, ("day.sta", samples.MT940))
    statement = BankStatement.objects.get()
    listed = page(clerk, LIST)
    assert "CN99DEMO0001234567" in listed
    assert "2 to match" in listed
    shown = page(clerk, reverse("invoices:statement_detail", args=[statement.pk]))
    for said in ("MUSTER MASCHINENBAU GMBH", "REF0001", "BANK FEE", "Paid out"):
        assert said in shown
    assert "day.sta" not in page(clerk, f"{LIST}?q=elsewhere")
    assert "CN99DEMO0001234567" in page(clerk, f"{LIST}?q=0001234567&currency=EUR")


def test_an_empty_list_says_what_to_do(clerk: Client):
    assert "No bank statement is imported yet" in page(clerk, LIST)
    assert "Import statements" in page(clerk, LIST)


def test_who_sees_statements_and_who_imports_them(company: Company):
    entry = factories.bank_line(company=company)
    detail = reverse("invoices:statement_detail", args=[entry.statement_id])
    auditor = factories.signed_in(factories.user(role=Role.AUDITOR, company=company))
    assert auditor.get(detail).status_code == 200
    assert auditor.get(NEW).status_code == 403
    assert "Import statements" not in page(auditor, LIST)
    rep = factories.signed_in(factories.user(role=Role.SALES_REP, company=company))
    assert rep.get(LIST).status_code == 403
    other = factories.user(role=Role.FINANCE, company=factories.company())
    assert factories.signed_in(other).get(detail).status_code == 404
    assert Client().get(LIST).status_code == 302
    assert auditor.post(LIST).status_code == 405


@pytest.mark.parametrize("route", ["statement_list", "statement_detail"])
def test_a_long_list_asks_no_more_questions(
    clerk: Client, company: Company, route: str, django_assert_max_num_queries
):
    entry = factories.bank_line(company=company)
    url = reverse(
        f"invoices:{route}", args=[entry.statement_id] if "detail" in route else []
    )
    clerk.get(url)
    with django_assert_max_num_queries(25) as few:
        clerk.get(url)
    for number in range(2, 51):
        line = factories.bank_line(company=company)
        if "detail" in route:
            BankEntry.objects.create(
                statement=entry.statement,
                company=company,
                position=number,
                booked_on=line.booked_on,
                currency="CNY",
                amount=number,
                fingerprint=f"more-{number}",
            )
    with django_assert_max_num_queries(25) as many:
        clerk.get(url)
    # The second page's link counts the rows, nothing more.
    assert len(many) <= len(few) + 1
