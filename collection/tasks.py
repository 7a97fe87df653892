"""What collection work adds to the night; thin, since services do the work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from arcollect.core.models import Company
from collection.services.judge_promises import judge_promises
from collection.services.plan_steps import plan_steps


def judge_step(company: Company, day: dt.date) -> dict[str, Any]:
    """Judge the promises through that day."""
    result = judge_promises(company=company, as_of=day)
    return {"changed": result.changed} if result.changed else {}


def cadence_step(company: Company, day: dt.date) -> dict[str, Any]:
    """Plan and close the contacts before settlements."""
    return plan_steps(company=company, as_of=day)
