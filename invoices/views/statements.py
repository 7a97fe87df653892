"""Bank statements: list, page, upload and what became of each uploaded file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.statements import StatementFilter, StatementUploadForm
from invoices.importers.statements.reading import MAX_BYTES, Reader
from invoices.selectors.bank_statements import (
    STATEMENT_ORDERS,
    list_statement_entries,
    list_statements,
)
from invoices.services.import_statement import (
    ImportedFile,
    StatementRefusedError,
    import_statement,
    refused,
)


@require_safe
@requires(Permission.VIEW_STATEMENTS)
def statement_list(request: SignedInRequest) -> HttpResponse:
    filters = StatementFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=STATEMENT_ORDERS, default="-until")
    rows = list_statements(user=request.user, company=request.company, filters=chosen)
    context = {
        "page_obj": page_of(rows.order_by(*order), request),
        "filters": filters,
        "sort": sort,
        "can": abilities(request),
        "is_filtered": bool(chosen),
    }
    return render(request, "invoices/statement_list.html", context)


@require_safe
@requires(Permission.VIEW_STATEMENTS)
def statement_detail(request: SignedInRequest, statement_id: int) -> HttpResponse:
    statement = get_or_404(
        list_statements(user=request.user, company=request.company, filters={}),
        pk=statement_id,
    )
    context = {
        "statement": statement,
        "page_obj": page_of(list_statement_entries(statement), request),
        "can": abilities(request),
    }
    return render(request, "invoices/statement_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT)
def statement_new(request: SignedInRequest) -> HttpResponse:
    """Upload statements; each file is taken or refused on its own, at once."""
    sent = request.method == "POST"
    form = StatementUploadForm(*((request.POST, request.FILES) if sent else ()))
    if not sent or not form.is_valid():
        status = 422 if form.errors else 200
        return render(
            request, "invoices/statement_new.html", {"form": form}, status=status
        )
    done = _import(request, form)
    status = 422 if all(item.status == "refused" for item in done) else 200
    context = {"done": done}
    return render(request, "invoices/statement_result.html", context, status=status)


def _import(request: SignedInRequest, form: StatementUploadForm) -> list[ImportedFile]:
    """What became of each uploaded file, in their order."""
    done = []
    with Reader() as reader:
        for upload in form.cleaned_data["statements"]:
            try:
                found = import_statement(
                    actor=request.user,
                    company=request.company,
                    name=upload.name,
                    # One byte more than is taken shows that the file is too large.
                    content=upload.read(MAX_BYTES + 1),
                    profile=form.chosen_profile(),
                    reader=reader,
                )
            except StatementRefusedError as error:
                found = refused(upload.name, error)
            done.append(found)
    return done
