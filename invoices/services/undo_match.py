"""Take a decision about a bank line back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import (
    BankEntry,
    EntryDecision,
    Payment,
    RemittanceAdvice,
)
from invoices.services.entry_states import (
    State,
    already_decided,
    decide,
    end_decision,
    reference_of,
    take_entry,
    value_day,
)
from invoices.services.honour_matched_bills import present_bills_again
from invoices.services.money_in import free_since
from invoices.services.open_period import hold_open_day
from invoices.services.payer_aliases import unlearn_payer
from invoices.services.record_payment import record_payment
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment


@retried_transaction
def undo_match(
    *, actor: User | None, entry: BankEntry, reason: str = "", request_key: str = ""
) -> None:
    """Restore both sides as they were before the line was matched, set aside or ignored.

    Payment and credit notes are reversed from their own day (from the first open one where that
    period is closed) with all their allocations, so every item has its old open amount and
    age and a bill it honoured is presented as before; what was learned is unlearned, and a
    remittance advice can be used again. Money that was unidentified is so again, with
    its owner. Raises `AlreadyDecidedError`, `LedgerRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.match.undone")
    decision = (
        EntryDecision.objects.filter(entry=entry, ended_at=None)
        .select_related("payment", "follows", "entry")
        .first()
    )
    if decision is None:
        raise already_decided(entry)
    follows = decision.follows
    state = State.UNIDENTIFIED if follows else State.OPEN
    # The unique decision in force goes first: of two people only one gets past it.
    end_decision(decision, actor=actor)
    take_entry(entry, to=state, allowed=_state_of(decision), actor=actor)
    why = reason.strip() or _("The match is undone.")
    for note in decision.credit_notes.order_by("-pk"):
        on = hold_open_day(entry.company_id, free_since(note))
        reverse_credit_note(actor=actor, credit_note=note, effective_on=on, reason=why)
    if decision.payment is not None:
        _reverse(decision.payment, actor=actor, why=why)
    unlearn_payer(alias_ids=decision.learned)
    if decision.advice_id is not None:
        RemittanceAdvice.objects.filter(
            pk=decision.advice_id, state=RemittanceAdvice.State.USED
        ).update(state=RemittanceAdvice.State.CHECKED)
    if follows is not None:
        hold_as_unidentified(entry, actor=actor, follows=None)
    audit.record(
        actor=actor,
        action="invoices.match.undone",
        target=entry,
        company=entry.company_id,
        before={"state": _state_of(decision)[0]},
        after={"state": state},
        reason=reason,
    )


def _state_of(decision: EntryDecision) -> tuple[str, ...]:
    states: dict[str, str] = {
        EntryDecision.Kind.MATCH: State.MATCHED,
        EntryDecision.Kind.UNIDENTIFIED: State.UNIDENTIFIED,
        EntryDecision.Kind.IGNORE: State.IGNORED,
    }
    return (states[decision.kind],)


def _reverse(payment: Payment, *, actor: User | None, why: str) -> None:
    on = hold_open_day(payment.company_id, free_since(payment))
    present_bills_again(actor=actor, payment=payment, on=on, reason=why)
    on = hold_open_day(payment.company_id, free_since(payment))
    reverse_payment(actor=actor, payment=payment, effective_on=on, reason=why)


def hold_as_unidentified(
    entry: BankEntry, *, actor: User | None, follows: EntryDecision | None
) -> EntryDecision:
    """Post the money without a customer, as a step of a larger act."""
    payment = record_payment(
        actor=actor,
        company=entry.company,
        customer=None,
        reference=reference_of(entry),
        received_on=value_day(entry),
        currency=entry.currency,
        amount=entry.amount,
        payer_name=entry.payer_name,
        note=entry.text[:500],
    )
    return decide(
        entry,
        kind=EntryDecision.Kind.UNIDENTIFIED,
        actor=actor,
        payment=payment,
        follows=follows,
    )
