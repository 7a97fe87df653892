"""Chainable filters of customers, contacts and contracts."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from arcollect.core.permissions import Person, customer_scope


class CustomerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Person) -> Self:
        """Customers the user may see; everything else does not exist for him."""
        return self.filter(customer_scope(user, path=""))

    def matching(self, text: str) -> Self:
        """Customers whose code, name or tax number contains `text`, any case."""
        return self.filter(search_text__contains=text.casefold().strip())
