"""The second factor: a code from an app, or a recovery code on paper."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import segno
from django.db import transaction
from django_otp import match_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from arcollect.core import audit
from arcollect.core.models import User
from arcollect.core.permissions import memberships_of
from arcollect.core.roles import SECOND_FACTOR_ROLES

RECOVERY_CODES = 10
DEVICE_NAME = "app"


class WrongCodeError(Exception):
    """The code is not the one the app shows now, or is used up, or came too soon."""


@dataclass(frozen=True)
class Enrolment:
    """What a person scans or types into his app."""

    secret: str  # base32, in groups of four
    qr_data_uri: str


def must_have_second_factor(user: User) -> bool:
    """Whether a role of the user demands it; the demo company never does."""
    return any(
        membership.role in SECOND_FACTOR_ROLES and not membership.company.is_demo
        for membership in memberships_of(user)
    )


def has_second_factor(user: User) -> bool:
    """Whether the user has finished setting up an app."""
    return bool(TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists())


def is_verified(user: User) -> bool:
    """Whether the user has shown his second factor in this session."""
    verified: bool = user.is_verified()  # type: ignore[attr-defined]
    return verified


def company_of(user: User) -> int | None:
    """The company whose audit log tells what the user did to his own login."""
    memberships = memberships_of(user)
    return memberships[0].company_id if memberships else None


def begin_enrolment(user: User) -> Enrolment:
    """The secret to scan; the same one until it is confirmed or begun anew."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None:
        device = TOTPDevice.objects.create(user=user, confirmed=False, name=DEVICE_NAME)
    secret = device_secret(device)
    return Enrolment(
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        qr_data_uri=segno.make(device.config_url, error="m").svg_data_uri(
            scale=4, border=2, light="#fff", dark="#000"
        ),
    )


def device_secret(device: TOTPDevice) -> str:
    """The key as apps want it typed: base32 without padding."""
    return base64.b32encode(device.bin_key).decode().rstrip("=")


def confirm_enrolment(*, user: User, code: str) -> tuple[TOTPDevice, list[str]]:
    """Take the app into use; return its device and fresh recovery codes.

    An app used before and its recovery codes are void from then on. Raises
    `WrongCodeError` when the code is not the one the app shows now.
    """
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    # Outside the transaction: a wrong code must leave its mark in the throttle.
    if device is None or not device.verify_token(_plain(code)):
        raise WrongCodeError
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = _new_recovery_codes(user)
        audit.record(
            actor=user,
            action="core.user.second_factor_set",
            target=user,
            company=company_of(user),
        )
    return device, codes


@transaction.atomic
def renew_recovery_codes(*, user: User) -> list[str]:
    """Fresh recovery codes, each good for one sign-in; the old ones are void."""
    codes = _new_recovery_codes(user)
    audit.record(
        actor=user,
        action="core.user.recovery_codes_renewed",
        target=user,
        company=company_of(user),
    )
    return codes


def check_code(*, user: User, code: str) -> Device:
    """The device that accepts the code; each code is good once.

    Raises `WrongCodeError`, also when too many wrong codes came shortly before.
    """
    device = match_token(user, _plain(code))
    if device is None:
        raise WrongCodeError
    return device


@transaction.atomic
def remove_second_factor(*, actor: User | None, user: User) -> None:
    """Forget the user's app and codes, so that he sets up a new one."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    audit.record(
        actor=actor,
        action="core.user.second_factor_removed",
        target=user,
        company=company_of(user),
    )


def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        [StaticToken(device=device, token=code) for code in codes]
    )
    return codes


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()
