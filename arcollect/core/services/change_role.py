"""Change what a user may do in a company."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import Membership, Team, User
from arcollect.core.roles import Role
from arcollect.core.services.people import (
    PeopleRefusedError,
    one_at_a_time,
    refuse_losing_last_administrator,
    refuse_own,
)


@transaction.atomic
def change_role(
    *, actor: User | None, membership: Membership, role: str, team: Team | None
) -> bool:
    """Set role and team; effective with the user's next request.

    Returns whether anything changed. Raises `PeopleRefusedError` for one's own role,
    for the last active administrator, and for a team of another company.
    """
    one_at_a_time(membership.company_id)
    membership = Membership.objects.select_related("user", "team").get(pk=membership.pk)
    before = {"role": membership.role, "team": str(membership.team or "")}
    after = {"role": Role(role).value, "team": str(team or "")}
    if before == after:
        return False
    refuse_own(actor=actor, user=membership.user)
    if team is not None and team.company_id != membership.company_id:
        raise PeopleRefusedError(_("The team belongs to another company."))
    if role != Role.ADMINISTRATOR:
        refuse_losing_last_administrator(membership)
    Membership.objects.filter(pk=membership.pk).update(role=role, team=team)
    audit.record(
        actor=actor,
        action="core.user.role_changed",
        target=membership.user,
        company=membership.company_id,
        before=before,
        after=after,
    )
    return True
