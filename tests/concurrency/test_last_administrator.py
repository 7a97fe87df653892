"""Two administrators take the role from each other at the same moment: one stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from arcollect.core.locking import retried_transaction
from arcollect.core.models import Membership, User
from arcollect.core.roles import Role
from arcollect.core.services.change_role import change_role
from arcollect.core.services.people import PeopleRefusedError
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
ROUNDS = 5


def both_at_once(first: User, second: User) -> None:
    start = Barrier(2)

    def demote(pair: tuple[User, User]) -> None:
        actor, victim = pair
        start.wait()
        try:
            retried_transaction(change_role)(
                actor=actor,
                membership=victim.memberships.get(),
                role=Role.FINANCE,
                team=None,
            )
        except PeopleRefusedError:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(demote, [(first, second), (second, first)]))


def test_somebody_remains_who_can_manage_users():
    company = factories.company()
    for _ in range(ROUNDS):
        Membership.objects.filter(company=company).delete()
        people = [
            factories.user(role=Role.ADMINISTRATOR, company=company) for _ in range(2)
        ]

        both_at_once(*people)

        left = Membership.objects.filter(company=company, role=Role.ADMINISTRATOR)
        assert left.count() == 1
