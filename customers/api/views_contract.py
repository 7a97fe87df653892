"""Contracts and what belongs to them: read, add, change, sign."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.permissions import Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from customers.api import filters
from customers.api import serializers_contract as shapes
from customers.api.views import Kept, needs_of
from customers.models import Contract, Guarantee, Milestone, SettlementTerm
from customers.services.contract_state import ContractRefusedError, sign_contract
from customers.services.save_contract import (
    ContractNumberTakenError,
    add_contract,
    edit_contract,
)

register_refusal(ContractNumberTakenError, status=409, field="number")
register_refusal(ContractRefusedError, status=422, field="signed_on")


class ContractApi(Kept):
    """Contracts with their settlement terms and clauses."""

    needs: ClassVar[dict[str, Need]] = {
        **needs_of(Permission.EDIT_CUSTOMERS),
        "sign": Need(Permission.EDIT_CUSTOMERS, TokenScope.WRITE_CUSTOMERS),
    }
    serializer_class = shapes.ContractOut
    filterset_class = filters.ContractFilters

    def rows(self) -> QuerySet[Contract]:
        rows = Contract.objects.filter(company=self.company)
        return rows.visible_to(self.user).prefetch_related("terms", "clauses")

    @extend_schema(request=shapes.ContractIn, responses={201: shapes.ContractOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add a contract and its terms."""
        values = dict(self.read(serializer=shapes.ContractIn))
        customer, terms = values.pop("customer"), values.pop("terms")
        values["parent"] = values.pop("part_of")
        added = add_contract(
            actor=self.user, customer=customer, values=values, terms=terms
        )
        return self.shown(
            shapes.ContractOut, added.pk, status=201, route="contracts_detail"
        )

    @extend_schema(request=shapes.ContractChange, responses=shapes.ContractOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a contract as of `version`; posted invoices keep their due dates."""
        contract = self.get_object()
        given, version = self.changes(shapes.ContractChange, contract)
        terms = given.pop("terms", None)
        if terms is None:
            stored_terms = contract.terms.order_by("term_group")
            terms = list(stored_terms.values(*SettlementTerm.SAID))
        stored = {name: getattr(contract, name) for name in shapes.CONTRACT_FIELDS}
        edit_contract(
            actor=self.user,
            contract=contract,
            version=version,
            values={**stored, **given},
            terms=terms,
        )
        return self.shown(shapes.ContractOut, pk)

    @extend_schema(request=shapes.SignIn, responses=shapes.ContractOut)
    @once
    def sign(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Sign a draft, once its checklist of clauses is complete."""
        contract = self.get_object()
        asked: dict[str, Any] = self.read(serializer=shapes.SignIn)
        sign_contract(actor=self.user, contract=contract, **asked)
        return self.shown(shapes.ContractOut, pk)


class MilestoneApi(ReadApi):
    """Steps of contracts and their acceptance."""

    serializer_class = shapes.MilestoneOut
    filterset_class = filters.OfContractFilters

    def rows(self) -> QuerySet[Milestone]:
        rows = Milestone.objects.filter(company=self.company)
        return rows.visible_to(self.user)


class GuaranteeApi(ReadApi):
    """Securities and when they end."""

    serializer_class = shapes.GuaranteeOut
    filterset_class = filters.OfContractFilters

    def rows(self) -> QuerySet[Guarantee]:
        rows = Guarantee.objects.filter(company=self.company)
        return rows.visible_to(self.user)
