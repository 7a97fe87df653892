"""Jobs of the ledger; thin, since services do the work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from arcollect.core.models import Company
from invoices.services.classify import classify_through


def nightly(company: Company, business_day: dt.date) -> dict[str, Any]:
    """Classify the company's books through that day, missed days included."""
    result = classify_through(company=company, as_of=business_day)
    return {"as_of": business_day.isoformat(), "changed": result.changed}
