"""How the columns of an upload are read: a profile, a mapping by hand, an encoding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.models import ImportBatch
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.imports import EncodingForm, KindForm, MappingForm, first_kind
from invoices.importers.mapping import profile_text
from invoices.importers.offers import offered_profiles
from invoices.services.import_work import ImportRefusedError
from invoices.services.map_import import use_encoding, use_profile
from invoices.views.imports import batch_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT)
def import_mapping(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Suggestions for the columns; what is chosen here is checked at once."""
    batch = batch_of(request, batch_id)
    table = _first_table(batch)
    header = table.get("header", [])
    kind = first_kind(header, request.POST.get("kind") or request.GET.get("kind"))
    offered = offered_profiles(batch.company, header)
    form = MappingForm(
        request.POST if "map" in request.POST else None, kind=kind, header=header
    )
    if request.method == "POST":
        try:
            if _followed(request, batch, offered, form):
                return redirect("invoices:import_detail", batch.pk)
        except ImportRefusedError as error:
            messages.error(request, str(error))
    context = {
        "batch": batch,
        "table": table,
        "offered": [profile for profile in offered if profile.fits],
        "kind_form": KindForm(initial={"kind": kind.value}),
        "kind": kind,
        "form": form,
    }
    status = 200 if request.method != "POST" else 422
    return render(request, "invoices/import_mapping.html", context, status=status)


def _followed(
    request: SignedInRequest, batch: ImportBatch, offered: Any, form: MappingForm
) -> bool:
    """Do what the person chose; False if the mapping lacks something."""
    if "encoding" in request.POST:
        chosen = EncodingForm(request.POST)
        if not chosen.is_valid():
            raise ImportRefusedError(_("Choose an encoding."))
        use_encoding(batch, encoding=chosen.cleaned_data["encoding"])
        return True
    if "profile" in request.POST:
        named = {profile.name: profile for profile in offered}
        profile = named.get(request.POST["profile"])
        if profile is None:
            raise ImportRefusedError(_("There is no such mapping."))
        use_profile(batch, actor=request.user, name=profile.name, toml=profile.toml)
        return True
    if not form.is_bound or not form.is_valid():
        return False
    name = form.cleaned_data["save_as"].strip()
    toml = profile_text(form.mapping(name or _("Mapping by hand")))
    use_profile(batch, actor=request.user, name="", toml=toml, save_as=name)
    return True


def _first_table(batch: ImportBatch) -> dict[str, Any]:
    tables: list[dict[str, Any]] = batch.result.get("headers") or [{}]
    return tables[0]
