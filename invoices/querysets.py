"""Chainable filters of ledger rows."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from arcollect.core.permissions import Person, customer_scope


class ItemQuerySet(models.QuerySet[Any]):
    """Rows that hang on a due item and are seen with its customer."""

    def visible_to(self, user: Person) -> Self:
        return self.filter(customer_scope(user, path="due_item__customer__"))
