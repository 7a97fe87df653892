"""A percentage as people type it: whole basis points, and a sentence for the rest."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from arcollect.core.percent_field import PercentFormField


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("2.5", 250),
        ("2.50 %", 250),
        ("０.３５％", 35),
        ("100", 10_000),
        ("0", 0),
        ("", None),
    ],
)
def test_a_percentage_is_whole_basis_points(typed: str, points: int | None) -> None:
    assert PercentFormField(required=False).clean(typed) == points


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2.555", "percent_digits"),
        ("100.01", "percent_most"),
        ("-1", "percent"),
        ("a lot", "percent"),
        ("NaN", "percent"),
    ],
)
def test_anything_else_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PercentFormField().clean(typed)
    assert [each.code for each in caught.value.error_list] == [code]


def test_the_bounds_are_allowed_themselves() -> None:
    field = PercentFormField(least=1, most=9_999)
    assert (field.clean("0.01"), field.clean("99.99")) == (1, 9_999)
    with pytest.raises(ValidationError, match=r"At least 0\.01 percent"):
        field.clean("0")
    with pytest.raises(ValidationError, match=r"At most 99\.99 percent"):
        field.clean("100")


def test_what_is_stored_comes_back_as_typed_and_unchanged() -> None:
    field = PercentFormField()
    assert field.prepare_value(250) == "2.5"
    assert not field.has_changed(250, "2.5")
    assert field.has_changed(250, "2.6")
