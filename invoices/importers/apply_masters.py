"""Customers, reps and contracts of an import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from arcollect.core import audit
from arcollect.core.bulk import insert_rows, reserve_ids
from arcollect.core.models import Rep
from arcollect.core.money import from_stored
from customers.models import Contract, Customer, SettlementTerm
from customers.models.customer import search_text_of
from invoices.importers.columns import Kind, column_names
from invoices.importers.plan import count_new
from invoices.importers.staging import CREATED, UPDATED, Staging

if TYPE_CHECKING:
    from invoices.importers.posting import Posting

_CUSTOMER_COLUMNS = (
    "id",
    "company_id",
    "code",
    "name",
    "kind",
    "status",
    "tax_id",
    "language",
    "region",
    "rep_id",
    "email",
    "phone",
    "address",
    "distance_km",
    "search_text",
    "version",
    "created_at",
)
_TEXTS = ("name", "tax_id", "language", "region", "email", "phone", "address")


def write_customers(staging: Staging, posting: Posting) -> None:
    """Insert new customers with their reps, and update those a file corrects."""
    reps = _find_or_make_reps(staging, posting)
    first = reserve_ids(Customer, count_new(staging, "new_customers"))
    insert_rows(
        Customer, _CUSTOMER_COLUMNS, _customer_rows(staging, posting, reps, first)
    )
    staging.execute(
        "INSERT INTO customer_ids SELECT c.code, ? + n.n FROM new_customers n "
        "JOIN customers c ON c.no = n.staged",
        [first - 1],
    )
    _update_customers(staging, posting, reps)


def _find_or_make_reps(staging: Staging, posting: Posting) -> dict[str, int]:
    wanted = [
        row[0]
        for row in staging.query(
            "SELECT DISTINCT salesperson FROM customers "
            "WHERE salesperson IS NOT NULL AND status IN (?, ?) ORDER BY 1",
            [CREATED, UPDATED],
        )
    ]
    if not wanted:
        return {}
    ours = Rep.objects.filter(company=posting.company)
    present = set(ours.values_list("name", flat=True))
    Rep.objects.bulk_create(
        Rep(company=posting.company, name=name)
        for name in wanted
        if name not in present
    )
    return dict(ours.values_list("name", "id"))


def _customer_rows(
    staging: Staging, posting: Posting, reps: dict[str, int], first: int
) -> Iterator[tuple[Any, ...]]:
    company_id, created_at = posting.company.pk, posting.stored_instant
    for n, code, name, tax_id, language, region, rep, *rest in staging.query(
        """SELECT n.n, code, coalesce(name, code), coalesce(tax_id, ''),
                  coalesce(language, ''), coalesce(region, ''), salesperson,
                  coalesce(email, ''), coalesce(phone, ''), coalesce(address, ''),
                  distance_km
           FROM new_customers n JOIN customers c ON c.no = n.staged ORDER BY n.n"""
    ):
        yield (
            first + n - 1,
            company_id,
            code,
            name,
            Customer.Kind.UNKNOWN.value,
            Customer.Status.ACTIVE.value,
            tax_id,
            language,
            region,
            reps[rep] if rep else None,
            *rest,
            search_text_of(code=code, name=name, tax_id=tax_id),
            1,
            created_at,
        )


def _update_customers(staging: Staging, posting: Posting, reps: dict[str, int]) -> None:
    names = column_names(Kind.CUSTOMERS)
    rows = staging.query(
        f"SELECT {', '.join(names)} FROM customers WHERE status = ? ORDER BY code",  # noqa: S608
        [UPDATED],
    ).fetchall()
    for row in rows:
        given = {k: v for k, v in zip(names, row, strict=True) if v is not None}
        customer = Customer.objects.select_related("rep").get(
            company=posting.company, code=given["code"]
        )
        _update_customer(customer, given, posting, reps)


def _update_customer(
    customer: Customer, given: dict[str, Any], posting: Posting, reps: dict[str, int]
) -> None:
    before: dict[str, Any] = {}
    for name in (*_TEXTS, "distance_km"):
        if name in given and given[name] != getattr(customer, name):
            before[name] = getattr(customer, name)
            setattr(customer, name, given[name])
    old_rep = customer.rep.name if customer.rep else ""
    if "salesperson" in given and given["salesperson"] != old_rep:
        before["salesperson"] = old_rep
        customer.rep_id = reps[given["salesperson"]]
    customer.search_text = search_text_of(
        code=customer.code, name=customer.name, tax_id=customer.tax_id
    )
    customer.version += 1
    customer.save()
    audit.record(
        actor=posting.actor,
        action="customers.customer.imported",
        target=customer,
        company=posting.company,
        before=before,
        after={name: given[name] for name in before},
    )


def write_contracts(staging: Staging, posting: Posting) -> None:
    """Insert new contracts with their term, and update those a file corrects."""
    names = column_names(Kind.CONTRACTS)
    columns = ", ".join(f"c.{name}" for name in names)
    rows = staging.query(
        f"""SELECT c.status, i.id, {columns} FROM contracts c
            JOIN customer_ids i ON i.code = c.customer_code
            WHERE c.status IN (?, ?) ORDER BY c.no""",  # noqa: S608
        [CREATED, UPDATED],
    ).fetchall()
    for status, customer_id, *cells in rows:
        given = dict(zip(names, cells, strict=True))
        contract = (
            Contract(company=posting.company, number=given["number"])
            if status == CREATED
            else Contract.objects.get(company=posting.company, number=given["number"])
        )
        _write_contract(contract, given, customer_id, posting)
        if status == CREATED:
            staging.execute(
                "INSERT INTO contract_ids VALUES (?, ?)", [contract.number, contract.pk]
            )


def _write_contract(
    contract: Contract, given: dict[str, Any], customer_id: int, posting: Posting
) -> None:
    is_new = contract.pk is None
    contract.customer_id = customer_id
    contract.currency = given["currency"]
    if given["signed_on"] is not None:
        contract.signed_on = given["signed_on"]
    if given["amount"] is not None:
        contract.amount = from_stored(given["amount"])
    if given["sales_mode"] is not None:
        contract.sales_mode = given["sales_mode"]
    contract.version = 1 if is_new else contract.version + 1
    contract.save()
    if given["term_type"] is not None:
        SettlementTerm.objects.update_or_create(
            contract=contract,
            term_group=1,
            defaults={"type": given["term_type"], "days": given["term_days"]},
        )
    if not is_new:
        audit.record(
            actor=posting.actor,
            action="customers.contract.imported",
            target=contract,
            company=posting.company,
            after={name: value for name, value in given.items() if value is not None},
        )
