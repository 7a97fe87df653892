"""One reminder: as the customer reads it, in three languages, and what can be done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from arcollect.core.decorators import requires
from arcollect.core.display import LANGUAGE_NAMES
from arcollect.core.lists import abilities
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.stored_files import StoredFileError, read_stored
from collection.domain.letter_texts import LANGUAGES
from collection.forms.dunning import ReasonForm
from collection.models import DunningLetter
from collection.selectors.dunning_pages import list_letters
from collection.selectors.letter_words import words_of_letter
from collection.services.render_letter import letter_body, mail_parts
from collection.services.send_test import NoTestError, send_test
from collection.services.skip_letter import SkipRefusedError, skip_letter

METHODS = ["GET", "HEAD", "POST"]


def find_letter(request: SignedInRequest, letter_id: int) -> DunningLetter:
    """The letter, if the person may see its customer; else 404."""
    rows = list_letters(company=request.company, user=request.user)
    return get_or_404(rows, pk=letter_id)


def _language(request: SignedInRequest, letter: DunningLetter) -> str:
    asked = request.GET.get("language") or request.POST.get("language")
    return asked if asked in LANGUAGES else letter.language


@require_safe
@requires(Permission.VIEW_LEDGER)
def letter_page(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """The letter with its real data; rendered as page and text, never as PDF here."""
    letter = find_letter(request, letter_id)
    language = _language(request, letter)
    words = words_of_letter(letter, language=language)
    as_text = request.GET.get("view") == "text"
    context = {
        "letter": letter,
        "words": words,
        "text": mail_parts(words)["text"] if as_text else "",
        "paper": "" if as_text else letter_body(words),
        "language": language,
        "languages": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        "has_pdf": bool(letter.message and letter.message.payload.get("files")),
        "can": abilities(request),
    }
    return render(request, "collections/dunning_letter.html", context)


@require_http_methods(METHODS)
@requires(Permission.RELEASE_REMINDERS)
def skip(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """Leave the letter out of this run, with a reason."""
    letter = find_letter(request, letter_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            skip_letter(actor=request.user, letter=letter, **form.cleaned_data)
        except SkipRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Skipped for this run."))
            return redirect("collections:dunning_run", run_id=letter.run_id)
    context = {"form": form, "letter": letter}
    status = 422 if form.errors else 200
    return render(request, "collections/dunning_skip.html", context, status=status)


@require_POST
@requires(Permission.RELEASE_REMINDERS)
def test(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """Send the letter to oneself."""
    letter = find_letter(request, letter_id)
    language = _language(request, letter)
    try:
        send_test(actor=request.user, letter=letter, language=language)
    except NoTestError as error:
        messages.error(request, str(error))
    else:
        told = _("A test goes to %(address)s.") % {"address": request.user.email}
        messages.success(request, told)
    return redirect("collections:dunning_letter", letter_id=letter.pk)


@require_safe
@requires(Permission.VIEW_LEDGER)
def pdf(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """The PDF as it was frozen for the mail."""
    letter = find_letter(request, letter_id)
    files = letter.message.payload.get("files", []) if letter.message else []
    if not files:
        raise Http404
    try:
        content = read_stored(files[0]["path"], files[0]["sha256"])
    except StoredFileError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{letter.number}.pdf"'
    return response
