"""One person, roles in three companies: no page of one ever shows or moves another.

What a person may see spans all his companies; every page must also keep to the one he
chose.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from arcollect.core.models import (
    Company,
    ImportProfile,
    Membership,
    NumberSeries,
    Rep,
    User,
)
from arcollect.core.numbers import PREFIXES
from arcollect.core.roles import Role
from customers.models import Contact, Contract, Customer
from invoices.models import (
    Allocation,
    CreditNote,
    DocumentDraft,
    Invoice,
    Payment,
)
from tests import factories
from tests.architecture.asking import asking
from tests.architecture.matching_rows import write_matching
from tests.architecture.routes import ROUTES
from tests.architecture.test_route_matrix import REFUSED, address, send
from tests.architecture.world import Books, books_of, nothing_written

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
ASKING = sorted({role for route in ROUTES.values() for role in asking(route.roles)})
every_role = pytest.mark.parametrize("role", ASKING)
FRAGMENT = "Zxqv"


@dataclass(frozen=True)
class Worker:
    """`user` works in all three companies; his browser shows the one of `home`."""

    user: User
    client: Client
    home: Books
    second: Books
    third: Books

    @property
    def away(self) -> tuple[Books, Books]:
        return self.second, self.third


def worker(role: Role) -> Worker:
    """`role` in the first two companies, sales rep in the third."""
    # The company he does not look at is the older one: the one shown by default.
    second = factories.company(name="Zxqvsecond Holding")
    home = factories.company(name="Home Holding")
    third = factories.company(name="Zxqvthird Holding")
    user = factories.user(role=role, company=second, username="many.hats")
    Membership.objects.create(user=user, company=home, role=role)
    Membership.objects.create(user=user, company=third, role=Role.SALES_REP)
    client = factories.signed_in(user)
    client.post("/company/", {"company": home.pk})
    return Worker(
        user=user,
        client=client,
        home=_books(user, home, "Home"),
        second=_books(user, second, "Zxqvsecond"),
        third=_books(user, third, "Zxqvthird"),
    )


def _books(user: User, company: Company, name: str) -> Books:
    """Books that the user sees, whatever his role in the company is."""
    team = factories.team(company=company, name=f"{name} team")
    Membership.objects.filter(user=user, company=company).update(team=team)
    _number_apart(company)
    rep = factories.rep(company=company, name=f"{name} rep", team=team, user=user)
    books = books_of(company=company, rep=rep, team=team, name=f"{name} Trading")
    write_matching(books)
    ImportProfile.objects.create(company=company, name=f"{name} profile", toml="")
    Customer.objects.filter(pk=books.customer.pk).update(region=f"{name} region")
    for person in User.objects.filter(memberships__company=company).exclude(pk=user.pk):
        User.objects.filter(pk=person.pk).update(full_name=f"{name} person {person.pk}")
    return books


def _number_apart(company: Company) -> None:
    """Every company numbers from one: here each from its own number, to tell whose."""
    for kind in PREFIXES:
        NumberSeries.objects.create(
            company=company,
            kind=kind,
            year=factories.TODAY.year,
            next_value=company.pk * 1000 + 1,
        )


def secrets_of(books: Books) -> set[str]:
    """What shows up on a page only if a row of these books does."""
    return {
        books.customer.name,
        books.customer.code,
        books.rep.name,
        books.team.name,
        books.contact.name,
        books.contract.number,
        books.import_file.name,
        books.bill.number,
        books.decision.number,
        books.deduction.number,
        books.movement.number,
        books.letter.number,
        books.order.number,
        books.commission_statement.number,
        books.campaign.name,
        books.prize.name,
        books.distribution.region,
        f"{books.rep.name.split()[0]} profile",
        f"{books.rep.name.split()[0]} region",
        f"{books.rep.name.split()[0]} person",
        *(
            str(number)
            for model, field in (
                (Invoice, "number"),
                (CreditNote, "number"),
                (Payment, "reference"),
            )
            for number in model.objects.filter(company=books.company).values_list(
                field, flat=True
            )
        ),
    }


def content(response: HttpResponse) -> str:
    body = response.getvalue()
    if "openxmlformats" in response.get("Content-Type", ""):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", errors="replace")


def is_page(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("text/html")


def questions(found: Worker, name: str) -> list[dict[str, object]]:
    """The page, its exports, and everything that could name another company's rows."""
    asked: list[dict[str, object]] = [{}, {"export": "csv"}]
    if ROUTES[name].kwargs is not None:
        return asked
    asked += [{"export": "xlsx"}, {"q": FRAGMENT}, {"q": FRAGMENT, "export": "csv"}]
    for books in found.away:
        keys = {
            "customer": books.customer.pk,
            "rep": books.rep.pk,
            "team": books.team.pk,
            "actor": books.user.pk,
            "company": books.company.pk,
        }
        asked += [keys, {**keys, "export": "csv"}, {"customer": books.customer.pk}]
    return asked


