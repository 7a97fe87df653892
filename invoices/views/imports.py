"""Imports: upload, what a check found, posting, discarding, the file with errors."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from arcollect.core.decorators import requires
from arcollect.core.exports import asked_format, export_response
from arcollect.core.lists import page_of
from arcollect.core.models import ImportBatch
from arcollect.core.permissions import get_or_404
from arcollect.core.raw_bytes import FileRefusedError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.imports import KIND_WORDS, UploadForm
from invoices.importers.columns import Kind, column_names
from invoices.importers.error_file import write_error_file
from invoices.importers.examples import example_of
from invoices.importers.sources import SourceFile
from invoices.selectors.import_batches import progress_of, visible_imports
from invoices.services.check_import import profile_of, start_check
from invoices.services.commit_import import start_commit
from invoices.services.discard_import import discard_import
from invoices.services.import_work import ImportRefusedError, staging_path
from invoices.services.upload_import import upload_import


def batch_of(request: SignedInRequest, batch_id: int) -> ImportBatch:
    """The import, or 404 if it is not one of the company's."""
    found: ImportBatch = get_or_404(
        visible_imports(request.user, request.company), pk=batch_id
    )
    return found


@require_safe
@requires(Permission.IMPORT)
def import_list(request: SignedInRequest) -> HttpResponse:
    imports = visible_imports(request.user, request.company).prefetch_related("files")
    context = {"page_obj": page_of(imports, request)}
    return render(request, "invoices/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT)
def import_new(request: SignedInRequest) -> HttpResponse:
    """Upload files; they are checked in the background at once."""
    form = UploadForm(request.POST or None, request.FILES or None)
    kinds = [
        (kind.value, KIND_WORDS[kind], ", ".join(column_names(kind))) for kind in Kind
    ]
    context = {"form": form, "kinds": kinds}
    if request.method != "POST":
        return render(request, "invoices/import_new.html", context)
    if form.is_valid():
        try:
            batch = upload_import(
                actor=request.user,
                company=request.company,
                uploads=form.cleaned_data["tables"],
            )
            start_check(batch)
            return redirect("invoices:import_detail", batch.pk)
        except ImportRefusedError as error:
            form.add_error("tables", str(error))
    return render(request, "invoices/import_new.html", context, status=422)


@require_safe
@requires(Permission.IMPORT)
def import_example(request: SignedInRequest) -> HttpResponseBase:
    """A file of `?kind=` to fill in, as CSV or with `?export=xlsx` as a workbook."""
    kind = request.GET.get("kind", Kind.CUSTOMERS)
    if kind not in set(Kind):
        raise Http404
    file_format = asked_format(request.GET.get("export")) or "csv"
    return export_response(example_of(Kind(kind)), file_format=file_format)


@require_safe
@requires(Permission.IMPORT)
def import_detail(request: SignedInRequest, batch_id: int) -> HttpResponse:
    batch = batch_of(request, batch_id)
    context = {
        "batch": batch,
        "result": batch.result,
        "files": batch.files.order_by("pk"),
        "progress": progress_of(batch),
        "needs_mapping": batch.state == ImportBatch.State.UPLOADED
        and bool(batch.result.get("headers")),
        "has_findings": staging_path(batch).is_file(),
    }
    return render(request, "invoices/import_detail.html", context)


@require_safe
@requires(Permission.IMPORT)
def import_progress(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """The bar alone; once the work is done it asks the page to load again."""
    batch = batch_of(request, batch_id)
    progress = progress_of(batch)
    context = {"batch": batch, "progress": progress}
    response = render(request, "invoices/_import_progress.html", context)
    if progress.finished and request.htmx:
        response["HX-Redirect"] = reverse("invoices:import_detail", args=[batch.pk])
    return response


@require_POST
@requires(Permission.IMPORT)
def import_commit(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Post the batch; a second click finds it under way."""
    batch = batch_of(request, batch_id)
    try:
        start_commit(batch, actor=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    return redirect("invoices:import_detail", batch.pk)


@require_POST
@requires(Permission.IMPORT)
def import_discard(request: SignedInRequest, batch_id: int) -> HttpResponse:
    batch = batch_of(request, batch_id)
    try:
        discard_import(batch, actor=request.user)
        messages.success(request, _("The import is discarded; nothing was posted."))
    except ImportRefusedError as error:
        messages.error(request, str(error))
    return redirect("invoices:import_detail", batch.pk)


@require_safe
@requires(Permission.IMPORT)
def import_errors(
    request: SignedInRequest, batch_id: int, file_id: int
) -> HttpResponseBase:
    """The same file with a column that says what is wrong."""
    batch = batch_of(request, batch_id)
    file = get_or_404(batch.files.all(), pk=file_id)
    if not staging_path(batch).is_file():
        raise Http404
    profile = profile_of(batch)
    with tempfile.TemporaryDirectory(prefix="arcollect-errors-") as folder:
        target = Path(folder) / "errors"
        try:
            name = write_error_file(
                SourceFile(Path(file.path), file.name),
                staging_path=staging_path(batch),
                target=target,
                scratch=Path(folder),
                encoding=batch.encoding,
                delimiter=profile.delimiter if profile else ",",
            )
        except FileRefusedError as error:
            messages.error(request, str(error))
            return redirect("invoices:import_detail", batch.pk)
        # Unlinked with the folder, and readable until the response is sent.
        return FileResponse(target.open("rb"), as_attachment=True, filename=name)
