"""Writes of the API happen once per `Idempotency-Key`, whatever gets lost."""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from arcollect.core import idempotency
from arcollect.core.api import calls
from arcollect.core.models import IdempotencyKey, User
from arcollect.core.roles import Role
from customers.models import Contact, Customer
from invoices.models import CreditNote, Invoice
from tests import factories
from tests.levels import POSTGRESQL

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def clerk() -> User:
    return factories.user(role=Role.FINANCE, company=factories.company())


@pytest.fixture
def customer(clerk: User) -> Customer:
    return factories.customer(company=clerk.memberships.get().company)


def post(client: Client, path: str, body: Any, key: str = "") -> HttpResponse:
    headers = {calls.HEADER: key} if key else {}
    return client.post(
        f"/api/v1/{path}/", body, content_type="application/json", headers=headers
    )


def person(customer: Customer, name: str = "Ms Lin") -> dict[str, Any]:
    """A contact has no number that would keep a second one out."""
    return {"customer": customer.pk, "name": name}


def test_a_repeated_call_is_answered_as_the_first_one(clerk, customer):
    client = factories.caller(clerk)

    first = post(client, "contacts", person(customer), "one")
    again = post(client, "contacts", person(customer), "one")

    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again[calls.REPLAYED] == "true"
    assert calls.REPLAYED not in first.headers
    assert Contact.objects.count() == 1


def test_without_a_key_every_call_counts(clerk, customer):
    client = factories.caller(clerk)
    for _ in range(2):
        assert post(client, "contacts", person(customer)).status_code == 201
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("change", ["body", "path"])
def test_the_same_key_for_something_else_is_refused(clerk, customer, change):
    client = factories.caller(clerk)
    post(client, "contacts", person(customer), "one")

    if change == "body":
        other = post(client, "contacts", person(customer, "Mr Wu"), "one")
    else:
        other = post(client, "customers", {"code": "K", "name": "N"}, "one")

    assert other.status_code == 422
    assert other.json()["errors"][0]["rule"] == "key-reused"
    assert Contact.objects.count() == 1


def test_a_second_call_while_the_first_runs_is_refused(clerk, customer, monkeypatch):
    client = factories.caller(clerk)
    answers = []
    add = calls.retried_transaction

    def slowly(work: Any) -> Any:
        if not answers:
            answers.append(None)
            answers[0] = post(client, "contacts", person(customer), "one")
        return add(work)

    monkeypatch.setattr(calls, "retried_transaction", slowly)
    first = post(client, "contacts", person(customer), "one")

    assert first.status_code == 201
    assert answers[0].status_code == 409
    assert answers[0].json()["errors"][0]["rule"] == "still-running"
    assert Contact.objects.count() == 1


def test_a_refused_call_may_be_mended_under_the_same_key(clerk, customer):
    client = factories.caller(clerk)

    wrong = post(client, "contacts", {"customer": customer.pk}, "one")
    mended = post(client, "contacts", person(customer), "one")

    assert wrong.status_code == 422
    assert mended.status_code == 201
    assert calls.REPLAYED not in mended.headers


def test_a_key_belongs_to_a_person_and_a_company(clerk, customer):
    other = factories.user(role=Role.FINANCE, company=customer.company)
    for user in (clerk, other):
        answer = post(factories.caller(user), "contacts", person(customer), "one")
        assert calls.REPLAYED not in answer.headers
    assert Contact.objects.count() == 2


def test_a_key_of_a_form_is_another_key(clerk, customer):
    IdempotencyKey.objects.create(
        user=clerk, key="one", action="invoices.draft.posted", created_at=NOON
    )
    made = post(factories.caller(clerk), "contacts", person(customer), "one")

    assert made.status_code == 201
    assert IdempotencyKey.objects.count() == 2


