"""What other apps want to be told or asked about a company.

`core` knows nothing of invoices, yet a new company needs a classification policy and
a currency in use must stay. Apps register in `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from arcollect.core.models import Company

_created: list[Callable[[Company], object]] = []
_keeps_documents: list[Callable[[Company], bool]] = []
_demo_logins: list[Callable[[], list[tuple[str, str, str]]]] = []


def on_company_created(callback: Callable[[Company], object]) -> None:
    """Call `callback(company)` in the transaction that creates a company.

    It must be safe to call twice: the first-run page calls it again for a company
    that a command created.
    """
    if callback not in _created:
        _created.append(callback)


def on_ask_for_documents(callback: Callable[[Company], bool]) -> None:
    """Let `callback(company)` say whether the company holds documents."""
    if callback not in _keeps_documents:
        _keeps_documents.append(callback)


def company_created(company: Company) -> None:
    """Run what the apps do for a new company."""
    for callback in _created:
        callback(company)


def has_documents(company: Company) -> bool:
    """Whether any app keeps documents of the company."""
    return any(callback(company) for callback in _keeps_documents)


def on_ask_for_demo_logins(callback: Callable[[], list[tuple[str, str, str]]]) -> None:
    """Let `callback()` name login, password and role of each demo login."""
    if callback not in _demo_logins:
        _demo_logins.append(callback)


def demo_logins() -> list[dict[str, str]]:
    """The demo company's logins for the login page; none in production."""
    if settings.PRODUCTION:
        return []
    return [
        {"username": username, "password": password, "role": role}
        for callback in _demo_logins
        for username, password, role in callback()
    ]
