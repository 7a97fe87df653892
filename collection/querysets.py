"""The scope of rows that hang on a sales rep rather than on a customer."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from arcollect.core.permissions import Person, rep_scope


class OfRepQuerySet(models.QuerySet[Any]):
    """Rows of a rep: he sees his own, a manager his team's, finance the company's."""

    def visible_to(self, user: Person) -> Self:
        """Rows the user may see; everything else does not exist for him."""
        return self.filter(rep_scope(user, path="rep__"))
