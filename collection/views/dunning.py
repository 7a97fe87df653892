"""Runs of reminders: what goes today, what waits and why, who gets what tomorrow."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arcollect.core import clock
from arcollect.core.dates import DueRoll, add_days, roll
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.lists import abilities, page_of
from arcollect.core.money import round_money
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.calendars import working_days_of
from collection.domain.dunning import FIRST_APPROVED
from collection.models import DunningLetter, DunningRun
from collection.selectors.dunning_pages import (
    count_levels,
    count_planned,
    count_reasons,
    list_attention,
    list_held,
    list_letters,
    list_runs,
    rungs_of,
    sums_of,
)
from collection.selectors.dunning_plan import plan_letters
from collection.selectors.ladders import (
    active_profiles,
    rules_of,
    settings_of,
    steps_of,
)
from collection.selectors.reason_words import reason_icon, reason_text
from collection.services.release_run import ReleaseRefusedError, release_run
from collection.services.stop_run import StopRefusedError, stop_run
from customers.selectors.customers import list_customers

LETTERS, HELD = "letters", "held"
FEW_RUNS = 8


@require_safe
@requires(Permission.VIEW_LEDGER)
def overview(request: SignedInRequest) -> HttpResponseBase:
    """The newest run of the company."""
    run = list_runs(company=request.company).first()
    return _run_page(request, run)


@require_safe
@requires(Permission.VIEW_LEDGER)
def run_page(request: SignedInRequest, run_id: int) -> HttpResponseBase:
    """One run: its letters, what is held back, and what can be done with it."""
    run = get_or_404(list_runs(company=request.company), pk=run_id)
    return _run_page(request, run)


def _run_page(request: SignedInRequest, run: DunningRun | None) -> HttpResponseBase:
    company, user = request.company, request.user
    letters = list_letters(company=company, user=user).filter(run=run)
    held = list_held(company=company, user=user)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(run, letters), file_format=wanted)
    show = HELD if request.GET.get("show") == HELD else LETTERS
    ordered = letters.order_by("-level", "-demanded", "pk")
    page = page_of(held if show == HELD else ordered, request)
    if show == HELD:
        for row in page:
            row.label, row.icon = reason_text(row.reason), reason_icon(row.reason)
    profile = active_profiles(company=company).first()
    first = rules_of(profile).approved_from if profile else FIRST_APPROVED
    planned, needing = count_planned(letters, approved_from=first)
    now = clock.now()
    context = {
        "run": run,
        "show": show,
        "page_obj": page,
        "letters": letters.count(),
        "held": held.count(),
        "sums": sums_of(letters.exclude(state=DunningLetter.State.SKIPPED)),
        "reasons": count_reasons(held),
        "waits": [DunningRun.Waits(code).label for code in run.waits_because]
        if run
        else [],
        "rungs": rungs_of(steps_of(profile), count_levels(letters)) if profile else [],
        "runs": list_runs(company=company)[:FEW_RUNS],
        "settings": settings_of(company),
        **_marks(run),
        "planned": planned,
        "needs_approval": needing,
        "can_release": _can_release(run, planned),
        "attention": list_attention(company=company, user=user).count(),
        "seconds_to_stop": _seconds_to_stop(run, now),
        "can_stop": _can_stop(run),
        "can": abilities(request),
        "today": clock.today(company.time_zone),
    }
    return render(request, "collections/dunning.html", context)


def _marks(run: DunningRun | None) -> dict[str, str]:
    """Kind and symbol of the run's state."""
    if run is None:
        return {}
    kinds = {"released": ("ok", "check"), "stopped": ("bad", "hand-stop")}
    kind, symbol = kinds.get(run.state, ("", "clock"))
    return {"run_kind": kind, "run_icon": symbol}


def _seconds_to_stop(run: DunningRun | None, now: dt.datetime) -> int:
    if run is None or run.sends_from is None:
        return 0
    return max(0, int((run.sends_from - now).total_seconds()))


def _can_stop(run: DunningRun | None) -> bool:
    states = (DunningRun.State.RELEASING, DunningRun.State.RELEASED)
    if run is None or run.state not in states:
        return False
    return run.letters.filter(message__state="queued").exists()


