"""Customers, reps and contracts of an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from arcollect.core import audit
from arcollect.core.bulk import in_chunks, insert_rows, reserve_ids
from arcollect.core.models import Rep
from arcollect.core.money import from_stored
from customers.models import Contract, Customer, PaymentProfile, SettlementTerm
from customers.models.customer import search_text_of
from customers.services.save_payment_profile import keep_payment_profile
from customers.services.versions import ChangedMeanwhileError
from invoices.importers.columns import PROFILE_COLUMNS, Kind, column_names
from invoices.importers.known import KEYS
from invoices.importers.plan import count_new
from invoices.importers.posting import BooksMovedError
from invoices.importers.staging import CREATED, UPDATED, Staging

if TYPE_CHECKING:
    from invoices.importers.posting import Posting

# Columns of the file that are the customer's own, with what an empty one becomes.
_OWN: tuple[tuple[str, Any], ...] = (
    ("name", ""),
    ("tax_id", ""),
    ("language", ""),
    ("region", ""),
    ("email", ""),
    ("phone", ""),
    ("address", ""),
    ("distance_km", None),
    ("kind", Customer.Kind.UNKNOWN.value),
    ("size_class", Customer.SizeClass.UNKNOWN.value),
    ("customer_status", Customer.Status.ACTIVE.value),
    ("country", ""),
    ("legal_representative", ""),
    ("registered_address", ""),
    ("established_on", None),
    ("invoice_bank", ""),
)
# What the customer's field is called, where the file says it otherwise.
_FIELDS = {"customer_status": "status"}
_PROFILE_DEFAULTS = {"bank": "", "invoice_requirements": ""}
_NEW_CUSTOMERS = "new_customers n JOIN customers c ON c.no = n.staged"


def write_customers(staging: Staging, posting: Posting) -> None:
    """Insert new customers with their reps, and update those a file corrects.

    Raises `BooksMovedError` where somebody changed the groups since the check.
    """
    reps = _find_or_make_reps(staging, posting)
    first = reserve_ids(Customer, count_new(staging, "new_customers"))
    staging.execute(
        f"INSERT INTO customer_ids SELECT c.code, ? + n.n FROM {_NEW_CUSTOMERS}",  # noqa: S608
        [first - 1],
    )
    names = tuple(_FIELDS.get(name, name) for name, _default in _OWN)
    fixed = ("company_id", "search_text", "version", "created_at")
    insert_rows(
        Customer,
        ("id", "code", "rep_id", "parent_id", *names, *fixed),
        _customer_rows(staging, posting, reps),
    )
    _write_profiles(staging, posting)
    _update_customers(staging, posting, reps)
    _hold_groups(staging)


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
    staging: Staging, posting: Posting, reps: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    company_id, created_at = posting.company.pk, posting.stored_instant
    names = ", ".join(f"c.{name}" for name, _default in _OWN)
    defaults = [default for _name, default in _OWN]
    for key, parent, code, tax_id, name, rep, *rest in staging.query(
        f"""SELECT i.id, p.id, c.code, c.tax_id, c.name, c.salesperson, {names}
            FROM {_NEW_CUSTOMERS} JOIN customer_ids i ON i.code = c.code
            LEFT JOIN customer_ids p ON p.code = c.parent_code ORDER BY n.n"""  # noqa: S608
    ):
        own = [
            default if value is None else value
            for value, default in zip(rest, defaults, strict=True)
        ]
        own[0] = own[0] or code
        search = search_text_of(code=code, name=name or code, tax_id=tax_id or "")
        rep_id = reps[rep] if rep else None
        fixed = (company_id, search, 1, created_at)
        yield (key, code, rep_id, parent, *own, *fixed)


def _write_profiles(staging: Staging, posting: Posting) -> None:
    """How new customers pay, of those whose rows say anything of it."""
    names = ", ".join(f"c.{name}" for name in PROFILE_COLUMNS)
    rows = staging.query(
        f"""SELECT i.id, {names} FROM {_NEW_CUSTOMERS}
            JOIN customer_ids i ON i.code = c.code
            WHERE coalesce({names}) IS NOT NULL ORDER BY n.n"""  # noqa: S608
    )
    defaults = [_PROFILE_DEFAULTS.get(name) for name in PROFILE_COLUMNS]
    unsaid = ("funds_note", "portal")
    insert_rows(
        PaymentProfile,
        ("customer_id", *PROFILE_COLUMNS, "company_id", *unsaid),
        (
            (
                key,
                *(
                    default if value is None else value
                    for value, default in zip(said, defaults, strict=True)
                ),
                posting.company.pk,
                *("" for _name in unsaid),
            )
            for key, *said in rows
        ),
    )


def _update_customers(staging: Staging, posting: Posting, reps: dict[str, int]) -> None:
    names = column_names(Kind.CUSTOMERS)
    rows = staging.query(
        f"""SELECT p.id, {", ".join(f"c.{name}" for name in names)} FROM customers c
            LEFT JOIN customer_ids p ON p.code = c.parent_code
            WHERE c.status = ? ORDER BY c.code""",  # noqa: S608
        [UPDATED],
    ).fetchall()
    for parent_id, *row in rows:
        given = {k: v for k, v in zip(names, row, strict=True) if v is not None}
        customer = Customer.objects.select_related("rep", "parent").get(
            company=posting.company, code=given["code"]
        )
        _update_customer(customer, given, posting, reps, parent_id)
        _update_profile(customer, given, posting)


def _update_customer(
    customer: Customer,
    given: dict[str, Any],
    posting: Posting,
    reps: dict[str, int],
    parent_id: int | None,
) -> None:
    before: dict[str, Any] = {}
    for name, _default in _OWN:
        field = _FIELDS.get(name, name)
        old = _as_staged(getattr(customer, field))
        if name in given and given[name] != old:
            before[field] = old
            setattr(customer, field, given[name])
    old_rep = customer.rep.name if customer.rep else ""
    if "salesperson" in given and given["salesperson"] != old_rep:
        before["salesperson"] = old_rep
        customer.rep_id = reps[given["salesperson"]]
    old_head = customer.parent.code if customer.parent else ""
    if "parent_code" in given and given["parent_code"] != old_head:
        before["parent_code"] = old_head
        customer.parent_id = parent_id
    if not before:
        return
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
        after={
            _FIELDS.get(name, name): value
            for name, value in given.items()
            if _FIELDS.get(name, name) in before
        },
    )


def _as_staged(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _update_profile(
    customer: Customer, given: dict[str, Any], posting: Posting
) -> None:
    said = {name: given[name] for name in PROFILE_COLUMNS if name in given}
    stored = PaymentProfile.objects.filter(customer=customer).first()
    if not said or (
        stored is not None
        and all(getattr(stored, name) == value for name, value in said.items())
    ):
        return
    try:
        keep_payment_profile(
            actor=posting.actor,
            customer=customer,
            version=stored.version if stored else 0,
            values=said,
        )
    except ChangedMeanwhileError as error:
        raise BooksMovedError from error


def _hold_groups(staging: Staging) -> None:
    """Refuse groups of two levels that somebody made since the check.

    The rows are taken first, in one order, as the form takes them.
    """
    keys = [
        row[0]
        for row in staging.query(
            """SELECT i.id FROM customer_ids i WHERE i.code IN (
                 SELECT code FROM customers WHERE parent_code IS NOT NULL
                 UNION SELECT parent_code FROM customers) ORDER BY i.id"""
        )
    ]
    for some in in_chunks(keys, KEYS):
        Customer.objects.filter(pk__in=some).update(parent=F("parent"))
    for some in in_chunks(keys, KEYS):
        grouped = Customer.objects.filter(parent__parent__isnull=False)
        if grouped.filter(Q(pk__in=some) | Q(parent__in=some)).exists():
            raise BooksMovedError


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
