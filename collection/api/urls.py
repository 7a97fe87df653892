"""Routes of collection work."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from collection.api.views import HoldApi, PromiseApi, VisitApi

urlpatterns = [
    *resource("visits", VisitApi),
    *resource("promises", PromiseApi),
    *resource("holds", HoldApi),
]
