"""What every view of the API shares: who calls, in which language, from which company."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.authentication import (
    SignedInAuthentication,
    TokenAuthentication,
)
from arcollect.core.api.json_types import refuse_other_types
from arcollect.core.api.permissions import READ_LEDGER, Need, RoleAndScope
from arcollect.core.decorators import public
from arcollect.core.models import Company, User
from arcollect.core.permissions import get_or_404

Serializer = type[serializers.BaseSerializer[Any]]


class ApiView(viewsets.GenericViewSet[Any]):
    """Rows of the caller's company that he may see.

    `rows(user, company)` gives them, `needs` what each action asks for. Whoever calls
    is found out by the API itself (token, or session with form token), so the login
    page stands aside.
    """

    # Said here and not left to settings: without them everybody would be let in.
    authentication_classes = (TokenAuthentication, SignedInAuthentication)
    permission_classes = (RoleAndScope,)
    needs: ClassVar[dict[str, Need]] = {}

    @classmethod
    def as_view(cls, actions: Any = None, **initkwargs: Any) -> Any:
        return public(super().as_view(actions, **initkwargs))

    @property
    def user(self) -> User:
        return self.request.user  # type: ignore[return-value]

    @property
    def company(self) -> Company:
        return self.request.company  # type: ignore[attr-defined, no-any-return]

    def rows(self) -> QuerySet[Any]:
        """The rows of the company that the caller may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            # The schema asks for the model only, and nobody calls.
            shape: Any = self.serializer_class
            return shape.Meta.model._default_manager.none()  # type: ignore[no-any-return]  # noqa: SLF001
        return self.rows()

    def get_object(self) -> Any:
        """The row at this address; one that the caller may not see does not exist."""
        return get_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "Accept-Language" not in request.headers:
            speak(self.user.language or self.company.language)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        answer["Content-Language"] = translation.get_language() or "en"
        patch_vary_headers(answer, ("Authorization",))
        return answer

    def read(
        self, data: Any = None, *, serializer: Serializer | None = None, **context: Any
    ) -> Any:
        """What the body says, checked by the action's serializer."""
        form = (serializer or self.get_serializer_class())(
            data=self.request.data if data is None else data,
            context={**self.get_serializer_context(), **context},
        )
        refuse_other_types(form)
        form.is_valid(raise_exception=True)
        return form.validated_data

    def shown(
        self, serializer: Serializer, pk: int, *, status: int = 200, route: str = ""
    ) -> Response:
        """The row as reading it gives it; `route` names its address for `Location`."""
        row = self.rows().get(pk=pk)
        body = serializer(row, context=self.get_serializer_context()).data
        response = Response(body, status=status)
        if route:
            response["Location"] = reverse(f"api:{route}", args=[pk])
        return response


class ReadApi(mixins.ListModelMixin, mixins.RetrieveModelMixin, ApiView):
    """A list and its rows, for everybody who may see the ledger."""

    needs: ClassVar[dict[str, Need]] = {"list": READ_LEDGER, "retrieve": READ_LEDGER}


def speak(language: str) -> None:
    """Answer in `language` where the caller asked for none."""
    if language:
        translation.activate(language)
