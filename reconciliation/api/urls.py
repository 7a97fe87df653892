"""Routes of letters and seals."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from reconciliation.api.views import LetterApi, SealApi, SealUseApi

urlpatterns = [
    *resource("letters", LetterApi),
    *resource("seals", SealApi),
    *resource("seal-uses", SealUseApi),
]
