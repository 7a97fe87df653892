"""What the night runs after the classes: in order, and no further than the first error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from arcollect.core import nightly_steps
from arcollect.core.models import Company
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 10)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    monkeypatch.setattr(nightly_steps, "_steps", {})
    ran: list[str] = []
    return ran


def step(
    ran: list[str], name: str, result: dict[str, Any]
) -> nightly_steps.NightlyStep:
    def run(company: Company, day: dt.date) -> dict[str, Any]:
        assert day == DAY
        ran.append(name)
        return result

    return run


def test_steps_run_in_their_order_and_say_what_they_did(steps: list[str]) -> None:
    nightly_steps.register_step("later", 20, step(steps, "later", {"sent": 2}))
    nightly_steps.register_step("first", 10, step(steps, "first", {}))
    found = nightly_steps.run_steps(company=factories.company(), day=DAY)
    assert steps == ["first", "later"]
    assert found == {"later": {"sent": 2}}


def test_nothing_builds_on_a_step_that_failed(steps: list[str]) -> None:
    def fails(_company: Company, _day: dt.date) -> dict[str, Any]:
        raise RuntimeError

    nightly_steps.register_step("broken", 10, fails)
    nightly_steps.register_step("later", 20, step(steps, "later", {}))
    with pytest.raises(RuntimeError):
        nightly_steps.run_steps(company=factories.company(), day=DAY)
    assert steps == []
