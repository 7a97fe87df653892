"""Class and state tags, bars, queries, page numbers, names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context
from django.test import RequestFactory

from arcollect.core.templatetags import arcollect as tags
from invoices.domain.classes import ReceivableClass


@pytest.mark.parametrize("each", list(ReceivableClass))
def test_every_class_has_a_glyph_and_a_word_by_name_and_by_severity(
    each: ReceivableClass,
) -> None:
    by_name = tags.class_tag(each)
    assert by_name == tags.class_tag(each.value) == tags.class_tag(each.severity)
    assert f"#mo-{tags.class_letter(each)}" in by_name
    assert tags.class_name(each) in by_name


def test_an_item_without_a_class_says_so() -> None:
    assert "Not classified yet" in tags.class_tag(None)


def test_a_state_has_an_icon_and_a_word() -> None:
    broken = tags.state_tag("<broken>", "bad")
    assert "#i-circle-x" in broken
    assert "&lt;broken&gt;" in broken


def test_a_bar_has_widths_and_no_style_attribute() -> None:
    bar = tags.stacked_bar([("cE", Decimal("0.25")), ("cU", Decimal("0.5"))], "Credit")
    assert 'class="cU" x="25.00" width="50.00"' in bar
    assert "style=" not in bar


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"page": 3}, "?class=BAD&page=3"),
        ({"sort": "due"}, "?class=BAD&sort=due"),
        ({"class": None}, "?"),
    ],
)
def test_a_changed_query_keeps_the_rest_and_goes_to_the_first_page(
    changes: dict[str, Any], expected: str
) -> None:
    request = RequestFactory().get("/", {"class": "BAD", "page": "2"})
    assert tags.query_with(Context({"request": request}), **changes) == expected


def test_page_numbers_leave_out_the_far_ones() -> None:
    page = Paginator(range(1000), 25).page(20)
    assert tags.page_numbers(page) == [1, "…", 19, 20, 21, "…", 40]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Gu Wei", "GW"), ("顾 伟", "顾"), ("gu.wei", "GW"), ("Ada", "A"), ("", "")],
)
def test_initials(name: str, expected: str) -> None:
    assert tags.initials(name) == expected