@every_role
def test_no_page_shows_anything_of_the_other_companies(role: Role):
    found = worker(role)
    hidden = secrets_of(found.second) | secrets_of(found.third)
    at_home, seen = secrets_of(found.home), set[str]()

    for name, route in ROUTES.items():
        if "GET" not in route.methods or role not in asking(route.roles):
            continue
        url = address(name, found.home)
        # A person's own page says in which team of each company he is.
        own = set() if name != "core:profile" else {b.team.name for b in found.away}
        exports = True
        for query in questions(found, name):
            if "export" in query and not exports:
                continue
            response = found.client.get(url, query)
            if query == {"export": "csv"}:
                # A page that answers with a page has no export to ask for again.
                exports = not is_page(response)
            shown = content(response)
            assert not [text for text in hidden - own if text in shown], (name, query)
            seen |= {text for text in at_home if text in shown}
    # The same strings do show where they belong, so their absence means something.
    assert found.home.rep.name in seen
    if role != Role.ADMINISTRATOR:
        assert found.home.customer.name in seen
        assert found.home.invoice.number in seen


@every_role
def test_objects_of_the_other_companies_do_not_exist(role: Role):
    found = worker(role)

    for name, route in ROUTES.items():
        # A public page is opened by a code that nobody guesses, whoever asks.
        if route.kwargs is None or route.public:
            continue
        allowed = (404,) if role in route.roles else REFUSED
        for books in found.away:
            for method in route.methods:
                with nothing_written():
                    response = send(found.client, method, address(name, books))
                assert response.status_code in allowed, (name, method)


def test_the_chosen_company_opens_them_again():
    found = worker(Role.FINANCE)
    found.client.post("/company/", {"company": found.second.company.pk})

    page = found.client.get(f"/customers/{found.second.customer.pk}/")

    assert page.status_code == 200
    assert found.client.get(f"/customers/{found.home.customer.pk}/").status_code == 404


def test_a_file_of_another_companys_import_is_not_found_under_ones_own():
    found = worker(Role.FINANCE)
    url = f"/invoices/imports/{found.home.batch.pk}/errors"

    for books in found.away:
        assert found.client.get(f"{url}/{books.import_file.pk}/").status_code == 404


LINE = {
    "lines-TOTAL_FORMS": "1",
    "lines-INITIAL_FORMS": "0",
    "lines-0-description": "Fridge",
    "lines-0-amount": "10.00",
}
DOCUMENT = {
    "currency": "CNY",
    "issued_on": "2026-06-30",
    "due_on": "2026-07-30",
    "received_on": "2026-06-30",
    "amount": "10.00",
    "reason": CreditNote.Reason.RETURN,
    "reference": "R-1",
    "method": Payment.Method.TRANSFER,
    **LINE,
}


