"""Teams, and the salespeople of the books."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import Company, Membership, Rep, Team, User
from arcollect.core.services.people import PeopleRefusedError


def create_team(*, actor: User | None, company: Company, name: str) -> Team:
    """Create a team. Raises `PeopleRefusedError` when the name is taken."""
    try:
        with transaction.atomic():
            team = Team.objects.create(company=company, name=name)
            audit.record(
                actor=actor,
                action="core.team.created",
                target=team,
                company=company,
                after={"name": name},
            )
    except IntegrityError as error:
        raise _taken(name) from error
    return team


def rename_team(*, actor: User | None, team: Team, name: str) -> None:
    """Rename a team. Raises `PeopleRefusedError` when the name is taken."""
    before = team.name
    if before == name:
        return
    try:
        with transaction.atomic():
            Team.objects.filter(pk=team.pk).update(name=name)
            team.name = name
            audit.record(
                actor=actor,
                action="core.team.renamed",
                target=team,
                company=team.company_id,
                before={"name": before},
                after={"name": name},
            )
    except IntegrityError as error:
        raise _taken(name) from error


@transaction.atomic
def link_rep(
    *, actor: User | None, rep: Rep, user: User | None, team: Team | None
) -> None:
    """Say who a salesperson of the books is, and in which team he works.

    From then on the user (and the team's manager) sees the rep's customers. Raises
    `PeopleRefusedError` when user or team belongs to another company.
    """
    if team is not None and team.company_id != rep.company_id:
        raise PeopleRefusedError(_("The team belongs to another company."))
    if user is not None and not _works_in(user, rep.company_id):
        raise PeopleRefusedError(_("The user has no role in this company."))
    before = {"user": str(rep.user or ""), "team": str(rep.team or "")}
    after = {"user": str(user or ""), "team": str(team or "")}
    if before == after:
        return
    Rep.objects.filter(pk=rep.pk).update(user=user, team=team)
    rep.user, rep.team = user, team
    audit.record(
        actor=actor,
        action="core.rep.linked",
        target=rep,
        company=rep.company_id,
        before=before,
        after=after,
    )


def _works_in(user: User, company_id: int) -> bool:
    return Membership.objects.filter(user=user, company_id=company_id).exists()


def _taken(name: str) -> PeopleRefusedError:
    return PeopleRefusedError(
        _("A team named “%(name)s” exists already.") % {"name": name}
    )
