"""The product list, and the products a customer carries."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_trade import ProductForm, RangeForm
from customers.models import CustomerProduct, Product
from customers.selectors.trade import list_products
from customers.services.save_product import (
    ProductRefusedError,
    add_product,
    add_to_range,
    edit_product,
    edit_range,
)
from customers.views.saving import (
    METHODS,
    find_customer,
    find_row,
    saved_or_shown,
    version_of,
)

FORM = "customers/product_form.html"
RANGE_FORM = "customers/range_form.html"
REFUSALS = (ProductRefusedError,)


@require_safe
@requires(Permission.VIEW_LEDGER)
def product_list(request: SignedInRequest) -> HttpResponse:
    page = page_of(list_products(company=request.company), request)
    context = {"page_obj": page, "can": abilities(request)}
    return render(request, "customers/product_list.html", context)


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def product_new(request: SignedInRequest) -> HttpResponse:
    initial = {"currency": request.company.base_currency}
    return saved_or_shown(
        request,
        template=FORM,
        context={},
        make=lambda data: ProductForm(data, initial=initial),
        write=lambda form: add_product(
            actor=request.user, company=request.company, values=form.values()
        ),
        done=_("The product is added."),
        then=("customers:product_list",),
        refusals=REFUSALS,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def product_edit(request: SignedInRequest, product_id: int) -> HttpResponse:
    rows = Product.objects.filter(company=request.company)
    product: Product = get_or_404(rows, pk=product_id)
    return saved_or_shown(
        request,
        template=FORM,
        context={"product": product},
        make=lambda data: ProductForm(data, instance=rows.get(pk=product.pk)),
        write=lambda form: edit_product(
            actor=request.user,
            product=product,
            version=version_of(form),
            values=form.values(),
        ),
        done=_("Saved."),
        then=("customers:product_list",),
        refusals=REFUSALS,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CONTACTS)
def range_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    initial = {"noted_on": clock.today(request.company.time_zone)}
    return saved_or_shown(
        request,
        template=RANGE_FORM,
        context={
            "customer": customer,
            "has_products": Product.objects.filter(
                company=request.company, is_sold=True
            ).exists(),
        },
        make=lambda data: RangeForm(data, initial=initial, company=request.company),
        write=lambda form: add_to_range(
            actor=request.user,
            customer=customer,
            product=form.cleaned_data["product"],
            values=form.values(),
        ),
        done=_("The product is added."),
        then=("customers:file", customer.pk),
        refusals=REFUSALS,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CONTACTS)
def range_edit(request: SignedInRequest, row_id: int) -> HttpResponse:
    rows = CustomerProduct.objects.select_related("product")
    row: CustomerProduct = find_row(request, rows, row_id)

    def make(data: Any) -> RangeForm:
        return RangeForm(data, instance=rows.get(pk=row.pk), company=request.company)

    return saved_or_shown(
        request,
        template=RANGE_FORM,
        context={"customer": row.customer, "row": row, "has_products": True},
        make=make,
        write=lambda form: edit_range(
            actor=request.user,
            row=row,
            version=version_of(form),
            values=form.values(),
        ),
        done=_("Saved."),
        then=("customers:file", row.customer_id),
        refusals=REFUSALS,
    )
