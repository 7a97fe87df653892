"""The scope that every row of a customer shares."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from arcollect.core.permissions import Person, customer_scope


class OfCustomerQuerySet(models.QuerySet[Any]):
    """Rows that hang on a customer and are seen with him."""

    def visible_to(self, user: Person) -> Self:
        """Rows the user may see; everything else does not exist for him."""
        return self.filter(customer_scope(user))
