"""Filters of letters and of the register of seals."""

from __future__ import annotations

from django_filters import FilterSet

from arcollect.core.api.filters import (
    CurrencyFilter,
    DayFilter,
    KeyFilter,
    TextFilter,
    WordFilter,
)
from reconciliation.models import (
    ConfirmationLetter,
    LetterRun,
    LetterState,
    Seal,
    SealRequest,
)


class LetterFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    run = KeyFilter(field_name="run_id")
    currency = CurrencyFilter()
    number = TextFilter()
    kind = WordFilter(choices=ConfirmationLetter.Kind.choices)
    state = WordFilter(field_name="state__state", choices=LetterState.State.choices)
    cut_off_from = DayFilter(field_name="cut_off", lookup_expr="gte")
    cut_off_until = DayFilter(field_name="cut_off", lookup_expr="lte")


class SealFilters(FilterSet):
    kind = WordFilter(choices=Seal.Kind.choices)
    state = WordFilter(choices=Seal.State.choices)


class SealUseFilters(FilterSet):
    letter = KeyFilter(field_name="letter_id")
    seal = KeyFilter(field_name="seal_id")


class LetterRunFilters(FilterSet):
    state = WordFilter(choices=LetterRun.State.choices)
    cut_off_from = DayFilter(field_name="cut_off", lookup_expr="gte")
    cut_off_until = DayFilter(field_name="cut_off", lookup_expr="lte")


class SealRequestFilters(FilterSet):
    letter = KeyFilter(field_name="letter_id")
    seal = KeyFilter(field_name="seal_id")
    state = WordFilter(choices=SealRequest.State.choices)
