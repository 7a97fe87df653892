"""Two people answer the first-run page at the same time: one wins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from arcollect.core.models import Company, Membership, User
from arcollect.core.services import first_run
from arcollect.core.services.first_run import AlreadySetUpError, Answers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
PEOPLE = 6


@pytest.mark.parametrize("made_before", [False, True])
def test_of_several_first_runs_at_once_one_wins(
    monkeypatch, settings, tmp_path, made_before: bool
):
    settings.VAR_DIR = tmp_path
    if made_before:
        first_run.create_company(actor=None)
    # The code is checked before: what is raced for is the company.
    monkeypatch.setattr(first_run, "check_code", lambda _code: None)
    start = Barrier(PEOPLE)

    def answer(number: int) -> bool:
        start.wait()
        try:
            first_run.complete_first_run(code="", answers=answers_of(number))
        except AlreadySetUpError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(PEOPLE) as pool:
        won = list(pool.map(answer, range(PEOPLE)))

    assert won.count(True) == 1
    winner = User.objects.get()
    assert winner.username == f"person{won.index(True)}"
    assert Company.objects.get().name == f"Company {won.index(True)}"
    assert Membership.objects.count() == 1


def answers_of(number: int) -> Answers:
    return Answers(
        company_name=f"Company {number}",
        language="en",
        base_currency="CNY",
        time_zone="Asia/Shanghai",
        full_name=f"Person {number}",
        username=f"person{number}",
        password="lantern over quiet water",
    )
