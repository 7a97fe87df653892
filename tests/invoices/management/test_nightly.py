"""What the nightly command prints, and where."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command

from arcollect.core import clock
from arcollect.core.models import Company
from tests.books.openings import open_company, open_customer, overdue_invoice

TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def company(db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    company = open_company()
    overdue_invoice(open_customer(company), issued_on=dt.date(2026, 1, 1))
    noon = dt.datetime(2026, 3, 10, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    return company


def _nightly(*args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("nightly", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_day_to_come_is_classified_with_a_warning_beside_the_json(
    company: Company,
) -> None:
    out, err = _nightly("--as-of=2026-03-20", "--json")
    assert json.loads(out) == {"as_of": "2026-03-20", "changed": 1}
    assert len(err.splitlines()) == 1
    assert "2026-03-20" in err
    assert "2026-03-10" in err
    out, err = _nightly()
    assert "already" in out
    assert err == ""


def test_today_and_days_gone_by_need_no_warning(company: Company) -> None:
    for day in ("2026-03-09", "2026-03-10"):
        out, err = _nightly(f"--as-of={day}", "--json")
        assert json.loads(out)["as_of"] == day
        assert err == ""
