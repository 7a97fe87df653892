"""The same call arrives several times at once: one effect, one answer, no error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from arcollect.core.api import calls
from arcollect.core.roles import Role
from customers.models import Contact
from invoices.models import Invoice
from tests import factories
from tests.core.api.test_once import one_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
AT_ONCE = 5
WRITES = 12


def send_at_once(
    secret: str, path: str, body: dict, key: str
) -> list[tuple[int, bytes]]:
    """Status and body of `AT_ONCE` equal calls on connections of their own."""
    start = Barrier(AT_ONCE)

    def send(_number: int) -> tuple[int, bytes]:
        client = Client(
            headers={"Authorization": f"Bearer {secret}", calls.HEADER: key},
            raise_request_exception=False,
        )
        try:
            start.wait(timeout=60)
            answer = client.post(
                f"/api/v1/{path}/", body, content_type="application/json"
            )
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, range(AT_ONCE)))


def test_duplicates_at_the_same_moment_have_one_effect():
    customer = factories.customer()
    clerk = factories.user(role=Role.FINANCE, company=customer.company)
    secret = factories.api_token(clerk)
    statuses: dict[int, int] = {}

    for number in range(WRITES):
        path, body = one_of(2 if number % 2 else 0, customer)
        answers = send_at_once(secret, path, body, f"write-{number}")
        for status, _body in answers:
            statuses[status] = statuses.get(status, 0) + 1
        assert len({text for status, text in answers if status == 201}) == 1, answers

    # Who came second waited for nothing: he was told to, or got the stored answer.
    assert set(statuses) <= {201, 409}, statuses
    assert statuses[201] >= WRITES
    assert Contact.objects.count() + Invoice.objects.count() == WRITES


def test_without_the_keys_duplicates_double(monkeypatch):
    """The control: if this fails, the test above proves nothing."""
    monkeypatch.setattr(calls, "key_of", lambda _request: None)
    customer = factories.customer()
    clerk = factories.user(role=Role.FINANCE, company=customer.company)
    secret = factories.api_token(clerk)

    path, body = one_of(0, customer)
    send_at_once(secret, path, body, "write")

    assert Contact.objects.count() == AT_ONCE
