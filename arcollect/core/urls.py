from __future__ import annotations

from django.urls import path

from arcollect.core.views import (
    absences,
    audit,
    authority,
    bank_accounts,
    calendar,
    company,
    first_run,
    language,
    login,
    periods,
    profile,
    second_factor,
    settings,
    teams,
    tokens,
    users,
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
    path("profile/tokens/", tokens.token_list, name="token_list"),
    path("profile/tokens/new/", tokens.token_new, name="token_new"),
    path(
        "profile/tokens/<int:token_id>/revoke/",
        tokens.token_revoke,
        name="token_revoke",
    ),
    path("users/", users.user_list, name="user_list"),
    path("users/new/", users.user_new, name="user_new"),
    path("users/<int:user_id>/", users.user_detail, name="user_detail"),
    path("users/<int:user_id>/edit/", users.user_edit, name="user_edit"),
    path(
        "users/<int:user_id>/deactivate/", users.user_deactivate, name="user_deactivate"
    ),
    path(
        "users/<int:user_id>/reactivate/", users.user_reactivate, name="user_reactivate"
    ),
    path(
        "users/<int:user_id>/reset-password/",
        users.user_reset_password,
        name="user_reset_password",
    ),
    path(
        "users/<int:user_id>/reset-second-factor/",
        users.user_reset_second_factor,
        name="user_reset_second_factor",
    ),
    path("teams/", teams.team_list, name="team_list"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<int:team_id>/", teams.team_edit, name="team_edit"),
    path("sales-reps/", teams.rep_list, name="rep_list"),
    path("sales-reps/<int:rep_id>/", teams.rep_edit, name="rep_edit"),
    path("settings/", settings.settings, name="settings"),
    path("settings/period/", periods.period, name="period"),
    path("settings/period/reopen/", periods.period_reopen, name="period_reopen"),
    path("settings/bank-accounts/", bank_accounts.bank_accounts, name="bank_accounts"),
    path(
        "settings/bank-accounts/<int:account_id>/use/",
        bank_accounts.bank_account_use,
        name="bank_account_use",
    ),
    path("calendar/", calendar.work_calendar, name="calendar"),
    path("calendar/weekend/", calendar.calendar_weekend, name="calendar_weekend"),
    path(
        "calendar/days/<int:day_id>/remove/",
        calendar.calendar_day_remove,
        name="calendar_day_remove",
    ),
    path("absences/", absences.absence_list, name="absence_list"),
    path(
        "absences/<int:absence_id>/remove/",
        absences.absence_remove,
        name="absence_remove",
    ),
    path("authority/", authority.authority_list, name="authority_list"),
    path("authority/change/", authority.authority_edit, name="authority_edit"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/<int:event_id>/", audit.audit_detail, name="audit_detail"),
]
