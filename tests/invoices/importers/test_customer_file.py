"""The customer file by file: every field of the form, under the rules of the form."""

from __future__ import annotations

import itertools

import pytest
from django.utils import translation

from arcollect.core.models import AuditEvent
from customers.models import Customer, PaymentProfile
from invoices.importers import apply_masters
from invoices.importers.cells import CellError, parser_of
from invoices.importers.columns import COLUMNS, Kind
from invoices.importers.words import TITLES
from invoices.services import import_ledger
from tests.invoices.importers.books import Import, snapshot

LOADS = pytest.mark.databases
FULL = (
    "code,name,kind,size_class,status,tax_id,country,region,distance_km,language,"
    "parent_code,legal_representative,established_on,invoice_bank,closing_day,bank,"
    "bank_closing_day,transfer_days,approval_steps\n"
    "D002,Donghai Store,store,small,ACTIVE,91310000MA1,CN,East,35,zh_Hans,D001,"
    "Gu Wei,2019-05-01,ICBC 6222,25,ICBC,28,3,2\n"
    "D001,Donghai Group,dealer,large,,,china,East,,en,,,,,,,,,\n"
)


@LOADS
def test_every_field_of_the_file_comes_in_whatever_the_order(load: Import) -> None:
    result = load({"customers.csv": FULL})
    assert (result.status, result.errors, result.json["created"]) == (0, [], 2)
    store = Customer.objects.get(code="D002")
    group = Customer.objects.get(code="D001")
    assert (store.kind, store.size_class, store.status) == ("store", "small", "ACTIVE")
    assert (store.parent, store.country, group.country) == (group, "CN", "CN")
    assert (store.distance_km, store.language) == (35, "zh-hans")
    assert (store.legal_representative, str(store.established_on)) == (
        "Gu Wei",
        "2019-05-01",
    )
    profile = PaymentProfile.objects.get()
    assert profile.customer == store
    assert (profile.closing_day, profile.bank, profile.bank_closing_day) == (
        25,
        "ICBC",
        28,
    )
    assert (profile.transfer_days, profile.approval_steps) == (3, 2)
    assert (profile.budget, profile.pay_weekdays, profile.portal) == ("", [], "")


@LOADS
def test_the_same_file_again_changes_nothing(load: Import) -> None:
    load({"customers.csv": FULL})
    before, profile = snapshot(), list(PaymentProfile.objects.values())
    assert load({"customers.csv": FULL}).json["unchanged"] == 2
    assert (snapshot(), list(PaymentProfile.objects.values())) == (before, profile)


@LOADS
def test_absent_columns_and_empty_cells_leave_what_is_stored(load: Import) -> None:
    load({"customers.csv": FULL})
    load({"customers.csv": "code,name,closing_day,parent_code\nD002,Donghai 2,,\n"})
    store = Customer.objects.get(code="D002")
    assert (store.name, store.kind, str(store.parent)) == (
        "Donghai 2",
        "store",
        "Donghai Group",
    )
    assert PaymentProfile.objects.get().closing_day == 25


@LOADS
def test_changes_are_listed_and_audited(load: Import) -> None:
    load({"customers.csv": FULL})
    result = load(
        {"customers.csv": "code,status,closing_day\nD002,SUSPENDED,20\nD001,,15\n"}
    )
    assert (result.status, result.json["updated"]) == (0, 2)
    assert len(result.warnings) == 3
    store = Customer.objects.get(code="D002")
    assert (store.status, store.payment_profile.closing_day) == ("SUSPENDED", 20)
    assert PaymentProfile.objects.get(customer__code="D001").closing_day == 15
    event = AuditEvent.objects.get(action="customers.customer.imported")
    assert (event.before, event.after) == (
        {"status": "ACTIVE"},
        {"status": "SUSPENDED"},
    )
    assert AuditEvent.objects.filter(action="customers.paymentprofile.edited").exists()
    assert AuditEvent.objects.filter(action="customers.paymentprofile.added").exists()


@LOADS
@pytest.mark.parametrize(
    "text",
    [
        (
            "客户编码,客户名称,客户类型,企业规模,状态,国家或地区,集团总部,每月扎账日,开户行\n"
            "D1,澜悦,经销商,大型企业,正常,中国,,25,工商银行\nD2,东海,终端门店,微型企业,暂停,中国,D1,,\n"
        ),
        (
            "客戶編號,客戶名稱,客戶類型,企業規模,狀態,國家或地區,集團總部,每月關帳日,開戶銀行\n"
            "D1,瀾悅,經銷商,大型企業,正常,中國,,25,臺灣銀行\nD2,東海,零售門市,微型企業,暫停,中國,D1,,\n"
        ),
    ],
)
def test_chinese_titles_and_words_need_no_mapping(load: Import, text: str) -> None:
    result = load({"名单.csv": text})
    assert (result.status, result.errors, result.warnings) == (0, [], [])
    dealer, store = Customer.objects.order_by("code")
    assert (dealer.kind, dealer.size_class, dealer.country) == ("dealer", "large", "CN")
    assert (store.kind, store.size_class, store.status) == (
        "store",
        "micro",
        "SUSPENDED",
    )
    assert (store.parent, dealer.payment_profile.closing_day) == (dealer, 25)


