"""The list box is drawn as Django draws it, in one template."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

CHOICES = [
    ("", "Choose"),
    ("1", "One & <all>"),
    ("More", [("2", "Two"), (3, "Three")]),
]


class Colours(forms.Select):
    """Options with attributes of their own."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        option["attrs"] |= {"data-x": 'a"b', "hidden": False}
        return option


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, Colours])
@pytest.mark.parametrize("value", [None, "1", 3])
def test_it_reads_like_the_original(widget, value):
    field = widget(attrs={"class": "ac-in", "required": True}, choices=CHOICES)
    ours = field.render("n", value)
    theirs = field.render("n", value, renderer=DjangoTemplates())
    assert parse_html(theirs) == parse_html(ours)
    assert "&lt;all&gt;" in ours
