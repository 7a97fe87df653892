"""Words for what the core itself writes into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arcollect.core.roles import Role
from arcollect.core.token_scopes import TokenScope

ACTIONS = {
    "core.outbox_message.confirmed": _("Message confirmed as sent"),
    "core.outbox_message.sent_again": _("Message queued again"),
    "core.outbox_message.given_up": _("Message given up"),
    "core.company.created": _("Company created"),
    "core.company.set_up": _("Company set up"),
    "core.company.changed": _("Company settings changed"),
    "core.user.created": _("User created"),
    "core.user.changed": _("User changed"),
    "core.user.role_changed": _("Role changed"),
    "core.user.deactivated": _("Login closed"),
    "core.user.reactivated": _("Login opened again"),
    "core.user.password_changed": _("Own password changed"),
    "core.user.password_reset": _("One-time password handed out"),
    "core.user.language_changed": _("Own language changed"),
    "core.user.second_factor_set": _("Second step set up"),
    "core.user.second_factor_removed": _("Second step removed"),
    "core.user.recovery_codes_renewed": _("New recovery codes made"),
    "core.user.sessions_ended": _("Signed out on other devices"),
    "core.user.signed_in": _("Signed in"),
    "core.user.signed_out": _("Signed out"),
    "core.team.created": _("Team created"),
    "core.team.renamed": _("Team renamed"),
    "core.rep.linked": _("Sales rep assigned"),
    "core.bank_account.added": _("Bank account added"),
    "core.bank_account.ended": _("Bank account taken out of use"),
    "core.bank_account.used": _("Bank account in use again"),
    "demo.company.loaded": _("Demo company loaded"),
    "core.token.created": _("Access token made"),
    "core.token.revoked": _("Access token revoked"),
    "core.audit.exported": _("Audit log exported"),
    "core.absence.recorded": _("Absence entered"),
    "core.absence.removed": _("Absence taken back"),
    "core.period.closed": _("Period closed"),
    "core.period.reopened": _("Period reopened"),
    "core.calendar.weekend_changed": _("Weekend changed"),
    "core.calendar.day_added": _("Day entered in the calendar"),
    "core.calendar.day_removed": _("Day taken out of the calendar"),
    "core.authority.set": _("Authority table changed"),
}
OBJECTS = {
    "core.outboxmessage": _("Message"),
    "core.company": _("Company"),
    "core.user": _("User"),
    "core.team": _("Team"),
    "core.rep": _("Sales rep"),
    "core.apitoken": _("Access token"),
    "core.bankaccount": _("Bank account"),
    "core.absence": _("Absence"),
    "core.workcalendar": _("Working calendar"),
    "core.calendarday": _("Day of the calendar"),
    "core.authoritylimit": _("Authority table"),
}
FIELDS = {
    "role": _("role"),
    "team": _("team"),
    "is_active": _("active"),
    "nightly_at": _("nightly run"),
    "is_small_supplier": _("small or medium supplier by law"),
    "cost_of_funds_bp": _("cost of funds, hundredths of a percent"),
    "administrator": _("administrator"),
    "sessions": _("sessions"),
    "user": _("user"),
    "rows": _("rows"),
    "prefix": _("beginning"),
    "scopes": _("allowed to"),
    "expires_at": _("expires"),
    "closed_through": _("closed through"),
    "limit": _("alone up to"),
    "withdrawn": _("taken away"),
}
VALUES = {"role": dict(Role.choices), "scopes": dict(TokenScope.choices)}
