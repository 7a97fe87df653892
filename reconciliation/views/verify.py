"""The public page on which anybody checks a letter: by its code, or by its file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core.decorators import public
from arcollect.core.rate_limit import RateLimit
from reconciliation.domain.verification import Verdict
from reconciliation.forms.verify import CodeForm, FileForm
from reconciliation.models import LetterFile
from reconciliation.selectors.seal_register import (
    find_letter_by_code,
    letter_record,
)
from reconciliation.services.verification_sentences import (
    RESULTS,
    TITLES,
    sentence,
)
from reconciliation.services.verify_letter import verify_letter

TOO_MANY = 429
# Per address and minute: pages by code, and files, which cost a process each.
CODES = RateLimit(limit=20, seconds=60)
FILES = RateLimit(limit=6, seconds=60)
TEMPLATE = "verify/verify.html"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a file is judged at once and kept nowhere."""
    if request.method != "POST":
        return _page(request)
    # A form sent without choosing a file names neither.
    if "code" not in request.POST:
        return _judge(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        return redirect("verify:by_code", form.cleaned_data["code"])
    return _page(request, code_form=form, status=422)


@public
@never_cache
@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Issuer, number, cut-off, state and hash of a letter; no amount, no customer."""
    if not CODES.allows(request):
        return _too_many(request)
    letter = find_letter_by_code(code)
    if letter is None:
        form = CodeForm({"code": code})
        form.is_valid()
        form.add_error(None, _("No letter has this code. Read it again."))
        return _page(request, code_form=form, status=404)
    sealed = letter.files.filter(kind=LetterFile.Kind.SEALED).first()
    return _page(request, letter=letter, record=letter_record(letter), sealed=sealed)


def _judge(request: HttpRequest) -> HttpResponse:
    if not FILES.allows(request):
        return _too_many(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file_form=form, status=422)
    file = form.cleaned_data["file"]
    return _page(request, file_name=file.name, **_shown(verify_letter(file.read())))


def _shown(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "headline": RESULTS[verdict.result],
        "checks": [
            (TITLES[each.name], each.state.value, sentence(each))
            for each in verdict.checks
        ],
    }


def _too_many(request: HttpRequest) -> HttpResponse:
    sentence_ = _("Too many questions from your address. Wait a minute, then go on.")
    return _page(request, refused=sentence_, status=TOO_MANY)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    context = {"code_form": CodeForm(), "file_form": FileForm()} | context
    return render(request, TEMPLATE, context, status=status)
