"""The navigation: which screens a role is offered, in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.roles import Role

EVERYONE = frozenset(Role)
LEDGER_CLERKS = frozenset({Role.FINANCE, Role.FINANCE_MANAGER})
SALES = frozenset({Role.SALES_REP, Role.SALES_MANAGER})
VISITORS = SALES | LEDGER_CLERKS
COMPANY_READERS = LEDGER_CLERKS | {Role.AUDITOR, Role.ADMINISTRATOR}
AUDIT_READERS = frozenset({Role.FINANCE_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
# Four items and "More" fit at the bottom of a phone.
PHONE_TABS = 4


@dataclass(frozen=True, kw_only=True)
class NavigationSection:
    """Screens of one kind of work; the icon stands for them where there is no room."""

    key: str
    label: str | Promise
    icon: str


MAIN = NavigationSection(key="main", label=_("Overview"), icon="layout-dashboard")
DOCUMENTS = NavigationSection(key="documents", label=_("Documents"), icon="file-text")
CASH = NavigationSection(key="cash", label=_("Cash and bills"), icon="cash")
CLAIMS = NavigationSection(key="claims", label=_("Claims and relief"), icon="gavel")
COLLECTION = NavigationSection(key="collection", label=_("Collection"), icon="mail")
CREDIT = NavigationSection(
    key="credit", label=_("Credit and sales"), icon="shield-check"
)
ADMINISTRATION = NavigationSection(
    key="administration", label=_("Administration"), icon="settings"
)


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """A screen in the navigation and the roles that are offered it."""

    url_name: str
    label: str | Promise
    icon: str
    section: NavigationSection
    roles: frozenset[Role] = EVERYONE


ITEMS: tuple[NavigationItem, ...] = (
    NavigationItem(
        url_name="collections:my_day",
        label=_("Today"),
        icon="sun",
        section=MAIN,
        roles=VISITORS,
    ),
    NavigationItem(
        url_name="collections:visit_new",
        label=_("Log visit"),
        icon="map-pin",
        section=MAIN,
        roles=SALES,
    ),
    NavigationItem(
        url_name="dashboards:aging",
        label=_("Aging"),
        icon="chart-bar",
        section=MAIN,
    ),
    NavigationItem(
        url_name="customers:list",
        label=_("Customers"),
        icon="users",
        section=MAIN,
    ),
    NavigationItem(
        url_name="collections:promise_list",
        label=_("Promises"),
        icon="calendar-check",
        section=MAIN,
    ),
    NavigationItem(
        url_name="invoices:invoice_list",
        label=_("Invoices"),
        icon="file-invoice",
        section=DOCUMENTS,
    ),
    NavigationItem(
        url_name="invoices:contract_list",
        label=_("Contracts"),
        icon="file-text",
        section=DOCUMENTS,
    ),
    NavigationItem(
        url_name="invoices:order_list",
        label=_("Orders"),
        icon="clipboard-list",
        section=DOCUMENTS,
    ),
    NavigationItem(
        url_name="invoices:credit_note_list",
        label=_("Credit notes"),
        icon="receipt-refund",
        section=DOCUMENTS,
    ),
    NavigationItem(
        url_name="invoices:goods_list",
        label=_("Goods documents"),
        icon="clipboard-list",
        section=DOCUMENTS,
    ),
    NavigationItem(
        url_name="invoices:import_list",
        label=_("Imports"),
        icon="upload",
        section=DOCUMENTS,
        roles=LEDGER_CLERKS,
    ),
    NavigationItem(
        url_name="invoices:matching",
        label=_("Cash matching"),
        icon="arrows-exchange",
        section=CASH,
        roles=LEDGER_CLERKS | {Role.AUDITOR},
    ),
    NavigationItem(
        url_name="invoices:payment_list",
        label=_("Payments"),
        icon="cash",
        section=CASH,
    ),
    NavigationItem(
        url_name="invoices:statement_list",
        label=_("Bank statements"),
        icon="building-bank",
        section=CASH,
        roles=COMPANY_READERS,
    ),
    NavigationItem(
        url_name="invoices:bill_list",
        label=_("Bills"),
        icon="notes",
        section=CASH,
    ),
    NavigationItem(
        url_name="invoices:deduction_list",
        label=_("Deductions"),
        icon="file-minus",
        section=CLAIMS,
    ),
    NavigationItem(
        url_name="invoices:dispute_list",
        label=_("Disputes"),
        icon="scale",
        section=CLAIMS,
    ),
    NavigationItem(
        url_name="invoices:extension_list",
        label=_("Extensions"),
        icon="calendar-due",
        section=CLAIMS,
    ),
    NavigationItem(
        url_name="invoices:decision_list",
        label=_("Decisions about claims"),
        icon="gavel",
        section=CLAIMS,
    ),
    NavigationItem(
        url_name="collections:dunning",
        label=_("Reminders"),
        icon="mail",
        section=COLLECTION,
    ),
    NavigationItem(
        url_name="reconciliation:letter_list",
        label=_("Letters"),
        icon="file-text",
        section=COLLECTION,
    ),
    NavigationItem(
        url_name="reconciliation:seal_request_list",
        label=_("Seals"),
        icon="file-certificate",
        section=COLLECTION,
        roles=COMPANY_READERS,
    ),
    NavigationItem(
        url_name="collections:commission",
        label=_("Commission"),
        icon="percentage",
        section=COLLECTION,
    ),
    NavigationItem(
        url_name="collections:points_list",
        label=_("Points"),
        icon="bookmark",
        section=COLLECTION,
    ),
    NavigationItem(
        url_name="customers:credit_list",
        label=pgettext_lazy("of a customer", "Credit"),
        icon="shield-check",
        section=CREDIT,
    ),
    NavigationItem(
        url_name="customers:product_list",
        label=_("Products"),
        icon="package",
        section=CREDIT,
    ),
    NavigationItem(
        url_name="dashboards:sales_modes",
        label=_("Sales modes"),
        icon="trending-up",
        section=CREDIT,
    ),
    NavigationItem(
        url_name="dashboards:distribution",
        label=_("Distribution"),
        icon="building",
        section=CREDIT,
    ),
    NavigationItem(
        url_name="invoices:policy_list",
        label=_("Class rules"),
        icon="adjustments",
        section=CREDIT,
        roles=COMPANY_READERS,
    ),
    NavigationItem(
        url_name="core:period",
        label=_("Closed periods"),
        icon="lock",
        section=ADMINISTRATION,
        roles=frozenset({Role.FINANCE_MANAGER}),
    ),
    NavigationItem(
        url_name="core:absence_list",
        label=_("Absences"),
        icon="calendar-x",
        section=ADMINISTRATION,
        roles=ADMINISTRATORS | {Role.SALES_MANAGER},
    ),
    NavigationItem(
        url_name="core:authority_list",
        label=_("Authority table"),
        icon="table",
        section=ADMINISTRATION,
        roles=AUDIT_READERS,
    ),
    NavigationItem(
        url_name="core:user_list",
        label=_("Users and roles"),
        icon="users-group",
        section=ADMINISTRATION,
        roles=ADMINISTRATORS,
    ),
    NavigationItem(
        url_name="core:audit_list",
        label=_("Audit log"),
        icon="history",
        section=ADMINISTRATION,
        roles=AUDIT_READERS,
    ),
    NavigationItem(
        url_name="core:settings",
        label=_("Settings"),
        icon="settings",
        section=ADMINISTRATION,
        roles=ADMINISTRATORS,
    ),
)


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """An item resolved for one request."""

    url: str
    label: str | Promise
    icon: str
    section: NavigationSection
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class NavigationGroup:
    """The links of one section, in order; closed ones show their heading only."""

    section: NavigationSection
    links: tuple[NavigationLink, ...]
    is_open: bool


def find_url(url_name: str) -> str | None:
    """The address of a route, or None while there is no such route."""
    return _url_under(get_script_prefix(), url_name)


@cache
def _url_under(_prefix: str, url_name: str) -> str | None:
    # Every page asks for all of them; they stay as they are under one prefix.
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def list_links(
    *, role: str | None, view_name: str, path: str
) -> tuple[NavigationLink, ...]:
    """The links offered to `role`, in order; none without a role.

    The current one is the route itself, else the longest address that `path` begins
    with, else the dashboard for its own lists.
    """
    offered = [
        (item, url)
        for item in ITEMS
        if role in item.roles and (url := find_url(item.url_name)) is not None
    ]
    current = _current_name(offered, view_name=view_name, path=path)
    return tuple(
        NavigationLink(
            url=url,
            label=item.label,
            icon=item.icon,
            section=item.section,
            is_current=item.url_name == current,
        )
        for item, url in offered
    )


def group_links(
    links: Iterable[NavigationLink], *, opened: Collection[str] = ()
) -> tuple[NavigationGroup, ...]:
    """The links by section, both in the order they came.

    Open are the sections whose key is in `opened` and the one the page lies in.
    """
    groups = [
        (section, tuple(members))
        for section, members in groupby(links, key=attrgetter("section"))
    ]
    return tuple(
        NavigationGroup(
            section=section,
            links=members,
            is_open=section.key in opened or any(each.is_current for each in members),
        )
        for section, members in groups
    )


def _current_name(
    offered: Iterable[tuple[NavigationItem, str]], *, view_name: str, path: str
) -> str:
    under = {
        url: item.url_name
        for item, url in offered
        if url != "/" and path.startswith(url)
    }
    if under:
        return under[max(under, key=len)]
    namespace = view_name.partition(":")[0]
    return "dashboards:aging" if namespace == "dashboards" else view_name
