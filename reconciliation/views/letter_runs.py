"""New letters: choosing, checking against the ledger, issuing, and how far it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.form_fields import new_request_key
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import page_of
from arcollect.core.models import Company
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.calendars import working_days_of
from customers.selectors.customers import get_customer_for
from invoices.views.answers import say_already_done
from invoices.views.preset import preset_customer
from reconciliation.domain.reply_days import reply_due
from reconciliation.forms.letters import NewLettersForm
from reconciliation.models import LetterRun
from reconciliation.selectors.letter_plan import LetterPlan, Who, plan_letters
from reconciliation.selectors.letters import sums_of, visible_runs
from reconciliation.services.letter_errors import LetterRefusedError
from reconciliation.services.start_run import start_run
from reconciliation.services.work_on_run import progress_label

ROWS_SHOWN = 100
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.ISSUE_LETTERS)
def letter_new(request: SignedInRequest) -> HttpResponse:
    """GET asks and, once answered, shows what would be issued; POST issues it."""
    asked = request.POST if request.method == "POST" else request.GET
    form = NewLettersForm(
        asked if "cut_off" in asked else None,
        company=request.company,
        user=request.user,
        initial=_initial(request),
    )
    plan = None
    if form.is_bound and form.is_valid():
        plan = plan_letters(company=request.company, **form.plan())
        if request.method == "POST":
            answer = _start(request, form, plan)
            if answer is not None:
                return answer
    return render(
        request,
        "reconciliation/letter_new.html",
        {
            "form": form,
            "plan": plan,
            "shown": _shown(plan),
            "request_key": new_request_key(),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@requires(Permission.ISSUE_LETTERS)
def customer_letter(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """From a customer's page to the form, with him chosen."""
    customer = get_customer_for(
        company=request.company, user=request.user, customer_id=customer_id
    )
    return redirect(f"{reverse('reconciliation:letter_new')}?customer={customer.pk}")


def _start(
    request: SignedInRequest, form: NewLettersForm, plan: LetterPlan
) -> HttpResponse | None:
    today = clock.today(request.company.time_zone)
    try:
        run = start_run(
            actor=request.user,
            company=request.company,
            order=form.order(issued_on=today),
            scope=[(row.customer.pk, row.currency) for row in plan.ready],
            request_key=form.cleaned_data["request_key"],
        )
    except LetterRefusedError as error:
        form.add_error(None, str(error))
        return None
    except AlreadyDoneError as done:
        say_already_done(request, done)
        return redirect("reconciliation:letter_list")
    return redirect("reconciliation:letter_run", run.pk)


def _initial(request: SignedInRequest) -> dict[str, Any]:
    """The last month's end, lines of its quarter, ten working days to answer."""
    today = clock.today(request.company.time_zone)
    cut_off = today.replace(day=1) - dt.timedelta(days=1)
    quarter = cut_off.replace(month=(cut_off.month - 1) // 3 * 3 + 1, day=1)
    customer = preset_customer(request)
    return {
        "cut_off": cut_off,
        "who": Who.ONE if customer else Who.ALL,
        "customer": customer,
        "ledger_from": quarter,
        "reply_due_on": reply_day(request.company, today),
    }


def reply_day(company: Company, today: dt.date) -> dt.date:
    """By when a letter issued today is answered."""
    return reply_due(today, calendar=working_days_of(company))


def _shown(plan: LetterPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {
        "ready": plan.ready[:ROWS_SHOWN],
        "more_ready": max(0, len(plan.ready) - ROWS_SHOWN),
        "skipped": plan.skipped[:ROWS_SHOWN],
        "more_skipped": max(0, len(plan.skipped) - ROWS_SHOWN),
    }


@require_safe
@requires(Permission.ISSUE_LETTERS)
def letter_run_list(request: SignedInRequest) -> HttpResponse:
    runs = visible_runs(request.user, request.company)
    context = {"page_obj": page_of(runs, request)}
    return render(request, "reconciliation/letter_run_list.html", context)


@require_safe
@requires(Permission.ISSUE_LETTERS)
def letter_run(request: SignedInRequest, run_id: int) -> HttpResponse:
    """A run, how far it is, and its letters once it is done."""
    run: LetterRun = get_or_404(visible_runs(request.user, request.company), pk=run_id)
    letters = run.letters.select_related("customer", "state").defer("data")
    context = {
        **_progress(run),
        "page_obj": page_of(letters.order_by("number"), request),
        "sums": sums_of(run.letters.all()),
    }
    return render(request, "reconciliation/letter_run.html", context)


@require_safe
@requires(Permission.ISSUE_LETTERS)
def letter_run_progress(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The bar alone; once the work is done it asks the page to load again."""
    run: LetterRun = get_or_404(visible_runs(request.user, request.company), pk=run_id)
    response = render(request, "reconciliation/_run_progress.html", _progress(run))
    if not _is_under_way(run) and request.htmx:
        response["HX-Redirect"] = reverse("reconciliation:letter_run", args=[run.pk])
    return response


def _is_under_way(run: LetterRun) -> bool:
    return run.state in (LetterRun.State.WAITING, LetterRun.State.RUNNING)


def _progress(run: LetterRun) -> dict[str, Any]:
    return {
        "run": run,
        "label": progress_label(run),
        "finished": not _is_under_way(run),
        "done": run.done + len(run.refused),
    }
