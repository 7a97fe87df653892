"""Every route of the product, who may call it, and with which arguments.

One line per route: `test_route_matrix.py` does the rest. A route that is missing here
fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from arcollect.core.roles import Role
from tests.architecture.world import Books

EVERYONE = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
CLERKS = frozenset({Role.FINANCE, Role.FINANCE_MANAGER})
FINANCE_MANAGER = frozenset({Role.FINANCE_MANAGER})
AUDIT_READERS = frozenset({Role.FINANCE_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR})
SALES = frozenset({Role.SALES_REP, Role.SALES_MANAGER})

Kwargs = Callable[[Books], dict[str, object]]
BOTH = ("GET", "POST")
GET = ("GET",)
POST = ("POST",)


class Scope(Enum):
    """Whose objects a role sees at this route."""

    COMPANY = "company"  # everything of the company
    CUSTOMER = "customer"  # sales sees its own customers, the others the company's


@dataclass(frozen=True)
class Route:
    """`roles` get past the door, with `methods`; the rest is refused.

    `kwargs` takes the route's arguments from a set of books. `public` routes need no
    login; `opens` is what GET answers to those who may (200, or a redirect).
    `half_open` routes belong to signing in and have no object and no role.
    """

    roles: frozenset[Role] = EVERYONE
    methods: tuple[str, ...] = GET
    kwargs: Kwargs | None = None
    scope: Scope = Scope.CUSTOMER
    public: bool = False
    opens: tuple[int, ...] = (200,)


def of(name: str) -> Kwargs:
    """Arguments that are the key of one object: `of("customer")` for `customer_id`."""
    return lambda books: {f"{name}_id": getattr(books, name).pk}


def _company(**fields: object) -> Route:
    return Route(scope=Scope.COMPANY, **fields)  # type: ignore[arg-type]


CORE = {
    "first_run": Route(public=True, methods=BOTH, opens=(404,)),
    "login": Route(public=True, methods=BOTH, opens=(200, 302)),
    "set_language": Route(public=True, methods=POST),
    "logout": Route(methods=POST),
    "switch_company": Route(methods=POST),
    "second_factor": Route(methods=BOTH, opens=(302,)),
    "second_factor_setup": Route(methods=BOTH),
    "recovery_codes": Route(methods=POST),
    "profile": Route(),
    "change_password": Route(methods=BOTH),
    "end_other_sessions": Route(methods=POST),
    "user_list": _company(roles=ADMINISTRATOR),
    "user_new": _company(roles=ADMINISTRATOR, methods=BOTH),
    "user_detail": _company(roles=ADMINISTRATOR, kwargs=of("user")),
    "user_edit": _company(roles=ADMINISTRATOR, methods=BOTH, kwargs=of("user")),
    "user_deactivate": _company(roles=ADMINISTRATOR, methods=POST, kwargs=of("user")),
    "user_reactivate": _company(roles=ADMINISTRATOR, methods=POST, kwargs=of("user")),
    "user_reset_password": _company(
        roles=ADMINISTRATOR, methods=POST, kwargs=of("user")
    ),
    "user_reset_second_factor": _company(
        roles=ADMINISTRATOR, methods=POST, kwargs=of("user")
    ),
    "team_list": _company(roles=ADMINISTRATOR),
    "team_new": _company(roles=ADMINISTRATOR, methods=BOTH),
    "team_edit": _company(roles=ADMINISTRATOR, methods=BOTH, kwargs=of("team")),
    "rep_list": _company(roles=ADMINISTRATOR),
    "rep_edit": _company(roles=ADMINISTRATOR, methods=BOTH, kwargs=of("rep")),
    "settings": _company(roles=ADMINISTRATOR, methods=BOTH),
    "audit_list": _company(roles=AUDIT_READERS),
    "audit_detail": _company(roles=AUDIT_READERS, kwargs=of("event")),
}
CUSTOMERS: dict[str, Route] = {}
INVOICES: dict[str, Route] = {}
DASHBOARDS: dict[str, Route] = {}

ROUTES: dict[str, Route] = {
    f"{space}:{name}": route
    for space, routes in (
        ("core", CORE),
        ("customers", CUSTOMERS),
        ("invoices", INVOICES),
        ("dashboards", DASHBOARDS),
    )
    for name, route in routes.items()
}
