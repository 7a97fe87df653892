"""The dry run of a batch: what it would do, and everything that is wrong with it."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.models import ImportBatch
from invoices.importers.expressions import ProfileError
from invoices.importers.headers import read_headers
from invoices.importers.problems import Level
from invoices.importers.profile import Profile, parse_profile
from invoices.importers.report import group_problems, list_problems
from invoices.importers.run import Outcome, run_import
from invoices.services.import_ledger import counts_dict
from invoices.services.import_work import (
    Heartbeat,
    ImportRefusedError,
    State,
    change_state,
    fresh_folder,
    sources_of,
    wake_worker,
)
from invoices.services.publish_policy import ensure_default_policy

# Findings kept in the batch; the downloaded file has all of them.
LISTED = 200
CHECKABLE = (State.UPLOADED, State.CHECKED, State.REFUSED, State.FAILED)


def start_check(batch: ImportBatch, **fields: Any) -> None:
    """Ask for a check in the background; `fields` are a chosen profile or encoding.

    Raises `ImportRefusedError` while the batch is being worked on or is finished.
    """
    result = {"started_at": clock.now().isoformat()}
    if not change_state(
        batch,
        was=CHECKABLE,
        to=State.CHECKING,
        phase="waiting",
        rows_done=0,
        result=result,
        **fields,
    ):
        raise ImportRefusedError(_("This import is being worked on or is finished."))
    wake_worker(batch)


def run_check(batch: ImportBatch) -> None:
    """Check a batch that is in state CHECKING and write down what was found.

    Safe to run twice: nothing but the batch and its findings is written.
    """
    with translation.override(_language(batch)):
        profile, refusal = _profile_of(batch)
        if refusal:
            _finish(batch, State.REFUSED, {"stopped": refusal})
            return
        folder = fresh_folder(batch)
        headers = read_headers(
            sources_of(batch), scratch=folder, encoding=batch.encoding
        )
        if profile is None and headers.need_mapping:
            _finish(batch, State.UPLOADED, {"headers": headers.as_json()})
            return
        ensure_default_policy(company=batch.company)
        outcome = run_import(
            company=batch.company,
            sources=sources_of(batch),
            folder=fresh_folder(batch),
            profile=profile,
            encoding=batch.encoding,
            phase=Heartbeat(batch),
        )
        found = {**findings(outcome), "headers": headers.as_json()}
        outcome.staging.close()
    state = State.REFUSED if outcome.refused else State.CHECKED
    _finish(batch, state, found, rows_total=outcome.counts.rows)


def findings(outcome: Outcome) -> dict[str, Any]:
    """Counts, grouped causes and the first findings, as the batch keeps them."""
    return {
        **counts_dict(outcome.counts),
        "dry_run": not outcome.applied,
        "groups": group_problems(outcome.staging),
        "warnings": list(list_problems(outcome.staging, Level.WARNING, limit=LISTED)),
        "errors": list(list_problems(outcome.staging, Level.ERROR, limit=LISTED)),
        "encodings": outcome.encodings,
    }


def profile_of(batch: ImportBatch) -> Profile | None:
    """The profile chosen for the batch; None means canonical columns.

    Raises `ProfileError`.
    """
    return parse_profile(batch.profile_toml) if batch.profile_toml else None


def _profile_of(batch: ImportBatch) -> tuple[Profile | None, str]:
    try:
        return profile_of(batch), ""
    except ProfileError as error:
        return None, str(error)


def _language(batch: ImportBatch) -> str:
    chosen = batch.created_by.language if batch.created_by else ""
    return chosen or batch.company.language


def _finish(
    batch: ImportBatch, state: str, found: dict[str, Any], **fields: Any
) -> None:
    batch.refresh_from_db()
    if "rows_total" in fields:
        fields["rows_done"] = fields["rows_total"]
    change_state(
        batch,
        was=(State.CHECKING,),
        to=state,
        phase="",
        result={**batch.result, **found},
        **fields,
    )
