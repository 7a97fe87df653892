"""Book what a bank line pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from customers.models import Customer
from invoices.models import (
    Allocation,
    BankEntry,
    CreditNote,
    DueItem,
    EntryDecision,
    MatchProposal,
    Payment,
    RemittanceAdvice,
)
from invoices.selectors.matching_book import agreed_share, rules_of
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.entry_states import (
    LEFT,
    State,
    decide,
    end_decision,
    reference_of,
    take_entry,
    value_day,
)
from invoices.services.errors import LedgerRefusedError
from invoices.services.honour_matched_bills import honour_matched_bills
from invoices.services.money_in import free_since
from invoices.services.open_period import hold_open_day
from invoices.services.payer_aliases import learn_payer
from invoices.services.post_credit_note import post_credit_note
from invoices.services.record_payment import record_payment
from invoices.services.reverse_payment import reverse_payment


@dataclass(frozen=True, slots=True)
class MatchPart:
    """What settles one item: money of the line, an early-payment discount, a fee."""

    due_item_id: int
    money: Decimal
    discount: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)


@retried_transaction
def confirm_match(
    *,
    actor: User | None,
    entry: BankEntry,
    parts: Sequence[MatchPart],
    customer: Customer | None = None,
    rule: str = Allocation.Rule.MANUAL,
    proposal: MatchProposal | None = None,
    request_key: str = "",
) -> EntryDecision:
    """Post the line's money as one payment, allocate `parts`, and learn who paid.

    Amounts are in the line's currency; the payment counts from the value date, in a
    closed period from the first open day. Money
    that no part takes stays on account of `customer`, who may be left out where the
    parts take everything. A discount or fee is posted as a credit note on its item:
    the fee at most what the company's rules allow, the discount at most its share.
    A presented bill whose item is settled so is honoured.
    Unidentified money moves from its placeholder to this payment. What the payer named
    is booked by that rule (PRC Civil Code art. 560). Of two people one matches: raises
    `AlreadyDecidedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.match.confirmed")
    items = _items_of(entry, parts)
    owner = _owner(entry, items, parts, customer)
    _refuse_too_much(entry, items, parts)
    before = take_entry(entry, to=State.MATCHED, allowed=LEFT, actor=actor)
    follows = _end_unidentified(entry, actor=actor) if before != State.OPEN else None
    payment = record_payment(
        actor=actor,
        company=entry.company,
        customer=owner,
        reference=reference_of(entry),
        received_on=value_day(entry),
        currency=entry.currency,
        amount=entry.amount,
        payer_name=entry.payer_name,
        note=entry.text[:500],
    )
    money = [AllocationPart(p.due_item_id, p.money) for p in parts if p.money]
    if money:
        allocate(actor=actor, source=payment, parts=money, rule=rule)
    notes = _post_rest(entry, items, parts, actor=actor)
    honour_matched_bills(actor=actor, items=items.values(), on=value_day(entry))
    decision = decide(
        entry,
        kind=EntryDecision.Kind.MATCH,
        actor=actor,
        payment=payment,
        follows=follows,
        advice=_use_advice(proposal),
        learned=_learn(entry, items, owner),
        score=proposal.score if proposal else None,
    )
    decision.credit_notes.set(notes)
    _record(decision, payment, notes, actor=actor, before=before)
    return decision


def _items_of(entry: BankEntry, parts: Sequence[MatchPart]) -> dict[int, DueItem]:
    ids = [part.due_item_id for part in parts]
    if len(set(ids)) != len(ids):
        raise LedgerRefusedError(_("Choose each due item once."))
    found = DueItem.objects.filter(
        pk__in=ids, company_id=entry.company_id
    ).select_related("invoice", "customer")
    items = {item.pk: item for item in found}
    if len(items) != len(ids):
        raise LedgerRefusedError(_("A due item does not exist in this company."))
    return items


def _owner(
    entry: BankEntry,
    items: dict[int, DueItem],
    parts: Sequence[MatchPart],
    customer: Customer | None,
) -> Customer | None:
    """Whose payment it is: the one customer, or nobody's where several are paid."""
    if customer is not None and customer.company_id != entry.company_id:
        raise LedgerRefusedError(_("The customer belongs to another company."))
    paid = {item.customer_id: item.customer for item in items.values()}
    rest = entry.amount - sum((part.money for part in parts), Decimal(0))
    if len(paid) > 1 or (customer and paid and customer.pk not in paid):
        if rest:
            raise LedgerRefusedError(
                _(
                    "The line pays several customers; %(rest)s %(currency)s is left "
                    "and could be anyone's. Apply all of it."
                )
                % {
                    "rest": format_plain(rest, entry.currency),
                    "currency": entry.currency,
                }
            )
        return None
    owner = next(iter(paid.values()), customer)
    if owner is None:
        raise LedgerRefusedError(
            _("Choose what the money pays, or whose account it goes to.")
        )
    return owner


def _refuse_too_much(
    entry: BankEntry, items: dict[int, DueItem], parts: Sequence[MatchPart]
) -> None:
    if entry.amount <= 0:
        raise LedgerRefusedError(_("Only money that came in can be matched."))
    money = sum((part.money for part in parts), Decimal(0))
    if money > entry.amount:
        raise LedgerRefusedError(
            _("Only %(amount)s came in, %(wanted)s was applied.")
            % {
                "amount": format_plain(entry.amount, entry.currency),
                "wanted": format_plain(money, entry.currency),
            }
        )
    rules = rules_of(entry.company)
    fee = sum((part.fee for part in parts), Decimal(0))
    allowed = rules.bank_fee if rules.currency == entry.currency else Decimal(0)
    if fee > allowed:
        raise LedgerRefusedError(
            _(
                "A bank fee of at most %(allowed)s %(currency)s may be taken without "
                "approval. Leave the rest open."
            )
            % {
                "allowed": format_plain(allowed, entry.currency),
                "currency": entry.currency,
            }
        )
    for part in parts:
        item = items[part.due_item_id]
        if not part.discount:
            continue
        if part.discount > item.amount * agreed_share(item, rules) / 10_000:
            raise LedgerRefusedError(
                _("More than the agreed early-payment discount was kept of %(number)s.")
                % {"number": item.invoice.number}
            )


def _learn(
    entry: BankEntry, items: dict[int, DueItem], owner: Customer | None
) -> list[int]:
    """Whom the payer pays for; the keys of what was learned."""
    customers = {item.customer_id for item in items.values()}
    if owner is not None:
        customers.add(owner.pk)
    return learn_payer(entry=entry, customer_ids=customers)


def _end_unidentified(entry: BankEntry, *, actor: User | None) -> EntryDecision:
    """Take the placeholder of unidentified money out of the books, from its own day."""
    follows: EntryDecision = EntryDecision.objects.select_related("payment").get(
        entry=entry, kind=EntryDecision.Kind.UNIDENTIFIED, ended_at=None
    )
    end_decision(follows, actor=actor)
    assert follows.payment is not None  # noqa: S101 - held by a CHECK
    reverse_payment(
        actor=actor,
        payment=follows.payment,
        effective_on=hold_open_day(entry.company_id, free_since(follows.payment)),
        reason=_("Its owner is found."),
    )
    return follows


def _post_rest(
    entry: BankEntry,
    items: dict[int, DueItem],
    parts: Sequence[MatchPart],
    *,
    actor: User | None,
) -> list[CreditNote]:
    """Credit notes over what was not paid in money, each on its item."""
    notes: list[CreditNote] = []
    for part in parts:
        item = items[part.due_item_id]
        for amount, reason, note in (
            (part.discount, CreditNote.Reason.PRICE, _("Early-payment discount")),
            (part.fee, CreditNote.Reason.DEDUCTION, _("Bank fee")),
        ):
            if not amount:
                continue
            made = post_credit_note(
                actor=actor,
                company=entry.company,
                customer=item.customer,
                issued_on=value_day(entry),
                currency=entry.currency,
                amount=amount,
                reason=reason,
                note=note,
            )
            allocate(
                actor=actor,
                source=made,
                parts=[AllocationPart(item.pk, amount)],
                rule=Allocation.Rule.EXACT,
            )
            notes.append(made)
    return notes


def _use_advice(proposal: MatchProposal | None) -> RemittanceAdvice | None:
    if proposal is None or proposal.advice_id is None:
        return None
    used = RemittanceAdvice.objects.filter(
        pk=proposal.advice_id, state=RemittanceAdvice.State.CHECKED
    ).update(state=RemittanceAdvice.State.USED)
    return RemittanceAdvice.objects.get(pk=proposal.advice_id) if used else None


def _record(
    decision: EntryDecision,
    payment: Payment,
    notes: list[CreditNote],
    *,
    actor: User | None,
    before: str,
) -> None:
    audit.record(
        actor=actor,
        action="invoices.match.confirmed",
        target=decision.entry,
        company=decision.company_id,
        before={"state": before},
        after={
            "state": State.MATCHED,
            "payment": payment.pk,
            "credit_note": [note.number for note in notes],
            "score": decision.score,
        },
    )
