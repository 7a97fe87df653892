"""What collection work adds to the night; thin, since services do the work."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from arcollect.core.models import Company
from collection.services.earn_points import earn_points
from collection.services.judge_promises import judge_promises
from collection.services.plan_steps import plan_steps


def judge_step(company: Company, day: dt.date) -> dict[str, Any]:
    """Judge the promises through that day."""
    result = judge_promises(company=company, as_of=day)
    return {"changed": result.changed} if result.changed else {}


def cadence_step(company: Company, day: dt.date) -> dict[str, Any]:
    """Plan and close the contacts before settlements."""
    return plan_steps(company=company, as_of=day)


def points_step(company: Company, day: dt.date) -> dict[str, Any]:
    """Give points for money in time, take back and let lapse."""
    found = asdict(earn_points(company=company, as_of=day))
    return {name: points for name, points in found.items() if points}
