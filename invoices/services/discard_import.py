"""Put a batch aside: nothing was posted, and nothing will be."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import ImportBatch, User
from invoices.services.check_import import CHECKABLE
from invoices.services.import_work import (
    ImportRefusedError,
    State,
    change_state,
    forget_findings,
)


@transaction.atomic
def discard_import(batch: ImportBatch, *, actor: User) -> None:
    """Discard a batch that is not posted; its files stay as they were uploaded.

    Does nothing for a batch that is discarded already. Raises `ImportRefusedError`
    while it is being worked on and after it was posted.
    """
    if change_state(batch, was=CHECKABLE, to=State.DISCARDED, phase=""):
        audit.record(
            actor=actor,
            action="invoices.import.discarded",
            target=batch,
            company=batch.company_id,
            label=_("Import %(number)d") % {"number": batch.pk},
        )
        transaction.on_commit(lambda: forget_findings(batch))
    elif batch.state != State.DISCARDED:
        raise ImportRefusedError(
            _("A batch that is being worked on or is posted cannot be discarded.")
        )
