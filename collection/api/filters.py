"""Filters of visits, promises and holds."""

from __future__ import annotations

from typing import Any

from django_filters import FilterSet

from arcollect.core.api.filters import (
    CurrencyFilter,
    DayFilter,
    KeyFilter,
    WordFilter,
    YesNoFilter,
)
from arcollect.core.models import OutboxMessage
from collection.domain.suppression import Reason
from collection.models import (
    CadenceStep,
    DunningLetter,
    DunningRun,
    Hold,
    Promise,
    Visit,
)


class VisitFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    recorded_by = KeyFilter(field_name="recorded_by_id")
    kind = WordFilter(choices=Visit.Kind.choices)
    outcome = WordFilter(choices=Visit.Outcome.choices)
    visited_from = DayFilter(field_name="visited_on", lookup_expr="gte")
    visited_until = DayFilter(field_name="visited_on", lookup_expr="lte")


class PromiseFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    currency = CurrencyFilter()
    state = WordFilter(choices=Promise.State.choices)
    promised_from = DayFilter(field_name="promised_on", lookup_expr="gte")
    promised_until = DayFilter(field_name="promised_on", lookup_expr="lte")


class PlannedContactFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    rep = KeyFilter(field_name="rep_id")
    step = WordFilter(choices=CadenceStep.Step.choices)
    result = WordFilter(choices=CadenceStep.Result.choices)
    planned_from = DayFilter(field_name="planned_on", lookup_expr="gte")
    planned_until = DayFilter(field_name="planned_on", lookup_expr="lte")


class ReminderFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    run = KeyFilter(field_name="run_id")
    currency = CurrencyFilter()
    state = WordFilter(choices=DunningLetter.State.choices)
    business_day_from = DayFilter(field_name="business_day", lookup_expr="gte")
    business_day_until = DayFilter(field_name="business_day", lookup_expr="lte")


class ReminderRunFilters(FilterSet):
    state = WordFilter(choices=DunningRun.State.choices)
    business_day_from = DayFilter(field_name="business_day", lookup_expr="gte")
    business_day_until = DayFilter(field_name="business_day", lookup_expr="lte")


class HeldBackFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    due_item = KeyFilter(field_name="due_item_id")
    currency = CurrencyFilter()
    reason = WordFilter(choices=[(each.value, each.value) for each in Reason])
    over = YesNoFilter(method="by_over")

    def by_over(self, rows: Any, _name: str, wanted: bool) -> Any:
        return rows.filter(until_on__isnull=not wanted)


class MessageFilters(FilterSet):
    customer = KeyFilter(field_name="dunning_letter__customer_id")
    run = KeyFilter(field_name="dunning_letter__run_id")
    state = WordFilter(choices=OutboxMessage.State.choices)


class HoldFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    kind = WordFilter(choices=Hold.Kind.choices)
    lifted = YesNoFilter(method="by_lifted")

    def by_lifted(self, rows: Any, _name: str, wanted: bool) -> Any:
        return rows.filter(lifted_at__isnull=not wanted)
