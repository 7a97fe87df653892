"""Chainable filters of customers, contacts and contracts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.apps import apps
from django.db import models

from arcollect.core.permissions import Person, customer_scope


class CustomerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Person) -> Self:
        """Customers the user may see; everything else does not exist for him."""
        return self.filter(customer_scope(user, path=""))

    def with_flags(self, on: dt.date) -> Self:
        """With `is_watched`, `is_habitual_debtor` and `is_review_overdue` on the day."""
        flags = apps.get_model("customers", "CustomerFlag").objects.filter(
            models.Q(lifted_on__isnull=True) | models.Q(lifted_on__gt=on),
            customer=models.OuterRef("pk"),
            from_on__lte=on,
        )
        return self.annotate(
            is_watched=models.Exists(flags.filter(kind="watch")),
            is_habitual_debtor=models.Exists(flags.filter(kind="habitual")),
            is_review_overdue=models.Exists(flags.filter(review_on__lt=on)),
        )

    def matching(self, text: str) -> Self:
        """Customers whose code, name or tax number contains `text`, any case."""
        return self.filter(search_text__contains=text.casefold().strip())
