"""The `--company` option that every command of the books has."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from arcollect.core.models import Company

WRONG_USAGE = 2


def add_company_option(parser: ArgumentParser) -> None:
    """Add `--company CODE`."""
    parser.add_argument(
        "--company",
        metavar="CODE",
        help="code of the company; needed where there are several",
    )


def chosen_company(code: str | None) -> Company | None:
    """The company with that code, or the only one; None while there is none at all.

    A database that has only been migrated holds no books, and a command about them says
    so. Raises `CommandError` with status 2 when there are several or no such code.
    """
    companies = list(Company.objects.order_by("code"))
    codes = ", ".join(company.code for company in companies)
    if code is not None:
        found = [company for company in companies if company.code == code]
        if found:
            return found[0]
        raise _usage(
            _("There is no company with the code %(code)s. Known codes: %(codes)s.")
            % {"code": code, "codes": codes or "-"}
        )
    if len(companies) > 1:
        raise _usage(
            _("There are several companies. Choose one with --company: %(codes)s.")
            % {"codes": codes}
        )
    return companies[0] if companies else None


def _usage(text: str) -> CommandError:
    return CommandError(text, returncode=WRONG_USAGE)
