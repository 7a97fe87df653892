"""Routes of letters and seals."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from reconciliation.api.views import (
    LetterApi,
    LetterRunApi,
    SealApi,
    SealRequestApi,
    SealUseApi,
)

urlpatterns = [
    *resource("letters", LetterApi),
    *resource("letter-runs", LetterRunApi),
    *resource("seals", SealApi),
    *resource("seal-requests", SealRequestApi),
    *resource("seal-uses", SealUseApi),
]
