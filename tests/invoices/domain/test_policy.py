"""Policies: what they accept, and the grace they give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.policy import (
    FIELD_DEFAULT,
    MAX_DAYS,
    PRESETS,
    PolicyError,
    PolicyRules,
)
from tests.invoices.domain.strategies import policies


def stored(**changes: Any) -> dict[str, Any]:
    return FIELD_DEFAULT.to_dict() | changes


@pytest.mark.parametrize(
    ("policy", "term", "grace"),
    [
        ("field-default", 0, 0),
        ("field-default", 2, 0),
        ("field-default", 3, 1),
        ("field-default", 59, 19),
        ("field-default", 60, 20),
        ("min-grace-3", 0, 3),
        ("min-grace-3", 11, 3),
        ("min-grace-3", 12, 4),
        ("max-grace-30", 89, 29),
        ("max-grace-30", 90, 30),
        ("max-grace-30", 93, 30),
    ],
)
def test_grace_is_a_third_never_rounded_up_within_the_limits(
    policy: str, term: int, grace: int
) -> None:
    assert PRESETS[policy].grace_days(term) == grace


@given(st.integers(0, 5000))
def test_grace_never_exceeds_a_third(term: int) -> None:
    grace = FIELD_DEFAULT.grace_days(term)
    assert grace * 3 <= term < (grace + 1) * 3


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter than 0"):
        FIELD_DEFAULT.grace_days(-1)


@given(policies())
def test_the_stored_form_reads_back_unchanged(rules: PolicyRules) -> None:
    assert PolicyRules.from_dict(rules.to_dict()) == rules


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"grace_den": 0}, "grace_den"),
        ({"grace_num": -1}, "grace_num"),
        ({"grace_num": 0.5}, "grace_num"),
        ({"grace_num": True}, "grace_num"),
        ({"grace_min_days": "3"}, "grace_min_days"),
        ({"grace_min_days": 5, "grace_max_days": 4}, "grace_max_days"),
        ({"grace_rounding": "ceil"}, "grace_rounding"),
        ({"expedited_after": "invoice"}, "expedited_after must be one of final, due"),
        ({"quasi_after": {"due_plus": 90}}, "quasi_after lacks: min_width"),
        (
            {"quasi_after": {"final_plus": 0, "due_plus": 1}},
            "quasi_after does not know: due_plus",
        ),
        ({"quasi_after": {"final_plus": -1}}, "quasi_after.final_plus"),
        ({"bad_after": {"final_plus": 0}}, "bad_after"),
        ({"bad_after": 365}, "bad_after"),
        (
            {"bad_after": {"due_plus": MAX_DAYS + 1, "min_width": 0}},
            "bad_after.due_plus",
        ),
        ({"dead_after_days": -1}, "dead_after_days"),
        ({"limitation_forces": "EXPEDITED"}, "limitation_forces"),
        ({"limitation_forces": "GONE"}, "limitation_forces"),
        ({"bounced_bills_min": 0}, "bounced_bills_min"),
        ({"supply_stopped_days": -1}, "supply_stopped_days"),
        ({"name": " "}, "name"),
        ({"grace": 3}, "does not know: grace"),
    ],
)
def test_a_senseless_policy_is_refused_and_the_key_is_named(
    changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(PolicyError, match=says.replace(".", r"\.")):
        PolicyRules.from_dict(stored(**changes))


def test_a_missing_key_is_named() -> None:
    data = stored()
    del data["bad_after"]
    with pytest.raises(PolicyError, match="lacks: bad_after"):
        PolicyRules.from_dict(data)


def test_zero_is_a_value_and_not_a_missing_one() -> None:
    rules = PolicyRules.from_dict(
        stored(grace_max_days=0, dead_after_days=0, supply_stopped_days=0)
    )
    assert (rules.grace_max_days, rules.dead_after_days, rules.supply_stopped_days) == (
        0,
        0,
        0,
    )
    assert rules.grace_days(90) == 0
