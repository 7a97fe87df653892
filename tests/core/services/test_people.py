"""Users and roles: what is refused, what is written down, what takes effect when."""

from __future__ import annotations

import pytest

from arcollect.core.models import AuditEvent, Company, Membership, User
from arcollect.core.roles import Role
from arcollect.core.services import change_access
from arcollect.core.services.change_role import change_role
from arcollect.core.services.create_user import create_user
from arcollect.core.services.keep_teams import create_team, link_rep, rename_team
from arcollect.core.services.people import PeopleRefusedError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return factories.company()


@pytest.fixture
def administrator(company: Company) -> User:
    return factories.user(role=Role.ADMINISTRATOR, company=company)


def role_of(user: User) -> str:
    return user.memberships.get().role


def last_event(action: str) -> AuditEvent:
    return AuditEvent.objects.filter(action=action).latest("pk")


def test_a_new_user_gets_a_one_time_password_that_is_kept_nowhere(
    company: Company, administrator: User
):
    made = create_user(
        actor=administrator,
        company=company,
        username="gu.wei",
        full_name="Gu Wei",
        role=Role.SALES_REP,
    )

    assert made.user.check_password(made.password)
    assert made.user.must_change_password
    event = last_event("core.user.created")
    assert event.actor == administrator
    assert event.after["role"] == "sales_rep"
    assert made.password not in str(event.after)
    assert len(made.password.replace("-", "")) >= 16


def test_a_login_name_is_taken_whatever_its_capitals(
    company: Company, administrator: User
):
    factories.user(role=Role.FINANCE, company=company, username="chen.li")
    people, events = User.objects.count(), AuditEvent.objects.count()

    with pytest.raises(PeopleRefusedError, match="taken"):
        create_user(
            actor=administrator,
            company=company,
            username="CHEN.Li",
            full_name="Another",
            role=Role.FINANCE,
        )

    assert (User.objects.count(), AuditEvent.objects.count()) == (people, events)


def test_a_role_change_is_written_down_with_before_and_after(
    company: Company, administrator: User
):
    user = factories.user(role=Role.FINANCE, company=company)
    team = factories.team(company=company, name="East")

    changed = change_role(
        actor=administrator,
        membership=user.memberships.get(),
        role=Role.SALES_MANAGER,
        team=team,
    )

    assert changed
    event = last_event("core.user.role_changed")
    assert event.before == {"role": "finance", "team": ""}
    assert event.after == {"role": "sales_manager", "team": "East"}


def test_nobody_changes_his_own_role(company: Company, administrator: User):
    factories.user(role=Role.ADMINISTRATOR, company=company)

    with pytest.raises(PeopleRefusedError, match="your own"):
        change_role(
            actor=administrator,
            membership=administrator.memberships.get(),
            role=Role.FINANCE_MANAGER,
            team=None,
        )

    assert role_of(administrator) == Role.ADMINISTRATOR


def test_the_last_active_administrator_stays(company: Company, administrator: User):
    factories.user(role=Role.ADMINISTRATOR, company=company, is_active=False)
    factories.user(role=Role.ADMINISTRATOR, company=factories.company())
    membership = administrator.memberships.get()

    with pytest.raises(PeopleRefusedError, match="last active administrator"):
        change_role(actor=None, membership=membership, role=Role.FINANCE, team=None)
    with pytest.raises(PeopleRefusedError, match="last active administrator"):
        change_access.deactivate_user(actor=None, user=administrator)

    administrator.refresh_from_db()
    assert administrator.is_active
    assert role_of(administrator) == Role.ADMINISTRATOR


def test_teams_of_other_companies_are_refused(company: Company, administrator: User):
    foreign_team = factories.team(company=factories.company())
    user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company)

    with pytest.raises(PeopleRefusedError, match="another company"):
        change_role(
            actor=administrator,
            membership=user.memberships.get(),
            role=Role.SALES_REP,
            team=foreign_team,
        )
    with pytest.raises(PeopleRefusedError, match="another company"):
        link_rep(actor=administrator, rep=rep, user=None, team=foreign_team)

    rep.refresh_from_db()
    assert rep.team is None
    assert user.memberships.get().team is None


def test_a_rep_is_linked_only_to_users_of_the_company(
    company: Company, administrator: User
):
    outsider = factories.user(role=Role.SALES_REP, company=factories.company())
    rep = factories.rep(company=company)

    with pytest.raises(PeopleRefusedError, match="no role in this company"):
        link_rep(actor=administrator, rep=rep, user=outsider, team=None)

    rep.refresh_from_db()
    assert rep.user is None


@pytest.mark.parametrize(
    "service",
    [
        change_access.deactivate_user,
        change_access.reset_password,
        change_access.reset_second_factor,
    ],
)
def test_a_login_that_opens_a_company_of_others_is_out_of_reach(
    company: Company, administrator: User, service
):
    both = factories.user(role=Role.FINANCE, company=company)
    Membership.objects.create(
        user=both, company=factories.company(), role=Role.ADMINISTRATOR
    )
    password = both.password

    with pytest.raises(PeopleRefusedError, match="do not manage"):
        service(actor=administrator, user=both)

    both.refresh_from_db()
    assert (both.is_active, both.password) == (True, password)


def test_deactivating_ends_sessions_for_good(company: Company, administrator: User):
    user = factories.user(role=Role.FINANCE, company=company)
    client = factories.signed_in(user)
    assert client.get("/profile/").status_code == 200

    change_access.deactivate_user(actor=administrator, user=user)
    assert client.get("/profile/").status_code == 302
    change_access.reactivate_user(actor=administrator, user=user)

    # The old session does not come back to life with the login.
    assert client.get("/profile/").status_code == 302


def test_a_password_reset_ends_sessions_and_demands_a_new_password(
    company: Company, administrator: User
):
    user = factories.user(role=Role.FINANCE, company=company)
    client = factories.signed_in(user)

    password = change_access.reset_password(actor=administrator, user=user)

    assert client.get("/profile/").status_code == 302
    client.post("/login/", {"username": user.username, "password": password})
    assert client.get("/profile/")["Location"] == "/profile/password/"


def test_two_teams_of_one_name_are_refused(company: Company, administrator: User):
    create_team(actor=administrator, company=company, name="East")
    west = create_team(actor=administrator, company=company, name="West")

    with pytest.raises(PeopleRefusedError, match="exists already"):
        create_team(actor=administrator, company=company, name="East")
    with pytest.raises(PeopleRefusedError, match="exists already"):
        rename_team(actor=administrator, team=west, name="East")

    west.refresh_from_db()
    assert west.name == "West"
    assert create_team(actor=administrator, company=factories.company(), name="East").pk


def test_changing_nothing_writes_nothing(company: Company, administrator: User):
    user = factories.user(role=Role.FINANCE, company=company)
    events = AuditEvent.objects.count()

    change_access.change_user(
        actor=administrator, user=user, full_name=user.full_name, email=user.email
    )
    change_role(
        actor=administrator,
        membership=user.memberships.get(),
        role=Role.FINANCE,
        team=None,
    )

    assert AuditEvent.objects.count() == events