def _can_release(run: DunningRun | None, planned: int) -> bool:
    """A preview, or what the night left for approval."""
    states = (DunningRun.State.PREVIEW, DunningRun.State.RELEASED)
    return run is not None and run.state in states and planned > 0


@require_POST
@requires(Permission.RELEASE_REMINDERS)
def release(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Let the planned letters go; whoever does so approves them."""
    run = get_or_404(list_runs(company=request.company), pk=run_id)
    try:
        release_run(actor=request.user, run=run)
    except ReleaseRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Released. Nothing leaves within the next 60 seconds.")
        )
    return redirect("collections:dunning_run", run_id=run.pk)


@require_POST
@requires(Permission.RELEASE_REMINDERS)
def stop(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Call off everything that still waits."""
    run = get_or_404(list_runs(company=request.company), pk=run_id)
    try:
        count = stop_run(actor=request.user, run=run)
    except StopRefusedError as error:
        messages.error(request, str(error))
    else:
        told = _("Stopped: %(count)s letters stay here.") % {"count": count}
        messages.success(request, told)
    return redirect("collections:dunning_run", run_id=run.pk)


@require_safe
@requires(Permission.VIEW_LEDGER)
def tomorrow(request: SignedInRequest) -> HttpResponse:
    """Who would get what on the next working day, from the books as they are now."""
    company = request.company
    today = clock.today(company.time_zone)
    calendar = working_days_of(company)
    day = roll(add_days(today, 1), how=DueRoll.FOLLOWING, calendar=calendar)
    profile = active_profiles(company=company).first()
    rows = _planned_rows(request, profile, day) if profile else []
    context = {"day": day, "page_obj": page_of(rows, request), "count": len(rows)}
    return render(request, "collections/dunning_tomorrow.html", context)


def _planned_rows(
    request: SignedInRequest, profile: Any, day: dt.date
) -> list[dict[str, Any]]:
    plan = plan_letters(profile=profile, day=day)
    sent: list[dict[str, Any]]
    held: list[dict[str, Any]]
    mine = list_customers(company=request.company, user=request.user)
    names = dict(mine.values_list("pk", "name"))
    sent = [
        {
            "customer_id": letter.recipient.customer_id,
            "name": letter.recipient.name,
            "level": letter.level.value,
            "items": sum(line.step is not None for line in letter.lines),
            "email": letter.recipient.email,
            "reason": "",
            "icon": "mail",
            "currency": letter.lines[0].item.currency,
            "amount": sum(
                line.standing.demanded
                for line in letter.lines
                if line.item.currency == letter.lines[0].item.currency
            ),
        }
        for letter in plan.letters
        if letter.recipient.customer_id in names
    ]
    held = [
        {
            "customer_id": each.item.customer_id,
            "name": names[each.item.customer_id],
            "level": each.level.value,
            "items": 1,
            "email": "",
            "currency": each.item.currency,
            "amount": each.amount,
            "reason": reason_text(each.reason),
            "icon": reason_icon(each.reason),
        }
        for each in plan.held
        if each.item.customer_id in names
    ]
    sent.sort(key=lambda row: (-row["level"], -row["amount"]))
    return sent + sorted(held, key=lambda row: -row["amount"])


def _sheet(run: DunningRun | None, letters: Any) -> Sheet:
    heads = [
        *(_("Number"), _("Customer code"), _("Customer"), _("Level"), _("Items")),
        *(_("Currency"), _("Asked for"), _("To"), _("State"), _("Reason")),
    ]
    rows = (
        [
            *(letter.number, letter.customer.code, letter.customer.name),
            *(letter.level, letter.items, letter.currency),
            *(round_money(letter.demanded, letter.currency), letter.recipient),
            *(_state_of(letter), letter.reason),
        ]
        for letter in letters.order_by("-level", "-demanded", "pk")
    )
    day = run.business_day.isoformat() if run else "none"
    return Sheet(name=f"reminders-{day}", heads=heads, rows=rows)


def _state_of(letter: DunningLetter) -> str:
    if letter.message is not None and letter.state == DunningLetter.State.RELEASED:
        return str(letter.message.get_state_display())
    return str(letter.get_state_display())
