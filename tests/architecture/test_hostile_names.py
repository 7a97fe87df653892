"""Names that are markup stay text: in pages, attributes, JSON islands and refusals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client

from arcollect.core.models import Company, ImportBatch, ImportProfile, User
from arcollect.core.roles import Role
from customers.models import Contact, Customer
from invoices.domain.classes import ReceivableClass
from invoices.models import DocumentDraft, Fact
from invoices.services.approve_override import approve_override
from invoices.services.classify import classify_through
from invoices.services.record_fact import record_fact
from tests import factories
from tests.architecture.asking import asking
from tests.architecture.routes import ROUTES
from tests.architecture.test_route_matrix import address
from tests.architecture.world import Books, World, books_of, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
ASKING = sorted({role for route in ROUTES.values() for role in asking(route.roles)})
every_role = pytest.mark.parametrize("role", ASKING)
# Leaves an attribute, a tag and a JSON island, should any of them take it as it is.
PAYLOAD = "'\"><xss-t onxss=1></script><xss-t>"


class Reader(HTMLParser):
    """Finds what a browser would have taken for markup."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        links = [v or "" for name, v in attrs if name in ("href", "src", "action")]
        if (
            "xss" in tag
            or any("xss" in name for name, _value in attrs)
            or any(link.strip().lower().startswith("javascript:") for link in links)
        ):
            self.found.append(f"<{tag} {attrs}>")


def is_harmless(response: HttpResponse) -> bool:
    if not response.get("Content-Type", "").startswith("text/html"):
        return True
    reader = Reader()
    reader.feed(response.getvalue().decode())
    assert not reader.found
    return True


def hostile(world: World) -> Books:
    """Books of the world's company in which every text is the payload."""
    company = world.own.company
    team = factories.team(company=company, name=PAYLOAD)
    rep = factories.rep(
        company=company, name=PAYLOAD, team=team, user=world.people[Role.SALES_REP]
    )
    manager = world.people[Role.SALES_MANAGER]
    manager.memberships.update(team=team)
    books = books_of(company=company, rep=rep, team=team, name=PAYLOAD)
    customer = books.customer
    Company.objects.filter(pk=company.pk).update(name=PAYLOAD, address=PAYLOAD)
    User.objects.all().update(full_name=PAYLOAD)
    Customer.objects.filter(pk=customer.pk).update(
        region=PAYLOAD, tax_id=PAYLOAD, address=PAYLOAD, phone=PAYLOAD
    )
    Contact.objects.filter(pk=books.contact.pk).update(
        department=PAYLOAD, phone=PAYLOAD, roles=["PAYER"]
    )
    invoice = factories.invoice(
        customer=customer,
        number=PAYLOAD,
        due_on=factories.TODAY - dt.timedelta(days=45),
    )
    payment = factories.payment(customer=customer, reference=PAYLOAD)
    factories.payment(pays=invoice, amount="5.00", reference=f"2{PAYLOAD}")
    note = factories.credit_note(customer=customer, number=PAYLOAD)
    item = invoice.items.get()
    fact = record_fact(
        actor=world.people[Role.FINANCE],
        customer=customer,
        kind=Fact.Kind.INSOLVENCY_SIGNS,
        from_on=factories.TODAY,
        source=PAYLOAD,
        note=PAYLOAD,
    )
    override = approve_override(
        actor=world.people[Role.FINANCE_MANAGER],
        due_item=item,
        cls=ReceivableClass.DEAD,
        from_on=factories.TODAY,
        until_on=factories.TODAY.replace(month=8),
        reason=PAYLOAD,
    )
    ImportProfile.objects.create(company=company, name=PAYLOAD, toml="")
    ImportBatch.objects.filter(pk=books.batch.pk).update(
        profile_name=PAYLOAD,
        state=ImportBatch.State.UPLOADED,
        result={
            "stopped": PAYLOAD,
            "headers": [{"file": PAYLOAD, "header": [PAYLOAD], "rows": [[PAYLOAD]]}],
            "errors": [
                {
                    "file": PAYLOAD,
                    "line": 1,
                    "column": PAYLOAD,
                    "value": PAYLOAD,
                    "reason": PAYLOAD,
                }
            ],
        },
    )
    for draft in DocumentDraft.objects.filter(pk=books.draft.pk):
        lines = [{**line, "description": PAYLOAD} for line in draft.data["lines"]]
        draft.data = {**draft.data, "note": PAYLOAD, "number": PAYLOAD, "lines": lines}
        draft.save()
    classify_through(company=company, as_of=factories.TODAY)
    return replace(
        books,
        invoice=invoice,
        item=item,
        payment=payment,
        credit_note=note,
        fact=fact,
        override=override,
    )


@pytest.fixture
def crawled() -> tuple[World, Books]:
    world = build_world()
    return world, hostile(world)


@every_role
def test_no_page_takes_a_name_for_markup(crawled: tuple[World, Books], role: Role):
    world, books = crawled
    client = factories.signed_in(world.people[role])
    shows = 0

    for name, route in ROUTES.items():
        if role not in asking(route.roles) or "GET" not in route.methods:
            continue
        asked: list[dict[str, str]] = [{}]
        if route.kwargs is None:
            asked += [dict.fromkeys(("q", "next", "sort", "region", "rep"), PAYLOAD)]
        for query in asked:
            response = client.get(address(name, books), query)
            assert is_harmless(response), name
            shows += "xss-t" in response.getvalue().decode("utf-8", "replace")
    # Escaped, the names are there: the crawl has seen them.
    assert shows > 5


@every_role
def test_no_refusal_takes_what_was_typed_for_markup(
    crawled: tuple[World, Books], role: Role
):
    world, books = crawled
    client = factories.signed_in(world.people[role])
    sent = {"amount": PAYLOAD, "seen": PAYLOAD, **_lines()}

    for name, route in ROUTES.items():
        if role not in asking(route.roles) or "POST" not in route.methods:
            continue
        if route.public:
            continue
        if name in {"core:logout", "core:end_other_sessions"}:
            continue
        url = address(name, books)
        page = client.get(url) if "GET" in route.methods else None
        form = page.context.get("form") if page and page.context else None
        typed = dict.fromkeys(form.fields, PAYLOAD) if form else {}
        assert is_harmless(client.post(url, {**sent, **typed})), name


def _lines() -> dict[str, str]:
    return {
        f"{prefix}-{name}": value
        for prefix in ("lines", "terms")
        for name, value in {
            "TOTAL_FORMS": "1",
            "INITIAL_FORMS": "0",
            "0-description": PAYLOAD,
            "0-amount": PAYLOAD,
            "0-type": PAYLOAD,
        }.items()
    }


def test_a_message_of_success_is_text_too(crawled: tuple[World, Books]):
    world, _books = crawled
    client: Client = factories.signed_in(world.people[Role.FINANCE])
    form = {"code": "NEW-1", "name": PAYLOAD, "status": "ACTIVE", "version": "1"}

    response = client.post("/customers/new/", form, follow=True)

    assert response.status_code == 200
    assert is_harmless(response)
    assert "is added" in response.content.decode()
