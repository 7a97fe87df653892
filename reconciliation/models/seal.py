"""The company's seals, what is asked of them, and the register of their use.

- `Seal`: one seal with the certificate that signs for it; registered by one person, put
  into use by another. The private key is not here: `key_name` names its file.
- `SealRequest`: somebody asks that a letter be sealed, another one decides. Bound to the
  letter's bytes by their SHA-256.
- `SealUse`: the register; one row per sealed letter, inserted once and never changed.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.insert_only import InsertOnly
from arcollect.core.permissions import Person, company_scope, customer_scope
from arcollect.core.roles import Permission
from reconciliation.models.letter import ConfirmationLetter
from reconciliation.seal_drawing import SealFace, SealKind


class SealQuerySet(models.QuerySet[Any]):
    """Seals belong to the company, not to a customer."""

    def visible_to(self, user: Person) -> Self:
        """Seals of the companies where the user may see seals."""
        return self.filter(company_scope(user, Permission.VIEW_SEALS))


class OfLetterQuerySet(models.QuerySet[Any]):
    """Rows of a letter that only those see who also see the seals."""

    def visible_to(self, user: Person) -> Self:
        """Rows of letters the user may see, where he may see the seals as well."""
        return self.filter(
            customer_scope(user, path="letter__customer__"),
            company_scope(user, Permission.VIEW_SEALS),
        )


class Seal(models.Model):
    """A seal of the company and the certificate that signs for it."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official seal")
        FINANCE = "finance", _("Finance seal")

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        IN_USE = "in_use", _("In use")
        RETIRED = "retired", _("Retired")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    holder_name = models.CharField(_("name on the seal"), max_length=100)
    register_number = models.CharField(_("register number"), max_length=20, blank=True)
    # 样章 / SAMPLE across it: in the demo, and for a certificate without identity.
    is_sample = models.BooleanField(default=False)
    # The seal as a PDF page of its true size; what letters are stamped with.
    artwork = models.BinaryField()
    # Inclusive; empty, as long as the certificate.
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    # The file below ARCOLLECT_VAR/keys, which only the signing worker opens.
    key_name = models.CharField(max_length=64)
    subject = models.CharField(max_length=500)
    issuer = models.CharField(max_length=500)
    serial = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, db_index=True)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    # Signed by itself: integrity, and no identity.
    is_test = models.BooleanField()

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REGISTERED
    )
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    put_in_use_at = models.DateTimeField(null=True)
    put_in_use_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reconciliation_seal_state",
                condition=Q(state__in=["registered", "in_use", "retired"]),
            ),
            models.CheckConstraint(
                name="reconciliation_seal_two_people",
                condition=Q(put_in_use_by__isnull=True)
                | Q(registered_by__isnull=True)
                | ~Q(put_in_use_by=F("registered_by")),
            ),
            models.CheckConstraint(
                name="reconciliation_seal_in_use_by",
                condition=~Q(state="in_use") | Q(put_in_use_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["company", "kind"],
                condition=Q(state="in_use"),
                name="reconciliation_seal_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.holder_name}"

    @property
    def face(self) -> SealFace:
        """What stands on it, ready to be drawn."""
        return SealFace(
            kind=SealKind(self.kind),
            holder_name=self.holder_name,
            register_number=self.register_number,
            is_sample=self.is_sample,
        )


class SealRequest(models.Model):
    """A letter waits for its seal: asked for by one person, decided by another."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for approval")
        APPROVED = "approved", _("Being sealed")
        REFUSED = "refused", _("Refused")
        SIGNED = "signed", _("Sealed")
        FAILED = "failed", _("Could not be sealed")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    letter = models.ForeignKey(
        ConfirmationLetter, on_delete=models.PROTECT, related_name="seal_requests"
    )
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="requests")
    # SHA-256 of the file as issued: what both persons mean.
    pdf_sha256 = models.CharField(max_length=64)
    requested_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    decided_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # When the second person proved once more who he is.
    second_factor_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(_("reason"), max_length=300, blank=True)
    failure = models.CharField(max_length=40, blank=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reconciliation_sealrequest_state",
                condition=Q(
                    state__in=["requested", "approved", "refused", "signed", "failed"]
                ),
            ),
            models.CheckConstraint(
                name="reconciliation_sealrequest_two_people",
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("requested_by"))
                | Q(state="refused"),
            ),
            models.CheckConstraint(
                name="reconciliation_sealrequest_approved_by",
                condition=Q(state__in=["requested", "refused"])
                | Q(decided_by__isnull=False, second_factor_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(state__in=["requested", "approved"]),
                name="reconciliation_sealrequest_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "state"], name="reconciliation_sealrequest_st"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.state}"


class SealUse(InsertOnly):
    """A line of the register: this seal went onto that letter."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    letter = models.OneToOneField(
        ConfirmationLetter, on_delete=models.PROTECT, related_name="seal_use"
    )
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    request = models.OneToOneField(
        SealRequest, on_delete=models.PROTECT, related_name="use"
    )
    requested_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, related_name="+"
    )
    sealed_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, related_name="+"
    )
    second_factor_at = models.DateTimeField()
    sha256_before = models.CharField(max_length=64)
    sha256_after = models.CharField(max_length=64, db_index=True)
    signer_fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reconciliation_sealuse_two_people",
                condition=~Q(requested_by=F("sealed_by")),
            )
        ]
        indexes = [
            models.Index(fields=["company", "at"], name="reconciliation_sealuse_at")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.sha256_after[:12]}"
