"""What a person sets for himself, and where his sessions end."""

from __future__ import annotations

import pytest

from arcollect.core.models import AuditEvent, Company, Membership, User
from arcollect.core.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "a new and longer secret"


@pytest.fixture
def clerk(company: Company) -> User:
    return factories.user(role=Role.FINANCE, company=company)


def new_password(old: str, new: str = NEW) -> dict[str, str]:
    return {"old_password": old, "new_password1": new, "new_password2": new}


def test_a_new_password_ends_every_other_session(clerk: User):
    here, there = factories.signed_in(clerk), factories.signed_in(clerk)

    response = here.post("/profile/password/", new_password(factories.PASSWORD))

    assert response["Location"] == "/profile/"
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)
    event = AuditEvent.objects.get(action="core.user.password_changed")
    assert NEW not in f"{event.before}{event.after}"


@pytest.mark.parametrize(
    "sent",
    [
        new_password("not the old one"),
        new_password(factories.PASSWORD, "short"),
        {**new_password(factories.PASSWORD), "new_password2": "another one here"},
        {"old_password": factories.PASSWORD},
    ],
)
def test_a_refused_password_leaves_the_old_one(clerk: User, sent: dict[str, str]):
    client = factories.signed_in(clerk)

    response = client.post("/profile/password/", sent)

    assert response.context["form"].errors
    clerk.refresh_from_db()
    assert clerk.check_password(factories.PASSWORD)
    assert not AuditEvent.objects.filter(action="core.user.password_changed").exists()


def test_who_got_a_one_time_password_can_do_nothing_but_change_it(company: Company):
    user = factories.user(role=Role.FINANCE, company=company, must_change_password=True)
    client = factories.signed_in(user)

    assert client.get("/profile/")["Location"] == "/profile/password/"
    client.post("/profile/password/", new_password(factories.PASSWORD))
    assert client.get("/profile/").status_code == 200


def test_signing_out_everywhere_else_keeps_this_session(clerk: User):
    colleague = factories.user(
        role=Role.FINANCE, company=clerk.memberships.get().company
    )
    here, there = factories.signed_in(clerk), factories.signed_in(clerk)
    elsewhere = factories.signed_in(colleague)

    assert here.get("/profile/").context["other_sessions"] == 1
    here.post("/profile/sessions/end/")

    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    assert elsewhere.get("/profile/").status_code == 200


def test_the_chosen_language_stays_with_the_person(clerk: User):
    factories.signed_in(clerk).post("/language/", {"language": "zh-hant"})

    fresh = factories.signed_in(clerk)
    assert fresh.get("/profile/")["Content-Language"] == "zh-hant"
    event = AuditEvent.objects.get(action="core.user.language_changed")
    assert (event.before, event.after) == ({"language": "en"}, {"language": "zh-hant"})


def test_only_companies_with_a_role_can_be_chosen(clerk: User):
    second, foreign = factories.company(), factories.company()
    Membership.objects.create(user=clerk, company=second, role=Role.AUDITOR)
    client = factories.signed_in(clerk)

    assert client.post("/company/", {"company": str(foreign.pk)}).status_code == 404
    assert client.get("/audit/").status_code == 403

    client.post("/company/", {"company": str(second.pk)})
    assert client.get("/audit/").status_code == 200

    # The role is read on every request: taken away, it is gone with the next one.
    Membership.objects.filter(user=clerk, company=second).delete()
    assert client.get("/audit/").status_code == 403