REFUSED = {
    "kind": ("code,kind\nD1,shop\n", "kind", "one of: dealer"),
    "size": ("code,size_class\nD1,huge\n", "size_class", "one of: large"),
    "country": ("code,country\nD1,Atlantis\n", "country", "no country"),
    "day 0": ("code,closing_day\nD1,0\n", "closing_day", "from 1 to 31"),
    "day 32": ("code,bank_closing_day\nD1,32\n", "bank_closing_day", "limit of 31"),
    "slow": ("code,transfer_days\nD1,61\n", "transfer_days", "limit of 60"),
    "unknown head": ("code,parent_code\nD1,D9\n", "parent_code", "no customer"),
    "own head": ("code,parent_code\nD1,D1\n", "parent_code", "their own group"),
    "back from closed": ("code,status\nOLD,ACTIVE\n", "customer_status", "Closed"),
    "head under another": ("code,parent_code\nHEAD,D1\nD1,\n", "parent_code", "MEMBER"),
    "under a member": ("code,parent_code\nD1,MEMBER\n", "parent_code", "HEAD"),
    "two levels": ("code,parent_code\nA,\nB,A\nC,B\n", "parent_code", "group of A"),
}


@LOADS
@pytest.mark.parametrize("case", REFUSED)
def test_what_the_form_refuses_a_file_does_not_get_in(load: Import, case: str) -> None:
    load(
        {
            "customers.csv": "code,parent_code,status\nHEAD,,\nMEMBER,HEAD,\nOLD,,CLOSED\n"
        }
    )
    before = snapshot()
    text, column, word = REFUSED[case]
    result = load({"customers.csv": text})
    (problem,) = result.errors
    assert problem["column"].replace("status", "customer_status").endswith(column)
    assert word in problem["reason"]
    assert snapshot() == before


@LOADS
def test_a_circle_is_refused_at_each_of_its_rows(load: Import) -> None:
    two = load({"customers.csv": "code,parent_code\nA,B\nB,A\n"})
    assert [problem["line"] for problem in two.errors] == [2, 3]
    assert "each be the head of the other" in two.reasons()
    three = load({"customers.csv": "code,parent_code\nA,B\nB,C\nC,A\n"})
    assert [problem["line"] for problem in three.errors] == [2, 3, 4]
    assert not Customer.objects.exists()


@LOADS
def test_a_group_may_move_as_a_whole(load: Import) -> None:
    load({"customers.csv": "code,parent_code\nHEAD,\nONE,HEAD\n"})
    moved = "code,parent_code\nHEAD,NEW\nONE,NEW\nNEW,\n"
    assert load({"customers.csv": moved}).errors == []
    assert set(
        Customer.objects.exclude(parent=None).values_list("code", "parent__code")
    ) == {("HEAD", "NEW"), ("ONE", "NEW")}


@LOADS
def test_two_titles_of_one_column_are_refused(load: Import) -> None:
    result = load({"customers.csv": "code,name,客户名称\nD1,a,b\n"})
    assert "names this column twice" in result.reasons()


@LOADS
def test_an_invoice_list_with_chinese_titles_is_no_customer_file(load: Import) -> None:
    result = load({"清单.csv": "发票号,客户编码,开票日期,到期日,币种,金额,余额\n"})
    assert "Neither the name nor the header" in result.reasons()


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
@pytest.mark.parametrize(
    ("column", "choices"),
    [
        ("kind", Customer.Kind),
        ("size_class", Customer.SizeClass),
        ("customer_status", Customer.Status),
    ],
)
def test_every_word_of_the_screens_is_understood(column, choices, language) -> None:
    parse = parser_of(
        next(each for each in COLUMNS[Kind.CUSTOMERS] if each.name == column)
    )
    with translation.override(language):
        for value, label in choices.choices:
            if value:
                assert parse(str(label)) == value
    with pytest.raises(CellError):
        parse("?")


def test_no_title_means_two_columns() -> None:
    for kind, columns in TITLES.items():
        names = {column.name for column in COLUMNS[Kind(kind)]}
        assert set(columns) <= names
        titles = [title.casefold() for title in itertools.chain(*columns.values())]
        assert len(titles) == len(set(titles))
        assert not set(titles) & names, kind


@LOADS
def test_a_group_made_meanwhile_is_never_of_two_levels(
    load: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody hangs the head under another between the check and the posting."""
    load({"customers.csv": "code\nTOP\nHEAD\nONE\n"})
    lock = import_ledger.lock_imports

    def meanwhile(company_id: int) -> None:
        lock(company_id)
        top = Customer.objects.get(code="TOP")
        Customer.objects.filter(code="HEAD").update(parent=top)

    monkeypatch.setattr(import_ledger, "lock_imports", meanwhile)
    text = {"customers.csv": "code,parent_code\nONE,HEAD\n"}
    assert "books changed" in load(text).reasons()
    assert not Customer.objects.filter(parent__parent__isnull=False).exists()
    # Control: without the guard the second level would be written.
    monkeypatch.setattr(apply_masters, "_hold_groups", lambda _staging: None)
    assert load(text).status == 0
    assert Customer.objects.filter(parent__parent__isnull=False).exists()
