"""Settings of the API's libraries, read by `arcollect/settings.py`."""

from __future__ import annotations

from typing import Any

_HERE = "arcollect.core.api"

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        f"{_HERE}.authentication.TokenAuthentication",
        f"{_HERE}.authentication.SignedInAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [f"{_HERE}.permissions.RoleAndScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": f"{_HERE}.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": [f"{_HERE}.filters.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": f"{_HERE}.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "NON_FIELD_ERRORS_KEY": "",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "arcollect API",
    "VERSION": "1",
    "DESCRIPTION": (
        "Receivables of one company: customers, documents, due items with their "
        "classes, collection work and reports. Amounts are decimal strings beside a "
        "currency, dates are ISO 8601. Every refusal is a problem document (RFC 9457) "
        "that names the field and the rule. A token never can do more than its owner."
    ),
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "SORT_OPERATIONS": True,
    "AUTHENTICATION_WHITELIST": [f"{_HERE}.authentication.TokenAuthentication"],
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        f"{_HERE}.schema.document_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CustomerKind": "customers.models.Customer.Kind",
        "CustomerStatus": "customers.models.Customer.Status",
        "ContactRole": "customers.models.Contact.Role",
        "CustomerSizeClass": "customers.models.Customer.SizeClass",
        "CauseOfNonPayment": "customers.models.Customer.Cause",
        "CustomerFlagKind": "customers.models.CustomerFlag.Kind",
        "PromotionType": "customers.models.PromotionAgreement.Type",
        "SupportKind": "customers.models.SupportAction.Kind",
        "ContractKind": "customers.models.Contract.Kind",
        "TermType": "customers.models.SettlementTerm.Type",
        "DueItemKind": "invoices.models.DueItem.Kind",
        "CreditNoteReason": "invoices.models.CreditNote.Reason",
        "GoodsKind": "invoices.models.GoodsMovement.Kind",
        "DeductionKind": "invoices.models.Deduction.Kind",
        "BillKind": "invoices.models.Bill.Kind",
        "BillState": "invoices.models.bill.STATE_CHOICES",
        "CreditGrade": "customers.models.Grade",
        "FactKind": "invoices.models.Fact.Kind",
        "EvidenceKind": "arcollect.core.models.EvidenceFile.Kind",
        "EvidenceAbout": "invoices.models.Evidence.About",
        "DisputeReason": "invoices.models.Dispute.Reason",
        "DisputeState": "invoices.models.Dispute.State",
        "ReceivableClass": "invoices.domain.classes.ReceivableClass",
        "ImportState": "arcollect.core.models.ImportBatch.State",
        "VisitKind": "collection.models.Visit.Kind",
        "PromiseState": "collection.models.Promise.State",
        "PromiseSource": "collection.models.Promise.Source",
        "HoldKind": "collection.models.Hold.Kind",
        "CompanyRole": "arcollect.core.roles.Role",
        "RolePermission": "arcollect.core.roles.Permission",
        "Language": "django.conf.settings.LANGUAGES",
        "LetterLanguage": "reconciliation.models.ConfirmationLetter.Language",
        "LetterKind": "reconciliation.models.ConfirmationLetter.Kind",
        "TokenScope": "arcollect.core.token_scopes.TokenScope",
        "Currency": "arcollect.core.api.fields.CURRENCY_CHOICES",
    },
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": True,
}
