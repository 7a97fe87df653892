"""Proving once more, at an act that binds the company, who sits at the keyboard."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _

from arcollect.core.models import Company, User
from arcollect.core.services.second_factor import (
    WrongCodeError,
    check_code,
    has_second_factor,
)


class Proof(StrEnum):
    """What the person is asked for."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - a kind of proof
    NOTHING_SET_UP = "nothing_set_up"


class NotConfirmedError(Exception):
    """The person did not prove who he is; the text says why."""


def proof_asked_of(*, user: User, company: Company) -> Proof:
    """The code of the user's app; in the demo, where nobody has one, his password."""
    if has_second_factor(user):
        return Proof.CODE
    return Proof.PASSWORD if company.is_demo else Proof.NOTHING_SET_UP


def confirm_person(*, user: User, company: Company, answer: str) -> Proof:
    """Check code or password anew. Raises `NotConfirmedError`.

    Call it outside a transaction: a wrong code must leave its mark in the throttle.
    """
    proof = proof_asked_of(user=user, company=company)
    if proof == Proof.NOTHING_SET_UP:
        raise NotConfirmedError(
            _("Set up the second step of your login first; this act asks for it.")
        )
    if proof == Proof.PASSWORD:
        if not user.check_password(answer):
            raise NotConfirmedError(_("The password is not right."))
        return proof
    try:
        check_code(user=user, code=answer)
    except WrongCodeError as error:
        raise NotConfirmedError(
            _(
                "The code is not right or was used before. Wait for the next one in "
                "your app."
            )
        ) from error
    return proof
