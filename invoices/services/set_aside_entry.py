"""Bank lines nobody can match: unidentified with an owner, or not from a customer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.roles import PERMISSIONS, Permission
from invoices.models import BankEntry, BankEntryState, EntryDecision
from invoices.services.entry_states import LEFT, State, decide, take_entry
from invoices.services.errors import LedgerRefusedError
from invoices.services.undo_match import hold_as_unidentified


@retried_transaction
def mark_unidentified(*, actor: User, entry: BankEntry, owner: User) -> EntryDecision:
    """Book money that nobody can place, without a customer, and give it an owner.

    It is in the books from its value date, ages, and stays listed until somebody finds
    whose it is (`confirm_match`) or takes it back (`undo_match`). The owner must be
    allowed to allocate money. Raises `AlreadyDecidedError`, `LedgerRefusedError`.
    """
    _refuse_owner(entry, owner)
    take_entry(entry, to=State.UNIDENTIFIED, allowed=(State.OPEN,), actor=actor)
    decision = hold_as_unidentified(entry, actor=actor, follows=None)
    BankEntryState.objects.filter(pk=entry.pk).update(owner=owner)
    audit.record(
        actor=actor,
        action="invoices.entry.unidentified",
        target=entry,
        company=entry.company_id,
        before={"state": State.OPEN},
        after={"state": State.UNIDENTIFIED, "owner": str(owner)},
    )
    return decision


@retried_transaction
def give_owner(*, actor: User, entry: BankEntry, owner: User) -> None:
    """Make somebody else responsible for a line that is left.

    Raises `LedgerRefusedError`.
    """
    _refuse_owner(entry, owner)
    given = BankEntryState.objects.filter(pk=entry.pk, state__in=LEFT).update(
        owner=owner
    )
    if not given:
        raise LedgerRefusedError(_("This line does not wait to be matched."))
    audit.record(
        actor=actor,
        action="invoices.entry.owner_given",
        target=entry,
        company=entry.company_id,
        after={"owner": str(owner)},
    )


@retried_transaction
def ignore_entry(*, actor: User, entry: BankEntry, reason: str) -> EntryDecision:
    """Set a line aside that is not a customer's money: interest, own transfers.

    Nothing is posted. Raises `AlreadyDecidedError`, `LedgerRefusedError` (no reason).
    """
    if not reason.strip():
        raise LedgerRefusedError(_("Say what the money is."))
    take_entry(entry, to=State.IGNORED, allowed=(State.OPEN,), actor=actor)
    decision = decide(
        entry,
        kind=EntryDecision.Kind.IGNORE,
        actor=actor,
        reason=reason.strip()[:500],
    )
    audit.record(
        actor=actor,
        action="invoices.entry.ignored",
        target=entry,
        company=entry.company_id,
        before={"state": State.OPEN},
        after={"state": State.IGNORED},
        reason=reason,
    )
    return decision


def _refuse_owner(entry: BankEntry, owner: User) -> None:
    roles = owner.memberships.filter(company_id=entry.company_id)
    may = any(Permission.ALLOCATE in PERMISSIONS[row.role] for row in roles)
    if not (may and owner.is_active):
        raise LedgerRefusedError(
            _("%(person)s may not allocate money.") % {"person": owner}
        )
