"""Versions of the rules that decide classes: read them, draft one, see what it changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.domain.policy import PRESETS, PolicyError, PolicyRules
from invoices.forms.policy import PolicyForm, initial_of
from invoices.models import ClassificationPolicy
from invoices.selectors.policies import (
    NoPolicyError,
    policy_in_force,
    rules_in_force,
)
from invoices.selectors.policy_preview import policy_preview
from invoices.selectors.policy_versions import (
    examples_of,
    first_free_day,
    list_policies,
)
from invoices.selectors.scope import LedgerScope
from invoices.services.publish_policy import PolicyRefusedError, publish_policy
from invoices.views.policy_matrix import matrices


@require_safe
@requires(Permission.VIEW_LEDGER)
def policy_list(request: SignedInRequest) -> HttpResponse:
    """All versions, newest first, with the one in force marked."""
    today = clock.today(request.company.time_zone)
    context = {
        "policies": list_policies(company=request.company),
        "in_force": _in_force(request, today),
        "today": today,
        "can": abilities(request),
    }
    return render(request, "invoices/policy_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def policy_detail(request: SignedInRequest, policy_id: int) -> HttpResponse:
    policy: ClassificationPolicy = get_or_404(
        list_policies(company=request.company), pk=policy_id
    )
    today = clock.today(request.company.time_zone)
    rules = PolicyRules.from_dict(policy.rules)
    context = {
        "policy": policy,
        "in_force": _in_force(request, today),
        "today": today,
        "plain": policy.rules,
        "examples": examples_of(rules),
        "can": abilities(request),
    }
    return render(request, "invoices/policy_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_POLICIES)
def policy_new(request: SignedInRequest) -> HttpResponse:
    """Write a version, look at what it would change, then publish it for good."""
    today = clock.today(request.company.time_zone)
    earliest = first_free_day(company=request.company, today=today)
    if request.method != "POST":
        form = PolicyForm(earliest=earliest, initial=_start(request, today, earliest))
        return _shown(request, form, {})
    form = PolicyForm(request.POST, earliest=earliest)
    if not form.is_valid():
        return _shown(request, form, {}, status=422)
    if request.POST.get("seen") == form.digest():
        return _publish(request, form)
    return _preview(request, form, today)


def _publish(request: SignedInRequest, form: PolicyForm) -> HttpResponse:
    try:
        policy = publish_policy(
            actor=request.user,
            company=request.company,
            name=form.cleaned_data["name"],
            rules=form.rules(),
            from_on=form.cleaned_data["from_on"],
            reason=form.cleaned_data["reason"],
        )
    except PolicyRefusedError as error:
        form.add_error(None, str(error))
        return _shown(request, form, {}, status=422)
    messages.success(
        request,
        _("Version %(version)d comes into force on %(day)s.")
        % {"version": policy.version, "day": policy.from_on.isoformat()},
    )
    return redirect("invoices:policy_detail", policy.pk)


def _preview(
    request: SignedInRequest, form: PolicyForm, today: dt.date
) -> HttpResponse:
    try:
        rules = PolicyRules.from_dict(form.rules())
    except PolicyError as error:
        form.add_error(None, str(error))
        return _shown(request, form, {}, status=422)
    scope = LedgerScope(company=request.company, user=request.user)
    shifts = policy_preview(scope=scope, rules=rules, as_of=today)
    context = {
        "seen": form.digest(),
        "is_again": bool(request.POST.get("seen")),
        "matrices": matrices(shifts),
        "today": today,
        "plain": rules.to_dict(),
        "examples": examples_of(rules),
    }
    return _shown(request, form, context)


def _shown(
    request: SignedInRequest,
    form: PolicyForm,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    shown = {"form": form, "presets": list(PRESETS), **context}
    return render(request, "invoices/policy_form.html", shown, status=status)


def _start(
    request: SignedInRequest, today: dt.date, earliest: dt.date
) -> dict[str, Any]:
    """The form's first values: a preset of the address, else the rules in force."""
    preset = PRESETS.get(request.GET.get("preset", ""))
    rules = preset or rules_in_force(company_id=request.company.pk, on=today)
    return {**initial_of(rules), "from_on": earliest}


def _in_force(request: SignedInRequest, today: dt.date) -> ClassificationPolicy | None:
    try:
        return policy_in_force(company_id=request.company.pk, on=today)
    except NoPolicyError:
        return None
