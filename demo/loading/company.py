"""The demo company itself, its teams, its people and the reps of its books."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.models import Company, Membership, Rep, Team, User
from arcollect.core.services.create_company import create_company
from arcollect.core.services.keep_bank_accounts import add_bank_account
from arcollect.core.services.keep_teams import create_team
from demo.generator.staff import STAFF, StaffMember
from demo.logins import DEMO_CODE, DEMO_PASSWORD

NAME = "澜岳电器股份有限公司"
ADDRESS = "江苏省南京市江宁区澜溪路1号"
# The right shape and a wrong check character: nobody's tax number.
TAX_ID = "91320100MA0LANYUE0"
CONTACT_PERSON = "孙岚 Sun Lan"
PHONE = "025-0000 8620"
# Too many zeros to be anybody's account.
ACCOUNTS = (
    ("CNY", "澜江银行南京江宁支行", "3200 0000 0000 1801"),
    ("USD", "澜江银行南京分行国际业务部", "3200 0000 0000 1802"),
)


def open_company() -> Company:
    """Create the demo company, set up: no first-run page asks for anything more."""
    company = create_company(
        actor=None,
        code=DEMO_CODE,
        name=NAME,
        base_currency="CNY",
        time_zone="Asia/Shanghai",
        is_demo=True,
    )
    company.tax_id, company.address, company.set_up_at = TAX_ID, ADDRESS, clock.now()
    company.contact_person, company.phone = CONTACT_PERSON, PHONE
    company.email = "finance@lanyue.example"
    company.save()
    for currency, bank, number in ACCOUNTS:
        add_bank_account(
            actor=None,
            company=company,
            currency=currency,
            bank=bank,
            account_name=NAME,
            account_number=number,
        )
    return company


def add_staff(company: Company) -> dict[str, User]:
    """Create teams, users and reps; the users by their login in the generator.

    Login names that somebody else has get the company's code in front.
    """
    teams = {
        name: create_team(actor=None, company=company, name=name)
        for name in dict.fromkeys(member.team for member in STAFF if member.team)
    }
    prefix = f"{DEMO_CODE}-" if _any_taken() else ""
    # One hash for all: the password is printed anyway, and hashing is slow on purpose.
    password = make_password(DEMO_PASSWORD)
    users = {}
    for member in STAFF:
        team = teams.get(member.team)
        user = _add_user(company, member, team, prefix=prefix, password=password)
        users[member.login] = user
        if member.rep_key:
            Rep.objects.create(
                company=company, name=member.full_name, team=team, user=user
            )
    return users


def _any_taken() -> bool:
    logins = [member.login for member in STAFF]
    folded = User.objects.annotate(folded=Lower("username"))
    return folded.filter(folded__in=logins).exists()


def _add_user(
    company: Company,
    member: StaffMember,
    team: Team | None,
    *,
    prefix: str,
    password: str,
) -> User:
    user = User.objects.create(
        username=prefix + member.login,
        full_name=member.full_name,
        email=f"{member.login}@lanyue.example",
        password=password,
    )
    Membership.objects.create(user=user, company=company, role=member.role, team=team)
    audit.record(
        actor=None,
        action="core.user.created",
        target=user,
        company=company,
        after={"username": user.username, "role": member.role},
        reason=_("Login of the demo company"),
    )
    return user
