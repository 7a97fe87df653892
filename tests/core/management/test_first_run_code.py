"""The first-run code can be had where the web server prints nothing."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from arcollect.core.services.first_run_code import check_code


@pytest.mark.django_db
def test_prints_a_code_that_opens_the_first_run_page() -> None:
    said = io.StringIO()
    call_command("first_run_code", stdout=said)
    check_code(said.getvalue().strip().splitlines()[-1].rpartition(" ")[2])


@pytest.mark.django_db
def test_says_so_when_arcollect_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arcollect.core.services.first_run.is_pending", lambda: False)
    said = io.StringIO()
    call_command("first_run_code", stdout=said)
    assert said.getvalue() == "arcollect has been set up already.\n"
