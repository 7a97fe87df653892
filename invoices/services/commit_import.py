"""Post a checked batch, once, and classify what came in."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.models import ImportBatch, User
from invoices.importers.report import Counts
from invoices.importers.run import run_import
from invoices.importers.staging import Staging
from invoices.services.check_import import findings, profile_of
from invoices.services.classify import classify_through
from invoices.services.import_ledger import write_batch
from invoices.services.import_work import (
    Heartbeat,
    ImportRefusedError,
    State,
    change_state,
    forget_findings,
    fresh_folder,
    sources_of,
    wake_worker,
)


def start_commit(batch: ImportBatch, *, actor: User) -> bool:
    """Ask for the batch to be posted; False if somebody already did.

    Raises `ImportRefusedError` for a batch that is not checked or was discarded.
    """
    result = {
        **batch.result,
        "started_at": clock.now().isoformat(),
        "committed_by": actor.pk,
    }
    if change_state(
        batch,
        was=(State.CHECKED,),
        to=State.APPLYING,
        phase="waiting",
        rows_done=0,
        result=result,
    ):
        wake_worker(batch)
        return True
    if batch.state in (State.APPLYING, State.APPLIED):
        return False
    raise ImportRefusedError(_("Only a batch that was checked can be posted."))


class TakenError(Exception):
    """Another worker posted the batch meanwhile; nothing was written here."""


def run_apply(batch: ImportBatch) -> None:
    """Post a batch that is in state APPLYING; all of it in one transaction.

    Safe to run twice and after being killed: the state changes with the postings, so
    they are there once or not at all. What is in error by now refuses the batch.
    """
    actor = User.objects.filter(pk=batch.result.get("committed_by")).first()

    def write(staging: Staging, counts: Counts, *, seen: int) -> None:
        if not ImportBatch.objects.filter(pk=batch.pk, state=State.APPLYING).update(
            phase="posting"
        ):
            raise TakenError
        write_batch(staging, counts, seen=seen, batch=batch, actor=actor)

    language = (actor.language if actor else "") or batch.company.language
    with translation.override(language):
        outcome = run_import(
            company=batch.company,
            sources=sources_of(batch),
            folder=fresh_folder(batch),
            profile=profile_of(batch),
            encoding=batch.encoding,
            write=write,
            phase=Heartbeat(batch),
        )
        found = findings(outcome)
        outcome.staging.close()
    if outcome.refused:
        change_state(
            batch,
            was=(State.APPLYING,),
            to=State.REFUSED,
            phase="",
            result={**batch.result, **found},
        )
        return
    forget_findings(batch)
    _classify(batch)


def _classify(batch: ImportBatch) -> None:
    """Give the new items their class now instead of next night.

    The books are posted already: if this fails, the night does it.
    """
    company = batch.company
    classify_through(company=company, as_of=clock.today(company.time_zone))