@pytest.mark.parametrize("key", [" ", "x" * 256, "键"])
def test_a_key_that_is_none_is_refused(clerk, customer, key):
    answer = post(factories.caller(clerk), "contacts", person(customer), key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == calls.HEADER
    assert not Contact.objects.exists()


def test_an_answer_is_kept_for_a_day(clerk, customer):
    with time_machine.travel(NOON, tick=False) as traveller:
        client = factories.caller(clerk)
        post(client, "contacts", person(customer), "one")
        traveller.shift(dt.timedelta(hours=23, minutes=59))
        assert post(client, "contacts", person(customer), "one")[calls.REPLAYED]
        traveller.shift(dt.timedelta(minutes=1))
        later = post(client, "contacts", person(customer), "one")

    assert calls.REPLAYED not in later.headers
    assert Contact.objects.count() == 2


def test_old_keys_of_calls_are_forgotten_and_those_of_forms_stay(clerk, customer):
    with time_machine.travel(NOON, tick=False) as traveller:
        post(factories.caller(clerk), "contacts", person(customer), "one")
        IdempotencyKey.objects.create(
            user=clerk, key="draft-1", action="invoices.draft.posted", created_at=NOON
        )
        assert idempotency.forget_calls() == 0
        traveller.shift(dt.timedelta(hours=24))
        assert idempotency.forget_calls() == 1
    assert IdempotencyKey.objects.get().key == "draft-1"


class PowerCutError(Exception):
    """The process is gone; nothing after it runs."""


@pytest.mark.parametrize("moment", ["before the work", "after the work"])
def test_a_killed_call_leaves_nothing_and_can_be_repeated(
    clerk, customer, monkeypatch, moment
):
    client = factories.caller(clerk)
    client.raise_request_exception = False
    with (
        time_machine.travel(NOON, tick=False) as traveller,
        monkeypatch.context() as cut,
    ):
        cut.setattr(calls, "drop_call", lambda _claim: None)
        if moment == "before the work":
            cut.setattr(calls, "retried_transaction", power_cut)
        else:
            cut.setattr(calls, "finish_call", power_cut)
        assert post(client, "contacts", person(customer), "one").status_code == 500
        assert not Contact.objects.exists()
        cut.undo()

        # Nobody knows yet whether it still runs.
        assert post(client, "contacts", person(customer), "one").status_code == 409
        traveller.shift(idempotency.LEASE)
        assert post(client, "contacts", person(customer), "one").status_code == 201
        assert post(client, "contacts", person(customer), "one")[calls.REPLAYED]
    assert Contact.objects.count() == 1


def power_cut(*_: Any) -> Any:
    raise PowerCutError


def test_a_call_taken_for_dead_cannot_finish_after_all(clerk, customer, monkeypatch):
    """The first caller sleeps longer than its lease; the second takes over."""
    client = factories.caller(clerk)
    answers = []
    finish = calls.finish_call

    with time_machine.travel(NOON, tick=False) as traveller:

        def sleepy(claim: Any, answer: Any) -> None:
            if not answers:
                traveller.shift(idempotency.LEASE)
                IdempotencyKey.objects.filter(pk=claim.pk).update(attempt=2)
                answers.append(answer)
            finish(claim, answer)

        monkeypatch.setattr(calls, "finish_call", sleepy)
        late = post(client, "contacts", person(customer), "one")

    assert late.status_code == 409
    assert not Contact.objects.exists()


def lose_and_repeat(
    client: Client, customer: Customer, *, writes: int, dice: random.Random
) -> int:
    """Make `writes` different writes; of 30 % the answer is lost and the call repeated,
    up to five times. Returns how many calls were made; every write was answered."""
    made = 0
    for number in range(writes):
        path, body = one_of(number, customer)
        answers = set()
        while True:
            made += 1
            answer = post(client, path, body, f"write-{number}")
            assert answer.status_code == 201, answer.content
            answers.add(answer.content)
            if dice.random() >= 0.3:
                break
        assert len(answers) == 1
        if number % 10 == 0:
            changed = post(client, path, {**body, "note": "other"}, f"write-{number}")
            assert changed.status_code == 422
    return made


def one_of(number: int, customer: Customer) -> tuple[str, dict[str, Any]]:
    """A write that nothing but its key keeps from happening twice."""
    document = {"customer": customer.pk, "issued_on": "2026-06-30", "currency": "CNY"}
    if number % 3 == 0:
        return "contacts", person(customer, f"Person {number}")
    if number % 3 == 1:
        return "credit-notes", {**document, "amount": "1.00"}
    lines = [{"description": "Fridge", "amount": "2.00"}]
    return "invoices", {**document, "term_days": 30, "lines": lines}


def effects() -> int:
    return sum(model.objects.count() for model in (Contact, CreditNote, Invoice))


@pytest.mark.parametrize(
    "writes",
    [100 if POSTGRESQL else 500, pytest.param(10_000, marks=pytest.mark.faults)],
)
def test_lost_answers_double_nothing(clerk, customer, writes, capsys):
    seed = random.randrange(2**32)
    made = lose_and_repeat(
        factories.caller(clerk), customer, writes=writes, dice=random.Random(seed)
    )
    found = effects()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{made} calls for {writes} writes, seed {seed}: {found} effects"
        )
    assert made > writes
    assert found == writes


def test_without_the_keys_lost_answers_do_double(clerk, customer, monkeypatch):
    """The control: if this fails, the test above proves nothing."""
    monkeypatch.setattr(calls, "key_of", lambda _request: None)
    client = factories.caller(clerk)
    dice = random.Random(7)
    for number in range(60):
        path, body = one_of(number, customer)
        post(client, path, body, f"write-{number}")
        while dice.random() < 0.3:
            post(client, path, body, f"write-{number}")
    assert effects() > 60


def test_what_is_stored_is_what_was_answered(clerk, customer):
    client = factories.caller(clerk)
    first = post(client, "contacts", person(customer, "林小姐"), "one")
    stored = IdempotencyKey.objects.get()
    assert stored.state == IdempotencyKey.State.DONE
    assert json.loads(stored.result["body"]) == first.json()
