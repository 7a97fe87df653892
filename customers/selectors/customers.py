"""Customers as other apps ask for them."""

from __future__ import annotations

from django.db.models import QuerySet

from arcollect.core.models import Company
from arcollect.core.permissions import Person, get_or_404
from customers.models import Contact, Customer


def list_customers(*, company: Company, user: Person) -> QuerySet[Customer]:
    """The company's customers that the user may see, by name."""
    rows: QuerySet[Customer] = Customer.objects.filter(company=company)
    return rows.visible_to(user).order_by("name", "pk")  # type: ignore[attr-defined,no-any-return]


def get_customer_for(*, company: Company, user: Person, customer_id: int) -> Customer:
    """The customer with his rep and company; raises `Http404` for a foreign one."""
    rows = list_customers(company=company, user=user)
    return get_or_404(rows.select_related("rep", "company"), pk=customer_id)


def search_customers(
    *, company: Company, user: Person, text: str
) -> QuerySet[Customer]:
    """Customers whose code, name or tax number holds every word of `text`."""
    rows = list_customers(company=company, user=user)
    for word in text.casefold().split():
        rows = rows.filter(search_text__contains=word)
    return rows


def list_contacts(*, customer: Customer) -> QuerySet[Contact]:
    """The people at a customer, by name."""
    return Contact.objects.filter(customer=customer).order_by("name", "pk")
