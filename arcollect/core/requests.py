"""The request as views see it once the middlewares have been through."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from arcollect.core.models import Company, Membership, User

API_PREFIX = "/api/"


def is_api(request: HttpRequest) -> bool:
    """Whether a program calls, who is answered with JSON and no page."""
    return request.path.startswith(API_PREFIX)


class PersonRequest(HttpRequest):
    """A request of somebody who gave a right password. Only for annotations."""

    user: User
    id: str
    htmx: HtmxDetails


class SignedInRequest(PersonRequest):
    """A request that passed every gate: a user with a role in the chosen company.

    What a view without `@public` or `@stage(...)` gets.
    """

    company: Company
    membership: Membership
