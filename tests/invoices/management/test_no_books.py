"""The commands on a database that has only been migrated."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from arcollect.core.models import Company

AS_OF = "--as-of=2026-03-10"


def _json(command: str, *args: str) -> Any:
    out = io.StringIO()
    call_command(command, *args, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["bucket", "class", "customer"])
def test_aging_of_nothing_is_empty(by: str) -> None:
    found = _json("aging", AS_OF, f"--by={by}")
    assert found == {"as_of": "2026-03-10", "currencies": {}}


@pytest.mark.django_db
def test_a_night_over_nothing_changes_nothing() -> None:
    assert _json("nightly", AS_OF) == {"as_of": "2026-03-10", "changed": 0}
    assert not Company.objects.exists()


@pytest.mark.django_db
def test_nothing_differs_from_no_documents() -> None:
    assert _json("verify") == {"ok": True, "differences": []}


@pytest.mark.django_db
@pytest.mark.parametrize("command", [("aging", AS_OF), ("nightly", AS_OF), ("verify",)])
def test_a_company_that_is_not_there_is_wrong_usage(command: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command(*command, "--company=NONE")
    assert refused.value.returncode == 2
