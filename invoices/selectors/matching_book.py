"""What the matching looks lines up in: a company's open items and payers, read once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from arcollect.core.models import Company
from arcollect.core.money import minor_digits
from customers.models import Customer, DiscountOffer, Guarantee
from invoices.domain.matching import Advice, AdviceLine, Limits, OpenItem
from invoices.domain.matching_index import ItemIndex
from invoices.domain.matching_payers import PayerIndex
from invoices.models import (
    Deduction,
    DueItem,
    DueItemState,
    MatchingRules,
    PayerAlias,
    RemittanceAdvice,
)

_CHUNK = 5_000
NEVER = dt.date.min


@dataclass(frozen=True, slots=True)
class MatchingBook:
    """Everything of one currency that a line can be matched with."""

    currency: str
    items: ItemIndex
    payers: PayerIndex
    advices: dict[int, tuple[Advice, ...]]
    limits: Limits


def to_minor(amount: Decimal, currency: str) -> int:
    """An exact amount as an integer of minor units."""
    return int(amount.scaleb(minor_digits(currency)))


def from_minor(amount: int, currency: str) -> Decimal:
    """Minor units as an amount of the currency."""
    return Decimal(amount).scaleb(-minor_digits(currency))


def rules_of(company: Company) -> MatchingRules:
    """The company's rules, or unsaved ones that allow nothing."""
    found = MatchingRules.objects.filter(company=company).first()
    return found or MatchingRules(
        company=company, currency=company.base_currency, bank_fee=Decimal(0)
    )


def read_book(
    *, company: Company, currency: str, customers: Collection[int] | None = None
) -> MatchingBook:
    """The open items, payers, checked advices and limits of one currency.

    `customers` narrows the items to those of a few. Memory grows with the open items,
    never with the number of lines.
    """
    rules = rules_of(company)
    scope = Q(company=company)
    if customers is not None:
        scope &= Q(customer__in=customers)
    fee = rules.bank_fee if rules.currency == currency else Decimal(0)
    return MatchingBook(
        currency=currency,
        items=ItemIndex(_open_items(scope, currency, rules)),
        payers=_payers(company),
        advices=_advices(company, currency),
        limits=Limits(
            bank_fee=to_minor(fee, currency), deductions=_claimed(scope, currency)
        ),
    )


def _open_items(scope: Q, currency: str, rules: MatchingRules) -> Iterator[OpenItem]:
    again = DueItem.objects.filter(invoice=OuterRef("due_item__invoice"), position=2)
    rows = (
        DueItemState.objects.filter(scope, currency=currency, open_amount__gt=0)
        .annotate(in_parts=Exists(again))
        .values_list(
            "pk",
            "customer_id",
            "due_item__invoice__number",
            "open_amount",
            "amount",
            "due_on",
            "issued_on",
            "in_parts",
            "due_item__invoice__contract_id",
            "due_item__invoice__contract__late_interest_bp",
        )
    )
    offers, secured = _offers(rules.company), _secured_until(rules.company)
    for row in rows.iterator(chunk_size=_CHUNK):
        pk, customer, number, left, whole, due_on, issued_on, in_parts, *terms = row
        contract, interest_bp = terms
        open_minor = to_minor(left, currency)
        share, days = _best_offer(offers.get(contract, ()), issued_on, rules)
        allowed = open_minor * share // 10_000 if left == whole else 0
        yield OpenItem(
            item_id=pk,
            customer_id=customer,
            number=number,
            open=open_minor,
            due_on=due_on,
            discount=allowed,
            discount_until=issued_on + dt.timedelta(days=days),
            instalments=in_parts,
            security=int(secured.get(contract, NEVER) >= due_on),
            burden=interest_bp or 0,
        )


def _secured_until(company: Company) -> dict[int | None, dt.date]:
    """Until when the debts of a contract are secured, by contract."""
    rows = Guarantee.objects.filter(
        company=company, contract__isnull=False, released_on=None
    ).values_list("contract_id", "until_on")
    found: dict[int | None, dt.date] = {}
    for contract, until in rows:
        found[contract] = max(found.get(contract, NEVER), until or dt.date.max)
    return found


# From, until (None: still), days and share in hundredths of a percent.
Offer = tuple[dt.date, dt.date | None, int, int]


def _offers(company: Company) -> dict[int | None, list[Offer]]:
    """The discounts that contracts offer, by contract."""
    found: dict[int | None, list[Offer]] = defaultdict(list)
    rows = DiscountOffer.objects.filter(company=company).values_list(
        "contract_id", "from_on", "until_on", "within_days", "share_bp"
    )
    for contract, *offer in rows:
        found[contract].append((offer[0], offer[1], offer[2], offer[3]))
    return found


def _best_offer(
    offers: Iterable[Offer], issued_on: dt.date, rules: MatchingRules
) -> tuple[int, int]:
    """Share and days of the contract's largest offer, else of the company's rule."""
    held = [
        (share, days)
        for from_on, until_on, days, share in offers
        if from_on <= issued_on and (until_on is None or issued_on <= until_on)
    ]
    return max(held, default=(rules.discount_bp, rules.discount_days))


def agreed_share(item: DueItem, rules: MatchingRules) -> int:
    """What may be kept of the item at most, in hundredths of a percent."""
    contract = item.invoice.contract_id
    offers = [] if contract is None else _offers(rules.company).get(contract, [])
    return _best_offer(offers, item.issued_on, rules)[0]


def _claimed(scope: Q, currency: str) -> dict[int, tuple[int, ...]]:
    """Deductions that wait for a decision and that no payment has been cut by yet."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Deduction.objects.filter(
        scope, currency=currency, state__in=Deduction.OPEN, payment=None
    ).order_by("pk")
    for customer, amount in rows.values_list("customer_id", "amount"):
        found[customer].append(to_minor(amount, currency))
    return {customer: tuple(amounts) for customer, amounts in found.items()}


def _payers(company: Company) -> PayerIndex:
    customers = Customer.objects.filter(company=company)
    learned: dict[str, dict[str, list[int]]] = {
        PayerAlias.Kind.NAME: defaultdict(list),
        PayerAlias.Kind.ACCOUNT: defaultdict(list),
    }
    rows = PayerAlias.objects.filter(company=company, times__gt=0)
    for kind, key, customer in rows.values_list("kind", "key", "customer_id"):
        learned[kind][key].append(customer)
    return PayerIndex(
        customers.values_list("pk", "code", "name").iterator(chunk_size=_CHUNK),
        accounts=learned[PayerAlias.Kind.ACCOUNT],
        names=learned[PayerAlias.Kind.NAME],
    )


def _advices(company: Company, currency: str) -> dict[int, tuple[Advice, ...]]:
    found: dict[int, list[Advice]] = defaultdict(list)
    rows = RemittanceAdvice.objects.filter(
        company=company, currency=currency, state=RemittanceAdvice.State.CHECKED
    ).prefetch_related("lines")
    for row in rows.order_by("pk"):
        amounts = [
            (line.due_item_id, to_minor(line.amount, currency))
            for line in row.lines.all()
        ]
        if any(item is None and amount > 0 for item, amount in amounts):
            continue
        lines = [AdviceLine(pk, amount) for pk, amount in amounts if pk and amount > 0]
        kept = -sum(amount for _item, amount in amounts if amount < 0)
        total = to_minor(row.total, currency)
        found[total].append(Advice(row.pk, total, tuple(lines), kept, row.reference))
    return {total: tuple(advices) for total, advices in found.items()}
