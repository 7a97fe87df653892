"""What the night does after the ledger has classified its items.

Apps that stand above the ledger register in `AppConfig.ready`; both the scheduled job
and the command run the steps of a day in their order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from arcollect.core.models import Company

NightlyStep = Callable[[Company, dt.date], dict[str, Any]]
_steps: dict[str, tuple[int, NightlyStep]] = {}


def register_step(name: str, order: int, step: NightlyStep) -> None:
    """Call `step(company, business_day)` every night; lower orders come first.

    It must be safe to run twice and catch up by itself on days that were missed. What
    it returns is kept with the run, an empty dict is left out.
    """
    _steps[name] = (order, step)


def run_steps(*, company: Company, day: dt.date) -> dict[str, dict[str, Any]]:
    """Run every step; the first that fails ends the night, which is tried again.

    Later steps build on earlier ones: no reminder leaves on promises not yet judged.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, (_order, step) in sorted(_steps.items(), key=lambda entry: entry[1][0]):
        result = step(company, day)
        if result:
            found[name] = result
    return found
