from __future__ import annotations

from django.urls import path

from arcollect.core.views import (
    company,
    first_run,
    language,
    login,
    profile,
    second_factor,
)

app_name = "core"
urlpatterns = [
    path("first-run/", first_run.first_run, name="first_run"),
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("language/", language.set_language, name="set_language"),
    path("company/", company.switch_company, name="switch_company"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path(
        "second-factor/set-up/",
        second_factor.second_factor_setup,
        name="second_factor_setup",
    ),
    path(
        "second-factor/recovery-codes/",
        second_factor.recovery_codes,
        name="recovery_codes",
    ),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.change_password, name="change_password"),
    path(
        "profile/sessions/end/", profile.end_other_sessions, name="end_other_sessions"
    ),
]
