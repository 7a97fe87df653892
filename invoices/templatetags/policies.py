"""Names of the shipped policies in the reader's language."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()
SHIPPED: Final[dict[str, Promise]] = {
    "field-default": _("Usual rules"),
    "strict-one-third": _("Strict third"),
    "tax-three-years": _("Dead after three years"),
    "limitation-bad": _("Expired limitation is bad"),
    "min-grace-3": _("At least 3 days of grace"),
    "max-grace-30": _("At most 30 days of grace"),
}


@register.filter
def policy_name(name: str) -> str:
    """A shipped policy's name in words; a name that people gave stays as it is."""
    return str(SHIPPED.get(name, name))
