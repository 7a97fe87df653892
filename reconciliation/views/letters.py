"""Letters: the list with its control total, one letter, its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.outbound.pdf import PdfRenderError
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from reconciliation.forms.letters import LetterFilter
from reconciliation.models import ConfirmationLetter, LetterFile
from reconciliation.selectors.letters import (
    LETTER_ORDERS,
    cut_off_overview,
    cut_offs_of,
    list_letters,
    sums_of,
    visible_letters,
)
from reconciliation.services.render_letter import (
    LetterFileDamagedError,
    find_file,
    read_letter_file,
    render_letter,
)
from reconciliation.services.withdraw_letter import IN_FORCE

LINES_SHOWN = 100


def find_letter(request: SignedInRequest, letter_id: int) -> ConfirmationLetter:
    """The letter, if the person sees its customer; else 404."""
    letters = visible_letters(request.user, request.company)
    found: ConfirmationLetter = get_or_404(
        letters.select_related(
            "issued_by", "state__withdrawn_by", "supersedes", "superseded_by", "run"
        ).defer(None),
        pk=letter_id,
    )
    return found


@require_safe
@requires(Permission.VIEW_LEDGER)
def letter_list(request: SignedInRequest) -> HttpResponseBase:
    filters = LetterFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=LETTER_ORDERS, default="-number")
    rows = list_letters(user=request.user, company=request.company, filters=chosen)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows.order_by(*order)), file_format=wanted)
    cut_offs = cut_offs_of(user=request.user, company=request.company)
    context = {
        "page_obj": page_of(rows.order_by(*order), request),
        "sums": sums_of(rows),
        "filters": filters,
        "sort": sort,
        "can": abilities(request),
        "is_filtered": bool(chosen),
        "cut_offs": cut_offs,
        "overview": _overview(request, chosen, cut_offs),
    }
    return render(request, "reconciliation/letter_list.html", context)


def _overview(
    request: SignedInRequest, chosen: dict[str, Any], cut_offs: list[Any]
) -> Any:
    """Where the letters of the chosen, else the newest cut-off are."""
    if not cut_offs:
        return None
    return cut_off_overview(
        user=request.user,
        company=request.company,
        cut_off=chosen.get("cut_off", cut_offs[0]),
        currency=chosen.get("currency", request.company.base_currency),
    )


@require_safe
@requires(Permission.VIEW_LEDGER)
def letter_detail(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = find_letter(request, letter_id)
    lines = letter.data["lines"]
    context = {
        "letter": letter,
        "data": letter.data,
        "lines": lines[-LINES_SHOWN:],
        "hidden_lines": max(0, len(lines) - LINES_SHOWN),
        "accounts": _accounts(letter),
        "files": letter.files.order_by("pk"),
        "in_force": letter.state.state in IN_FORCE,
        "can": abilities(request),
    }
    return render(request, "reconciliation/letter_detail.html", context)


def _accounts(letter: ConfirmationLetter) -> list[tuple[str, dict[str, str]]]:
    words = {
        "receivable": _("Trade receivables"),
        "advance": _("Advances received"),
        "notes": _("Notes held"),
        "deposit": _("Deposits and retentions"),
        "other": _("Other"),
    }
    accounts: dict[str, dict[str, str]] = letter.data["accounts"]
    return [(words[name], sides) for name, sides in accounts.items()]


@require_safe
@requires(Permission.VIEW_LEDGER)
def letter_file(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """The PDF, sealed if it is; always the bytes that were recorded."""
    letter = find_letter(request, letter_id)
    try:
        file = find_file(letter, LetterFile.Kind.SEALED) or render_letter(letter)
        content = read_letter_file(file)
    except LetterFileDamagedError as error:
        messages.error(request, str(error))
        return redirect("reconciliation:letter_detail", letter.pk)
    except PdfRenderError:
        messages.error(
            request, _("The letter could not be rendered just now. Try again.")
        )
        return redirect("reconciliation:letter_detail", letter.pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{letter.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Customer code"),
        _("Customer"),
        _("Kind"),
        _("Cut-off date"),
        _("Issued"),
        _("Reply due on"),
        _("Currency"),
        _("Balance"),
        _("State"),
        _("Sealed"),
    ]
    cells = (
        [
            row.number,
            row.customer.code,
            row.customer.name,
            row.get_kind_display(),
            row.cut_off,
            row.issued_on,
            row.reply_due_on,
            row.currency,
            round_money(row.balance, row.currency),
            row.state.get_state_display(),
            _("yes") if row.is_sealed else _("no"),
        ]
        for row in rows
    )
    return Sheet(name="letters", heads=heads, rows=cells)
