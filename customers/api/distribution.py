"""Targets of regions over the API: read only."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import FilterSet
from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from arcollect.core.api.filters import TextFilter, WordFilter
from arcollect.core.api.views import ReadApi
from customers.models import DistributionPolicy


class DistributionPolicyOut(serializers.ModelSerializer[DistributionPolicy]):
    """One version of a region's targets; the rate in hundredths of a percent."""

    exposure_ceiling = MoneyText(read_only=True)

    class Meta:
        model = DistributionPolicy
        fields = (
            "id",
            "region",
            "version",
            "stage",
            "outlets",
            "target_bp",
            "currency",
            "exposure_ceiling",
            "from_on",
            "withdrawn",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class DistributionFilters(FilterSet):
    region = TextFilter()
    stage = WordFilter(choices=DistributionPolicy.Stage.choices)


class DistributionPolicyApi(ReadApi):
    """Every version of the targets of regions."""

    serializer_class = DistributionPolicyOut
    filterset_class = DistributionFilters

    def rows(self) -> QuerySet[DistributionPolicy]:
        return DistributionPolicy.objects.filter(company=self.company)
