"""Approve a commission statement; nobody approves his own."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from collection.models import CommissionApproval, CommissionStatement
from collection.services.issue_statement import StatementRefusedError


@retried_transaction
def approve_statement(
    *, actor: User, statement: CommissionStatement
) -> CommissionApproval:
    """Approve what was issued; the database refuses the rep and the issuer as well.

    Raises `StatementRefusedError` for them, and for a statement that is approved.
    """
    rep_user = statement.rep.user_id
    if actor.pk == rep_user:
        raise StatementRefusedError(
            _("Somebody other than the sales rep must approve this statement.")
        )
    if actor.pk == statement.issued_by_id:
        raise StatementRefusedError(
            _("Somebody else must approve the statement that you issued.")
        )
    try:
        with transaction.atomic():
            approval = CommissionApproval.objects.create(
                statement=statement,
                issued_by_id=statement.issued_by_id,
                rep_user_id=rep_user,
                approved_at=clock.now(),
                approved_by=actor,
            )
    except IntegrityError as error:
        raise StatementRefusedError(
            _("Somebody approved this statement already.")
        ) from error
    audit.record(
        actor=actor,
        action="collections.commission.approved",
        target=statement,
        company=statement.company_id,
        label=f"{statement.number} {statement.rep.name}",
        after={"month": statement.month},
    )
    return approval
