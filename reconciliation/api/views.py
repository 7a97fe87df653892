"""Read: confirmation letters and their runs, seals, requests, the register of use."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from arcollect.core.api.permissions import Need
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from reconciliation.api import filters
from reconciliation.api import serializers as shapes
from reconciliation.models import (
    ConfirmationLetter,
    LetterRun,
    Seal,
    SealRequest,
    SealUse,
)
from reconciliation.selectors.letters import visible_runs

SEALS = {
    "list": Need(Permission.VIEW_SEALS),
    "retrieve": Need(Permission.VIEW_SEALS),
}
RUNS = {
    "list": Need(Permission.ISSUE_LETTERS),
    "retrieve": Need(Permission.ISSUE_LETTERS),
}


class LetterApi(ReadApi):
    """Confirmation letters as they were issued."""

    serializer_class = shapes.LetterOut
    filterset_class = filters.LetterFilters

    def rows(self) -> QuerySet[Any]:
        rows = ConfirmationLetter.objects.filter(company=self.company)
        visible = rows.visible_to(self.user).select_related("state")
        return visible.prefetch_related("files")


class SealApi(ReadApi):
    """The company's seals, for those who may see them."""

    needs: ClassVar[dict[str, Need]] = SEALS
    serializer_class = shapes.SealOut
    filterset_class = filters.SealFilters

    def rows(self) -> QuerySet[Any]:
        rows = Seal.objects.filter(company=self.company)
        return rows.visible_to(self.user).defer("artwork")


class SealUseApi(ReadApi):
    """The register of uses, for those who may see seals."""

    needs: ClassVar[dict[str, Need]] = SEALS
    serializer_class = shapes.SealUseOut
    filterset_class = filters.SealUseFilters

    def rows(self) -> QuerySet[Any]:
        rows = SealUse.objects.filter(company=self.company)
        return rows.visible_to(self.user)


class LetterRunApi(ReadApi):
    """Runs of letters, for those who may issue letters."""

    needs: ClassVar[dict[str, Need]] = RUNS
    serializer_class = shapes.LetterRunOut
    filterset_class = filters.LetterRunFilters

    def rows(self) -> QuerySet[LetterRun]:
        return visible_runs(self.user, self.company)


class SealRequestApi(ReadApi):
    """What was asked of the seals, and who decided; for those who may see seals."""

    needs: ClassVar[dict[str, Need]] = SEALS
    serializer_class = shapes.SealRequestOut
    filterset_class = filters.SealRequestFilters

    def rows(self) -> QuerySet[Any]:
        rows = SealRequest.objects.filter(company=self.company)
        return rows.visible_to(self.user)
