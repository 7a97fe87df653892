"""Words for what customers write into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from customers.models import Contact

ACTIONS = {
    "customers.review.prepared": _("Credit review prepared"),
    "customers.review.agreed": _("Credit review agreed by one of two"),
    "customers.review.decided": _("Credit review decided"),
    "customers.review.withdrawn": _("Credit review taken back"),
    "customers.signal.noted": _("Risk signal noted"),
    "customers.signal.closed": _("Risk signal closed"),
    "customers.ceiling.set": _("Ceiling of a sales rep set"),
    "customers.deposit.set": _("Smallest deposit set"),
    "customers.discount.offered": _("Cash discount offered"),
    "customers.discount.ended": _("Cash discount ended"),
    "customers.customer.added": _("Customer added"),
    "customers.customer.edited": _("Customer edited"),
    "customers.contact.added": _("Contact added"),
    "customers.contact.edited": _("Contact edited"),
    "customers.contract.added": _("Contract added"),
    "customers.contract.edited": _("Contract edited"),
    "customers.contract.terms_changed": _("Terms changed"),
    "customers.customer.imported": _("Customer imported"),
    "customers.contract.imported": _("Contract imported"),
}
OBJECTS = {
    "customers.creditreview": _("Credit review"),
    "customers.risksignal": _("Risk signal"),
    "customers.repceiling": _("Ceiling of a sales rep"),
    "customers.depositrule": _("Smallest deposit"),
    "customers.discountoffer": _("Cash discount"),
    "customers.customer": _("Customer"),
    "customers.contact": _("Contact"),
    "customers.contract": _("Contract"),
}
FIELDS = {
    "grade": _("grade"),
    "line": _("credit line"),
    "score": _("points"),
    "review_due_on": _("review due on"),
    "valid_from": _("valid from"),
    "severity": _("severity"),
    "seen_on": _("seen on"),
    "closed_on": _("closed on"),
    "share_bp": _("share, 1/100 of a percent"),
    "customer": _("customer"),
    "terms": _("terms"),
    "roles": _("roles"),
    "version": _("version"),
}
VALUES = {"roles": dict(Contact.Role.choices)}
