"""Evidence: read the rows and the files, hand one in, withdraw one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django_filters import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.fields import Day, fault
from arcollect.core.api.filters import KeyFilter, WordFilter, YesNoFilter
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.media_types import ENDINGS
from arcollect.core.models import EvidenceFile
from arcollect.core.permissions import LARGEST_KEY
from arcollect.core.roles import Permission
from arcollect.core.services.keep_evidence import FrozenFile
from arcollect.core.token_scopes import TokenScope
from invoices.api import refusals  # noqa: F401 - answers of services
from invoices.models import Evidence
from invoices.selectors.evidence import Subject, list_evidence, subject_rows
from invoices.services.add_evidence import (
    EvidenceNotTakenError,
    FileFacts,
    add_evidence,
    freeze_upload,
)
from invoices.services.give_out_evidence import (
    EvidenceNotGivenOutError,
    give_out_evidence,
)
from invoices.services.withdraw_evidence import withdraw_evidence
from invoices.views.evidence import file_response

register_refusal(EvidenceNotTakenError, status=422, field="file")
register_refusal(EvidenceNotGivenOutError, status=409)
KEEP = Need(Permission.KEEP_EVIDENCE, TokenScope.WRITE_LEDGER)


class EvidenceOut(serializers.ModelSerializer[Evidence]):
    """One file about one thing; its bytes are at `file/` below this address."""

    object = serializers.SerializerMethodField(
        help_text="The id of what it is about: the customer's, or the document's."
    )
    name = serializers.CharField(source="file.name")
    kind = serializers.ChoiceField(
        source="file.kind", choices=EvidenceFile.Kind.choices
    )
    media_type = serializers.CharField(source="file.media_type")
    size = serializers.IntegerField(source="file.size", help_text="Bytes.")
    origin = serializers.CharField(source="file.origin")
    taken_on = serializers.DateField(source="file.taken_on")
    custody = serializers.CharField(source="file.custody")
    uploaded_at = serializers.DateTimeField(source="file.uploaded_at")
    uploaded_by = serializers.IntegerField(
        source="file.uploaded_by_id", allow_null=True
    )
    withdrawn_at = serializers.DateTimeField(
        source="file.state.withdrawn_at", allow_null=True
    )
    withdrawn_by = serializers.IntegerField(
        source="file.state.withdrawn_by_id", allow_null=True
    )
    withdrawn_because = serializers.CharField(source="file.state.reason")

    class Meta:
        model = Evidence
        fields = (
            *("id", "customer", "about", "object", "name", "kind", "media_type"),
            *("size", "sha256", "origin", "taken_on", "custody", "uploaded_at"),
            *("uploaded_by", "withdrawn_at", "withdrawn_by", "withdrawn_because"),
        )
        read_only_fields = fields

    def get_object(self, evidence: Evidence) -> int:
        return evidence.document_id or evidence.customer_id


class EvidenceIn(serializers.Serializer[Any]):
    """A file with what is said of it, as a form (`multipart/form-data`)."""

    file = serializers.FileField(max_length=400, allow_empty_file=True)
    about = serializers.ChoiceField(choices=Evidence.About.choices)
    object = serializers.IntegerField(
        min_value=1, max_value=LARGEST_KEY, help_text="The id of what it is about."
    )
    kind = serializers.ChoiceField(choices=EvidenceFile.Kind.choices)
    origin = serializers.CharField(max_length=100)
    taken_on = Day()
    custody = serializers.CharField(max_length=200, default="", allow_blank=True)


class WithdrawIn(serializers.Serializer[Any]):
    """Why the file counts no longer."""

    reason = serializers.CharField(max_length=500)


class EvidenceFilters(FilterSet):
    """`object` is the id of a document and goes with `about`."""

    customer = KeyFilter(field_name="customer_id")
    about = WordFilter(choices=Evidence.About.choices)
    object = KeyFilter(method="by_object")
    kind = WordFilter(field_name="file__kind", choices=EvidenceFile.Kind.choices)
    withdrawn = YesNoFilter(
        field_name="file__state__withdrawn_at", lookup_expr="isnull", exclude=True
    )

    def by_object(self, rows: Any, _name: str, key: int) -> Any:
        about = self.form.cleaned_data.get("about")
        if not about:
            sentence = _("Say with `about` what kind of thing it is.")
            raise fault("about", "required", sentence)
        return rows.filter(about=about, **{f"{about}_id": key})


class EvidenceApi(ReadApi):
    """Files kept as evidence of customers and documents."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "file": READ_LEDGER,
        "create": KEEP,
        "withdraw": KEEP,
    }
    parser_classes = (MultiPartParser, JSONParser)
    serializer_class = EvidenceOut
    filterset_class = EvidenceFilters

    def rows(self) -> QuerySet[Any]:
        rows = list_evidence(user=self.user, company=self.company)
        return rows.select_related("company")

    @extend_schema(
        request={"multipart/form-data": EvidenceIn},
        responses={200: EvidenceOut, 201: EvidenceOut},
    )
    def create(self, request: Request) -> Any:
        """Hand a file in; the same file for the same thing is kept once (then 200)."""
        asked = self.read(_numbers(request.data), serializer=EvidenceIn)
        subject = self._subject(asked.pop("about"), asked.pop("object"))
        upload = asked.pop("file")
        # Stored before the transaction: the bytes are there before their row.
        frozen = freeze_upload(name=str(upload.name), chunks=upload.chunks())
        return self._keep(
            request, subject=subject, frozen=frozen, facts=FileFacts(**asked)
        )

    @once
    def _keep(
        self,
        request: Request,  # noqa: ARG002
        *,
        subject: Subject,
        frozen: FrozenFile,
        facts: FileFacts,
    ) -> Response:
        kept, is_new = add_evidence(
            actor=self.user, subject=subject, frozen=frozen, facts=facts
        )
        status = 201 if is_new else 200
        return self.shown(EvidenceOut, kept.pk, status=status, route="evidence_detail")

    @extend_schema(request={"application/json": WithdrawIn}, responses=EvidenceOut)
    @once
    def withdraw(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """It counts no longer, and stays readable with the reason."""
        evidence = self.get_object()
        asked = self.read(serializer=WithdrawIn)
        withdraw_evidence(actor=self.user, evidence=evidence, **asked)
        return self.shown(EvidenceOut, evidence.pk)

    @extend_schema(
        responses={(200, media_type): OpenApiTypes.BINARY for media_type in ENDINGS}
    )
    def file(self, request: Request, pk: int) -> HttpResponse:  # noqa: ARG002
        """The bytes as they were handed in; 409 where the stored file was changed."""
        evidence = self.get_object()
        content = give_out_evidence(actor=self.user, evidence=evidence)
        return file_response(evidence, content)

    def _subject(self, about: str, key: int) -> Subject:
        rows = subject_rows(about=about, user=self.user, company=self.company)
        row = rows.filter(pk=key).first()
        if row is None:
            sentence = _("There is no such row that you may see.")
            raise fault("object", "unknown", sentence)
        return Subject(about, row)


def _numbers(data: Any) -> dict[str, Any]:
    """The form's fields; what is a number in JSON is text in a form."""
    asked = {name: data[name] for name in data} if hasattr(data, "keys") else {}
    key = asked.get("object")
    if isinstance(key, str) and key.isascii() and key.isdigit():
        asked["object"] = int(key)
    return asked
