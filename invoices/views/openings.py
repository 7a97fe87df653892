"""Opening balances for a go-live: what was owed before the books began here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.openings import OpeningsForm
from invoices.services.post_openings import post_openings
from invoices.views.acts import METHODS, ask


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def opening_new(request: SignedInRequest) -> HttpResponse:
    """Paste open amounts; all of them are posted, or none."""
    form = OpeningsForm(
        request.POST or None, company=request.company, user=request.user
    )

    def act(data: dict[str, Any]) -> tuple[int, int]:
        return post_openings(
            actor=request.user,
            company=request.company,
            rows=form.openings,
            request_key=data["request_key"],
        )

    def said(counts: tuple[int, int]) -> str:
        owed = ngettext(
            "%(count)d opening balance is posted.",
            "%(count)d opening balances are posted.",
            sum(counts),
        )
        return owed % {"count": sum(counts)}

    return ask(
        request,
        form,
        act,
        back=reverse("invoices:invoice_list"),
        done=said,
        label=_("Invoices"),
        question=_("What was owed when the books began here?"),
        hint=_(
            "Each line becomes an opening invoice with its old due date, so that its "
            "age goes on, or a credit note. All lines are posted, or none."
        ),
        button=_("Post the opening balances"),
    )
