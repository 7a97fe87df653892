"""The API is called as its own schema allows: no 500, no lie in the schema, no way
around the token.

The number of calls grows with the level; the seed is printed and repeats a run
(`ARCOLLECT_API_SEED`).
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation

from arcollect.core.roles import Role
from tests import factories
from tests.architecture.world import Books, World, build_world
from tests.levels import POSTGRESQL, at_level

pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("ARCOLLECT_API_SEED") or random.randrange(2**32))
# On PostgreSQL a sample: what differs there are the values it takes.
CALLS = at_level(ci=500 if POSTGRESQL else 2_000, everything=200_000)


@pytest.fixture
def world() -> Iterator[World]:
    """Small books; calls stay in the test's transaction, as the test client's do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield build_world()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_schema_is_complete(tmp_path):
    file = tmp_path / "schema.yaml"
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(file), verbosity=0
    )
    assert "openapi: 3" in file.read_text(encoding="utf-8")


ALWAYS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
WRONG_ONES = [*ALWAYS, checks.negative_data_rejection]
# Every so many calls the same call is made without and with a wrong token.
AUTH_EVERY = 10


class Caller:
    """Calls operations with a token and counts what was done and answered."""

    def __init__(self, world: World) -> None:
        self.world = world
        manager = world.people[Role.FINANCE_MANAGER]
        self.headers = {"Authorization": f"Bearer {factories.api_token(manager)}"}
        self.schema = schemathesis.openapi.from_wsgi(
            "/api/v1/schema/", app=WSGIHandler()
        )
        self.calls = 0
        self.statuses: dict[int, int] = {}

    def operations(self) -> list[Any]:
        return [found.ok() for found in self.schema.get_all_operations()]

    def call(self, case: Any, wanted: list[Any]) -> None:
        self.calls += 1
        if self.calls % 2 and wanted is ALWAYS:
            name_rows(case.body, self.world.own)
        if wanted is WRONG_ONES and not has_wrong_body(case):
            # What is wrong with an address may be lost when it is written down (an
            # empty list is no parameter at all); filters have tests of their own.
            wanted = ALWAYS
        if self.calls % AUTH_EVERY == 0:
            cache.clear()  # or the wrong tokens of this test are slowed down
            wanted = [*wanted, checks.ignored_auth]
        response = case.call_and_validate(headers=self.headers, checks=wanted)
        status = response.status_code
        self.statuses[status] = self.statuses.get(status, 0) + 1


def has_wrong_body(case: Any) -> bool:
    """Whether the body is what the schema does not allow."""
    body = case.meta.components.get(ParameterLocation.BODY)
    return body is not None and body.mode == GenerationMode.NEGATIVE


def name_rows(body: Any, books: Books) -> None:
    """Let a random body name rows that are there, so that more of them are posted."""
    known = {
        "customer": books.customer.pk,
        "contract": None,
        "rep": books.rep.pk,
        "payment": books.payment.pk,
        "credit_note": None,
        "due_item": books.item.pk,
        "version": 1,
    }
    if isinstance(body, list):
        for part in body:
            name_rows(part, books)
    elif isinstance(body, dict):
        body |= {name: known[name] for name in body.keys() & known.keys()}
        for part in body.values():
            name_rows(part, books)


def cases_of(operation: Any, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """Random calls; of those that name a row, half name one that is there."""
    found = operation.as_strategy(generation_mode=mode)
    if not operation.path_parameters:
        return found
    there = st.integers(1, 4).flatmap(
        lambda pk: operation.as_strategy(
            generation_mode=mode, path_parameters={"id": pk}
        )
    )
    return st.one_of(found, there)


def ask_often(
    caller: Caller,
    operation: Any,
    mode: GenerationMode,
    wanted: list[Any],
    *,
    times: int,
) -> None:
    """Call one operation `times` times, rightly or wrongly."""

    @seed(SEED)
    @settings(
        max_examples=times,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )
    @given(case=cases_of(operation, mode))
    def ask(case: Any) -> None:
        caller.call(case, wanted)

    with contextlib.suppress(Unsatisfiable):
        # There is no wrong way to call an operation that takes nothing.
        ask()


def test_no_call_breaks_the_api_or_its_word(world: World, capsys):
    caller = Caller(world)
    operations = caller.operations()
    each = -(-CALLS // (2 * len(operations)))

    broken = []
    for operation in operations:
        try:
            ask_often(caller, operation, GenerationMode.POSITIVE, ALWAYS, times=each)
            ask_often(
                caller, operation, GenerationMode.NEGATIVE, WRONG_ONES, times=each
            )
        except FailureGroup as failure:
            # All that is wrong is told at once, with the call that shows it.
            broken.append(f"{operation.label}: {failure}")

    with capsys.disabled():
        sys.stdout.write(
            f"\n{caller.calls} calls over {len(operations)} operations, seed {SEED}: "
            f"{dict(sorted(caller.statuses.items()))}"
        )
    assert not broken, "\n\n".join(broken)
    assert caller.calls >= CALLS * 0.8
    # The calls reached something: writes were made, rows were found.
    assert caller.statuses.get(201, 0) > 0
    assert caller.statuses.get(200, 0) > 0
    assert 500 not in caller.statuses
