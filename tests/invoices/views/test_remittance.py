"""Remittance advices on the screen: paste or upload, check, discard."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from arcollect.core.roles import Role
from invoices.models import RemittanceAdvice
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


@pytest.fixture
def customer():
    return factories.customer()


@pytest.fixture
def browser(customer):
    clerk = factories.user(company=customer.company, role=Role.FINANCE)
    factories.invoice(customer=customer, amount="724.00", number="LY-26-09411")
    return factories.signed_in(clerk)


def send(browser, **data):
    address = reverse("invoices:remittance_new")
    return browser.post(address, {"currency": "CNY", **data}, follow=True)


def workbook():
    book = Workbook()
    book.active.append(["Invoice", "Amount"])
    book.active.append(["LY-26-09411", 724])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("advice.csv", "发票,金额\nLY-26-09411,724.00\n".encode("gb18030"), "gb18030"),
        ("advice.csv", b"Invoice,Amount\nLY-26-09411,724.00\n", ""),
        ("advice.xlsx", workbook(), ""),
    ],
)
def test_an_uploaded_table_is_read_and_checked(
    browser, customer, name, content, encoding
):
    answer = send(browser, file=SimpleUploadedFile(name, content), encoding=encoding)

    advice = RemittanceAdvice.objects.get()
    assert answer.context["advice"] == advice
    assert [(line.number, line.amount) for line in advice.lines.all()] == [
        ("LY-26-09411", 724)
    ]
    checked = browser.post(
        reverse("invoices:remittance_check", args=[advice.pk]),
        {"number-0": "LY-26-09411", "amount-0": "700", "customer": customer.code},
        follow=True,
    )
    assert "Checked" in checked.content.decode()
    advice.refresh_from_db()
    assert (advice.state, advice.total) == ("checked", 700)


def test_what_cannot_be_read_is_said_and_nothing_is_kept(browser):
    assert send(browser).status_code == 422
    answer = send(browser, text="see attachment")
    assert "No line with an invoice number" in answer.content.decode()
    odd = SimpleUploadedFile("advice.exe", b"MZ")
    assert "neither .csv" in send(browser, file=odd).content.decode()
    chinese = SimpleUploadedFile("a.csv", "发票,金额\n".encode("gb18030"))
    assert "not UTF-8" in send(browser, file=chinese).content.decode()
    assert not RemittanceAdvice.objects.exists()


def test_a_line_that_fits_nothing_is_refused_with_what_was_typed(browser):
    send(browser, text="LY-26-09411 724.00")
    advice = RemittanceAdvice.objects.get()

    answer = browser.post(
        reverse("invoices:remittance_check", args=[advice.pk]),
        {"number-0": "LY-26-99999", "amount-0": "724.00"},
    )

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "No open invoice LY-26-99999" in text, answer.context["form"].errors
    assert RemittanceAdvice.objects.get().state == "read"


def test_a_discarded_advice_stays_in_the_list(browser):
    send(browser, text="LY-26-09411 724.00")
    advice = RemittanceAdvice.objects.get()

    answer = browser.post(
        reverse("invoices:remittance_discard", args=[advice.pk]), follow=True
    )

    assert "Discarded" in answer.content.decode()
    assert RemittanceAdvice.objects.get().state == "discarded"


def test_another_company_finds_no_advice(browser):
    send(browser, text="LY-26-09411 724.00")
    advice = RemittanceAdvice.objects.get()
    foreign = factories.signed_in(factories.user(company=factories.company()))

    address = reverse("invoices:remittance_check", args=[advice.pk])
    assert foreign.get(address).status_code == 404
