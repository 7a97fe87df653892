"""Add and edit the people at a customer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms import ContactForm
from customers.models import Contact, Customer
from customers.services.save_contact import add_contact, edit_contact
from customers.services.versions import ChangedMeanwhileError
from customers.views.conflicts import conflict_rows, merged_data

FORM = "customers/contact_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CONTACTS)
def contact_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company).visible_to(request.user),
        pk=customer_id,
    )
    wanted = [role for role in request.GET.getlist("role") if role in Contact.Role]
    form = ContactForm(request.POST or None, initial={"roles": wanted})
    if request.method == "POST" and form.is_valid():
        contact = add_contact(
            actor=request.user, customer=customer, values=form.values()
        )
        messages.success(request, _("%(name)s is added.") % {"name": contact.name})
        return redirect("customers:detail", customer.pk)
    context = {"form": form, "customer": customer}
    return render(request, FORM, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CONTACTS)
def contact_edit(request: SignedInRequest, contact_id: int) -> HttpResponse:
    contact: Contact = get_or_404(
        Contact.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer"),
        pk=contact_id,
    )
    form = ContactForm(request.POST or None, instance=contact)
    context: dict[str, Any] = {
        "form": form,
        "customer": contact.customer,
        "contact": contact,
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, FORM, context, status=422 if form.errors else 200)
    try:
        edit_contact(
            actor=request.user,
            contact=contact,
            version=form.cleaned_data["version"] or 1,
            values=form.values(),
        )
    except ChangedMeanwhileError as conflict:
        fresh = ContactForm(instance=Contact.objects.get(pk=contact_id))
        data = merged_data(form, fresh, version=conflict.version)
        context["conflict"] = conflict_rows(form, conflict)
        context["form"] = ContactForm(data, instance=fresh.instance)
        return render(request, FORM, context, status=409)
    messages.success(request, _("Saved."))
    return redirect("customers:detail", contact.customer_id)
