"""One small form about one thing: draw it, do it, or say why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.requests import SignedInRequest
from invoices.services.errors import LedgerRefusedError
from invoices.views.answers import say_already_done

METHODS = ["GET", "HEAD", "POST"]


def ask(
    request: SignedInRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    back: str,
    done: str | Promise | Callable[[Any], str],
    template: str = "invoices/act_form.html",
    **context: Any,
) -> HttpResponse:
    """Show `form`; when it was sent and is valid, call `act` with what it says.

    `back` is where the person came from and goes when it is done; a refusal of the
    ledger stands above the form and nothing was changed. `done` is the sentence, or
    makes it from what `act` returned.
    """
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form.cleaned_data)
        except AlreadyDoneError as already:
            say_already_done(request, already)
            return redirect(back)
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done(result) if callable(done) else str(done))
            return redirect(back)
    context |= {"form": form, "back_url": back}
    status = 422 if form.errors else 200
    return render(request, template, context, status=status)
