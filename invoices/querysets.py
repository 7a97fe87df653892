"""Chainable filters of ledger rows."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from arcollect.core.permissions import Person, company_scope, customer_scope
from arcollect.core.roles import Permission


class ItemQuerySet(models.QuerySet[Any]):
    """Rows that hang on a due item and are seen with its customer."""

    def visible_to(self, user: Person) -> Self:
        return self.filter(customer_scope(user, path="due_item__customer__"))


class OfItemQuerySet(models.QuerySet[Any]):
    """Rows that hang on a due item and do not name the company themselves."""

    def visible_to(self, user: Person) -> Self:
        path = "due_item__"
        return self.filter(
            customer_scope(user, path=f"{path}customer__", company_path=path)
        )


class BillEventQuerySet(models.QuerySet[Any]):
    """Steps of bills, seen with the bill's customer."""

    def visible_to(self, user: Person) -> Self:
        return self.filter(customer_scope(user, path="bill__customer__"))


class OfDecisionQuerySet(models.QuerySet[Any]):
    """Rows that hang on a decision about claims and are seen with its customer."""

    def visible_to(self, user: Person) -> Self:
        return self.filter(customer_scope(user, path="decision__customer__"))


class BankQuerySet(models.QuerySet[Any]):
    """Bank statements belong to the company, not to a customer."""

    def visible_to(self, user: Person) -> Self:
        """Rows of the companies where the user may see bank statements."""
        return self.filter(company_scope(user, Permission.VIEW_STATEMENTS))
