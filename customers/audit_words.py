"""Words for what customers write into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from customers.models import Contact

ACTIONS = {
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
    "customers.customer": _("Customer"),
    "customers.contact": _("Contact"),
    "customers.contract": _("Contract"),
}
FIELDS = {
    "customer": _("customer"),
    "terms": _("terms"),
    "roles": _("roles"),
    "version": _("version"),
}
VALUES = {"roles": dict(Contact.Role.choices)}
