"""How every form of the product is drawn: one renderer, one bound field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

# Widgets that are drawn as a box of text; everything else has a class of its own.
_TICKS = (
    forms.CheckboxInput,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
)


def _style_of(widget: forms.Widget) -> str:
    if isinstance(widget, _TICKS):
        return "ac-tick"
    if isinstance(widget, forms.FileInput):
        return "ac-file"
    if isinstance(widget, forms.Select):
        return "ac-in ac-select"
    return "ac-in"


class StyledBoundField(BoundField):
    """A field that carries the style sheet's classes and tells assistive devices why
    it was refused (`aria-invalid` and `aria-describedby` come from Django)."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        own = built.get("class") or widget.attrs.get("class", "")
        style = _style_of(widget)
        if self.errors:
            style += " err"
        built["class"] = f"{style} {own}".strip()
        return built

    @property
    def is_tick(self) -> bool:
        """Whether the label stands behind the box instead of above it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def currency(self) -> str:
        """The currency of an amount whose form knows it; empty for anything else."""
        is_money = getattr(self.field, "is_money", False)
        return vars(self.form).get("currency", "") if is_money else ""


class ArcollectRenderer(TemplatesSetting):
    """Draws forms with `templates/forms/`; named by `FORM_RENDERER` in the settings."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = StyledBoundField
