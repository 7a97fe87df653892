"""Mark a planned contact as done, with the day that the customer named."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.forms.promise import StepForm
from collection.models import CadenceStep
from collection.services.mark_steps import StepRefusedError, mark_step_done


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_VISITS)
def step_done(request: SignedInRequest, step_id: int) -> HttpResponse:
    """The contact took place without a visit being logged."""
    step: CadenceStep = get_or_404(
        CadenceStep.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer", "company"),
        pk=step_id,
    )
    today = clock.today(request.company.time_zone)
    form = StepForm(request.POST or None, today=today, initial={"done_on": today})
    if step.step == CadenceStep.Step.T0:
        del form.fields["named_on"]
    if request.method == "POST" and form.is_valid():
        try:
            mark_step_done(actor=request.user, step=step, **form.cleaned_data)
        except StepRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Marked as done."))
            return redirect("collections:my_day")
    context = {"form": form, "step": step}
    status = 422 if form.errors else 200
    return render(request, "collections/step_done.html", context, status=status)
