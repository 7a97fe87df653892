"""Write a line of the authority table; older versions stay and can be read."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.authority import Limit, preset_limits
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, AuthorityLimit, Company, User
from arcollect.core.money import AmountFormatError, exact_money, format_plain
from arcollect.core.roles import Role


class AuthorityRefusedError(Exception):
    """The table was not changed; the text says why."""


@retried_transaction
def set_authority(
    *,
    actor: User,
    company: Company,
    role: str,
    act: str,
    currency: str,
    limit: Decimal | None,
    withdrawn: bool = False,
) -> AuthorityLimit:
    """Say up to which amount a role approves an act alone, from now on.

    `limit` None means any amount, 0 only ever as one of two; `withdrawn` takes the act
    in that currency away. The first line of an act and role takes the place of what
    the product came with. Raises `AuthorityRefusedError`.
    """
    if role not in Role.values or act not in Act.values:
        raise AuthorityRefusedError(_("Choose a role and an act."))
    if limit is not None:
        limit = _exact(limit, currency)
    rows = AuthorityLimit.objects.filter(company=company, role=role, act=act)
    if not rows.exists():
        _keep_preset(actor, company, role, act, currency)
    of_currency = rows.filter(currency=currency)
    before = of_currency.order_by("-version").first()
    row = AuthorityLimit(
        company=company,
        role=role,
        act=act,
        currency=currency,
        limit=limit,
        withdrawn=withdrawn,
        version=(of_currency.aggregate(n=Max("version"))["n"] or 0) + 1,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AuthorityRefusedError(
            _("Somebody has changed this meanwhile. Look at it again.")
        ) from error
    audit.record(
        actor=actor,
        action="core.authority.set",
        target=row,
        company=company,
        label=f"{Role(role).label}: {Act(act).label}",
        before=_shown(before) if before else None,
        after=_shown(row),
    )
    return row


def _keep_preset(
    actor: User, company: Company, role: str, act: str, currency: str
) -> None:
    """Write what held so far in the base currency, before another currency is added."""
    preset: Limit | None = preset_limits(role).get(Act(act))
    if preset is None or currency == company.base_currency:
        return
    AuthorityLimit.objects.create(
        company=company,
        role=role,
        act=act,
        currency=company.base_currency,
        limit=preset.amount,
        version=1,
        recorded_at=clock.now(),
        recorded_by=actor,
    )


def _exact(limit: Decimal, currency: str) -> Decimal:
    try:
        limit = exact_money(limit, currency)
    except AmountFormatError as error:
        raise AuthorityRefusedError(str(error)) from error
    if limit < 0:
        raise AuthorityRefusedError(_("A limit is not negative."))
    return limit


def _shown(row: AuthorityLimit) -> dict[str, object]:
    limit = None if row.limit is None else format_plain(row.limit, row.currency)
    return {"limit": limit, "currency": row.currency, "withdrawn": row.withdrawn}
