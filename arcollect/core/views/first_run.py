"""The page that completes an empty arcollect, once."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import public
from arcollect.core.forms_sign_in import FirstRunForm
from arcollect.core.models import User
from arcollect.core.services.first_run import (
    AlreadySetUpError,
    complete_first_run,
    is_pending,
)
from arcollect.core.services.first_run_code import (
    TooManyCodesError,
    WrongFirstRunCodeError,
)
from arcollect.core.services.record_sign_in import record_sign_in

BACKEND = "django.contrib.auth.backends.ModelBackend"


@public
@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Ask for company and administrator; a page that no longer exists afterwards."""
    if not is_pending():
        raise Http404
    form = FirstRunForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        user = _complete(form)
        if user is not None:
            auth.login(request, user, backend=BACKEND)
            record_sign_in(user=user)
            response = redirect("/")
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
            return response
    return render(request, "core/first_run.html", {"form": form})


def _complete(form: FirstRunForm) -> User | None:
    try:
        return complete_first_run(
            code=form.cleaned_data["code"], answers=form.answers()
        )
    except WrongFirstRunCodeError:
        form.add_error(
            "code",
            _("This is not the code that the console shows. Copy it from there."),
        )
    except TooManyCodesError:
        form.add_error(
            "code", _("Too many wrong codes. Wait one minute, then try again.")
        )
    except AlreadySetUpError:
        raise Http404 from None
    return None
