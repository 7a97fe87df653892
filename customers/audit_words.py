"""Words for what customers write into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from customers.models import (
    Clause,
    Contact,
    Contract,
    ContractRules,
    Customer,
    CustomerFlag,
    DistributionPolicy,
    SupportAction,
)

ACTIONS = {
    "customers.customer.added": _("Customer added"),
    "customers.customer.edited": _("Customer edited"),
    "customers.contact.added": _("Contact added"),
    "customers.contact.edited": _("Contact edited"),
    "customers.contract.added": _("Contract added"),
    "customers.contract.edited": _("Contract edited"),
    "customers.contract.terms_changed": _("Terms changed"),
    "customers.contract.moved": _("State of the contract changed"),
    "customers.contract.clauses": _("Clauses changed"),
    "customers.contract_rules.changed": _("Rules for contracts changed"),
    "customers.milestone.added": _("Milestone added"),
    "customers.milestone.accepted": _("Milestone accepted"),
    "customers.milestone.withdrawn": _("Acceptance taken back"),
    "customers.guarantee.added": _("Security added"),
    "customers.guarantee.released": _("Security given back"),
    "customers.customer.imported": _("Customer imported"),
    "customers.contract.imported": _("Contract imported"),
    "customers.distribution.published": _("Targets of a region published"),
    "customers.distribution.withdrawn": _("Targets of a region taken out"),
    "customers.customer.cause_noted": _("Cause of non-payment noted"),
    "customers.paymentprofile.added": _("Payment profile added"),
    "customers.paymentprofile.edited": _("Payment profile edited"),
    "customers.customerflag.set": _("Flag set"),
    "customers.customerflag.lifted": _("Flag lifted"),
    "customers.product.added": _("Product added"),
    "customers.product.edited": _("Product edited"),
    "customers.customerproduct.added": _("Product at a customer added"),
    "customers.customerproduct.edited": _("Product at a customer edited"),
    "customers.promotionagreement.added": _("Promotion agreement added"),
    "customers.promotionagreement.edited": _("Promotion agreement edited"),
    "customers.promotionagreement.ended": _("Promotion agreement ended"),
    "customers.supportaction.logged": _("Support logged"),
    "customers.supportaction.edited": _("Support edited"),
}
OBJECTS = {
    "customers.customer": _("Customer"),
    "customers.contact": _("Contact"),
    "customers.contract": _("Contract"),
    "customers.contractrules": _("Rules for contracts"),
    "customers.milestone": _("Milestone"),
    "customers.guarantee": _("Security"),
    "customers.distributionpolicy": _("Targets of a region"),
    "customers.paymentprofile": _("Payment profile"),
    "customers.customerflag": _("Flag"),
    "customers.product": _("Product"),
    "customers.customerproduct": _("Product at a customer"),
    "customers.promotionagreement": _("Promotion agreement"),
    "customers.supportaction": _("Sales support"),
}
FIELDS = {
    "customer": _("customer"),
    "terms": _("terms"),
    "roles": _("roles"),
    "clauses": _("clauses"),
    "contract_state": _("state"),
    "gate": _("credit sale without a contract"),
    "version": _("version"),
    "stage": _("stage"),
    "outlets": _("outlets"),
    "target_bp": _("target rate, hundredths of a percent"),
    "exposure_ceiling": _("exposure ceiling"),
}
VALUES = {
    "roles": dict(Contact.Role.choices),
    "clauses": dict(Clause.choices),
    "contract_state": dict(Contract.State.choices),
    "gate": dict(ContractRules.Gate.choices),
    "stage": dict(DistributionPolicy.Stage.choices),
    "kind": {
        **dict(SupportAction.Kind.choices),
        **dict(CustomerFlag.Kind.choices),
        **dict(Customer.Kind.choices),
    },
}
