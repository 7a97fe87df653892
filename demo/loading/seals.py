"""The demo company's finance seal, with a self-made certificate, and a few sealed letters.

Comes after the books are committed: keys are made and opened by processes of their own.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from arcollect.core.models import Company, User
from arcollect.core.roles import Role
from demo.logins import DEMO_PASSWORD
from reconciliation.models import ConfirmationLetter, LetterState, Seal
from reconciliation.services.decide_seal_request import approve_seal
from reconciliation.services.put_seal_in_use import put_seal_in_use
from reconciliation.services.request_seal import request_seal
from reconciliation.services.signing_child import SigningChildError, run_command

SEALED, WAITING = 4, 2
PURPOSE = "半年度对账"


def add_seals(company: Company, *, tell: Callable[[str], object]) -> None:
    """Register the seal, take it into use, seal some letters, leave some waiting.

    Whatever goes wrong here is told: the books are there all the same.
    """
    tell(_("Making the demo's seal and sealing a few letters."))
    try:
        run_command(
            "make_test_certificate",
            "--register",
            f"--company={company.code}",
            f"--holder={company.name}",
            f"--passphrase={DEMO_PASSWORD}",
        )
        seal = Seal.objects.select_related("company").get(company=company)
        put_seal_in_use(actor=_person(company, Role.FINANCE_MANAGER), seal=seal)
        seal.refresh_from_db()
        _ask_and_approve(company, seal)
        run_command("sign_letters")
    except (SigningChildError, Seal.DoesNotExist) as error:
        tell(_("The demo has no seal: %(error)s") % {"error": error})


def _ask_and_approve(company: Company, seal: Seal) -> None:
    clerk = _person(company, Role.FINANCE)
    manager = _person(company, Role.FINANCE_MANAGER)
    in_force = ConfirmationLetter.objects.filter(
        company=company, state__state=LetterState.State.ISSUED
    ).order_by("pk")
    for place, letter in enumerate(in_force[: SEALED + WAITING]):
        request = request_seal(actor=clerk, letter=letter, seal=seal, purpose=PURPOSE)
        if place < SEALED:
            approve_seal(actor=manager, request=request, answer=DEMO_PASSWORD)


def _person(company: Company, role: Role) -> User:
    return User.objects.filter(
        memberships__company=company, memberships__role=role
    ).order_by("pk")[0]
