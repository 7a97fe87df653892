"""The wording of reminders, level by level and language by language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core.decorators import requires
from arcollect.core.display import LANGUAGE_NAMES
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.domain.dunning import Level
from collection.domain.letter_texts import LANGUAGES
from collection.forms.dunning import TextForm, placeholder_words
from collection.models import DunningLevel
from collection.selectors.wordings import (
    SENT_LEVELS,
    find_own_text,
    own_texts,
    wording_of,
)
from collection.services.save_text import TextRefusedError, reset_text, save_text


@require_safe
@requires(Permission.MANAGE_REMINDERS)
def text_list(request: SignedInRequest) -> HttpResponse:
    """Every text, and which of them the company wrote itself."""
    own = own_texts(company=request.company)
    rows = [
        {
            "level": level.value,
            "label": DunningLevel(level.value).label,
            "texts": [
                (code, LANGUAGE_NAMES[code], own.get((level.value, code)))
                for code in LANGUAGES
            ],
        }
        for level in SENT_LEVELS
    ]
    return render(request, "collections/dunning_texts.html", {"rows": rows})


def _asked(request: SignedInRequest) -> tuple[int, str]:
    level = request.GET.get("level", "1")
    language = request.GET.get("language", LANGUAGES[0])
    if language not in LANGUAGES or level not in [
        str(one.value) for one in SENT_LEVELS
    ]:
        raise Http404
    return int(level), language


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_REMINDERS)
def text_edit(request: SignedInRequest) -> HttpResponse:
    """Subject and body of the level and language that the address asks for."""
    level, language = _asked(request)
    which: dict[str, Any] = {
        "company": request.company,
        "level": Level(level),
        "language": language,
    }
    now = wording_of(**which)
    form = TextForm(
        request.POST or None,
        language=language,
        initial={"subject": now.subject, "body": now.body},
    )
    if request.method == "POST":
        try:
            if "reset" in request.POST:
                reset_text(actor=request.user, **which)
            elif form.is_valid():
                save_text(actor=request.user, **which, **form.cleaned_data)
        except TextRefusedError as error:
            form.add_error(None, str(error))
        if "reset" in request.POST or form.is_valid():
            messages.success(request, _("Saved. Letters rendered from now on say so."))
            return redirect("collections:dunning_texts")
    context = {
        "form": form,
        "level": DunningLevel(level).label,
        "language": dict(settings.LANGUAGES)[language],
        "own": find_own_text(**which),
        "placeholders": placeholder_words(),
    }
    status = 422 if form.errors else 200
    return render(request, "collections/dunning_text.html", context, status=status)