@pytest.mark.parametrize("kind", ["new", "credit-notes/new", "payments/new"])
def test_no_document_is_written_for_a_customer_of_another_company(kind: str):
    found = worker(Role.FINANCE)

    for books in found.away:
        for said in (books.customer.code, books.customer.name):
            with nothing_written():
                response = found.client.post(
                    f"/invoices/{kind}/", {**DOCUMENT, "customer": said}
                )
            assert response.status_code == 422, said
            assert books.customer.name not in content(response) or (
                said == books.customer.name
            )


def test_no_invoice_is_written_under_a_contract_of_another_company():
    found = worker(Role.FINANCE)
    own = {**DOCUMENT, "customer": found.home.customer.code}

    for books in found.away:
        for url in (
            "/invoices/new/",
            f"/invoices/drafts/{found.home.draft.pk}/invoice/",
        ):
            with nothing_written():
                response = found.client.post(
                    url, {**own, "contract": books.contract.pk}
                )
            assert response.status_code == 422, url
    assert found.client.post("/invoices/new/", own).status_code == 302


def test_a_customer_is_given_no_rep_of_another_company():
    found = worker(Role.FINANCE)
    form = {"code": "K-1", "name": "New", "kind": "DEALER", "status": "ACTIVE"}
    form |= {"version": "1"}
    rep = found.home.customer.rep_id

    for books in found.away:
        for url in ("/customers/new/", f"/customers/{found.home.customer.pk}/edit/"):
            with nothing_written():
                response = found.client.post(url, {**form, "rep": books.rep.pk})
            assert response.status_code == 422, url
            assert "rep" in response.context["form"].errors
    assert Customer.objects.get(pk=found.home.customer.pk).rep_id == rep


def test_money_is_allocated_to_no_item_of_another_company():
    found = worker(Role.FINANCE)
    before = Allocation.objects.count()

    for books in found.away:
        for kind, source in (
            ("payments", found.home.payment),
            ("credit-notes", found.home.credit_note),
        ):
            with nothing_written():
                found.client.post(
                    f"/invoices/{kind}/{source.pk}/allocate/",
                    {f"amount-{books.item.pk}": "1.00", "post": "1"},
                )
    assert Allocation.objects.count() == before


def test_people_of_another_company_are_put_nowhere():
    found = worker(Role.ADMINISTRATOR)
    home = found.home
    person = {"full_name": "New", "role": Role.SALES_REP, "language": "en"}
    before = (User.objects.count(), Rep.objects.get(pk=home.rep.pk).team_id)

    for books in found.away:
        for url, form in (
            ("/users/new/", {**person, "username": "new", "team": books.team.pk}),
            (f"/users/{home.user.pk}/edit/", {**person, "team": books.team.pk}),
            (f"/sales-reps/{home.rep.pk}/", {"team": books.team.pk}),
            (f"/sales-reps/{home.rep.pk}/", {"user": books.user.pk}),
        ):
            with nothing_written():
                response = found.client.post(url, form)
            assert response.status_code == 200, url
            assert response.context["form"].errors, url
    assert before == (User.objects.count(), Rep.objects.get(pk=home.rep.pk).team_id)


def test_a_saved_mapping_of_another_company_is_not_offered():
    found = worker(Role.FINANCE)
    url = f"/invoices/imports/{found.home.batch.pk}/mapping/"

    for saved in ImportProfile.objects.exclude(company=found.home.company):
        with nothing_written():
            response = found.client.post(url, {"profile": saved.name})
        assert response.status_code == 422


def test_nobody_switches_to_a_company_he_has_no_role_in():
    found = worker(Role.FINANCE)
    foreign = factories.company(name="Nobody's")

    with nothing_written():
        response = found.client.post("/company/", {"company": foreign.pk})

    assert response.status_code == 404
    assert found.client.get(f"/customers/{found.home.customer.pk}/").status_code == 200


def test_the_kept_rows_are_all_there():
    """The books above hold what the tests look for."""
    found = worker(Role.FINANCE)

    for books in (found.home, *found.away):
        for model in (Customer, Contact, Contract, Invoice, Payment, DocumentDraft):
            assert model.objects.filter(company=books.company).exists(), model
