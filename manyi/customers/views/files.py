"""The list of customers and one customer's file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Conflict, Refused
from manyi.core.forms import add_refusal
from manyi.customers import access, actions, panels, queries
from manyi.customers.forms import CustomerForm, FilterForm, IdentityForm, NewCustomerForm
from manyi.customers.models import Customer
from manyi.customers.permissions import EDIT, MERGE, REVEAL, SEE
from manyi.customers.words import HAPPENED
from manyi.people.middleware import StaffRequest, staff_only


@require_safe
@staff_only
def customers(request: StaffRequest) -> HttpResponse:
    """Who is served."""
    require(request.viewer, SEE)
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "value_class", "company")}
    wanted = queries.CustomerFilter(**asked, vip="vip" in request.GET)
    before = request.GET.get("before", "")
    page = queries.listed(request.viewer, wanted, before=int(before) if before.isdigit() else None)
    on = request.GET.copy()
    if page.next_before:
        on["before"] = str(page.next_before)
    company = access.get_company(request.viewer, int(wanted.company)) if wanted.company.isdigit() else None
    values = {
        "page": page,
        "wanted": wanted,
        "company": company,
        "form": FilterForm(initial=asked),
        "is_narrowed": any(asked.values()) or wanted.vip,
        "next_url": f"?{on.urlencode()}" if page.next_before else "",
        "may_edit": request.viewer.can(EDIT),
        "may_merge": request.viewer.can(MERGE),
    }
    return render(request, "customers/list.html", values)


@staff_only
def new(request: StaffRequest) -> HttpResponse:
    """Enter a customer by hand; a known address leads to its owner instead."""
    require(request.viewer, EDIT)
    form = NewCustomerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            customer = actions.enter_customer(
                name=given["name"],
                kind=given["kind"],
                value=given["value"],
                company_name=given["company"],
                by=request.viewer,
            )
        except Conflict as error:
            messages.info(request, _("This address is known already. Here is its owner."))
            return redirect("customer", error.data["customer"])
        except Refused as error:
            add_refusal(form, error)
        else:
            return redirect("customer", customer.pk)
    values = {"form": form, "companies": queries.company_names()}
    return render(request, "customers/new.html", values, status=422 if form.errors else 200)


@require_safe
@staff_only
def customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Everything known about one customer."""
    found = access.get_customer(request.viewer, customer_id)
    if found.merged_into_id is not None:
        return redirect("customer", access.standing(found).pk)
    return _file(request, found, IdentityForm())


def _file(request: StaffRequest, found: Customer, form: IdentityForm, **more: Any) -> HttpResponse:
    viewer = request.viewer
    may_merge = viewer.can(MERGE)
    values = {
        "customer": found,
        "addresses": queries.addresses_of(viewer, found),
        "panels": panels.loaded(viewer, found),
        "twins": queries.proposals_about(found) if may_merge else [],
        "merges": queries.merges_of(found),
        "reveals": queries.reveals_of(viewer, found),
        "history": [(one, HAPPENED.get(one.verb, one.verb)) for one in queries.history_of(found)],
        "last_at": queries.last_activity([found.pk]).get(found.pk),
        "form": form,
        "may_edit": viewer.can(EDIT),
        "may_reveal": queries.may_reveal(viewer),
        "may_merge": may_merge,
        "owner": None,
        **more,
    }
    return render(request, "customers/file.html", values, status=422 if form.errors else 200)


@staff_only
def edit(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Change what is written in the file."""
    require(request.viewer, EDIT)
    found = access.get_customer(request.viewer, customer_id)
    kept = {name: getattr(found, name) for name in ("name", "language", "value_class", "is_vip", "notes")}
    kept["company"] = found.company.name if found.company else ""
    form = CustomerForm(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        company_name = given.pop("company")
        try:
            actions.change_file(found, company_name=company_name, by=request.viewer, **given)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("customer", customer_id)
    values = {"customer": found, "form": form, "companies": queries.company_names()}
    return render(request, "customers/edit.html", values, status=422 if form.errors else 200)


@require_POST
@staff_only
def add_identity(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Note one more address; if somebody else has it, say who and offer to compare the two."""
    require(request.viewer, EDIT)
    found = access.get_customer(request.viewer, customer_id)
    form = IdentityForm(request.POST)
    if form.is_valid():
        try:
            actions.add_identity(found, form.cleaned_data["kind"], form.cleaned_data["value"], by=request.viewer)
        except Conflict as error:
            owner = access.get_customer(request.viewer, error.data["customer"])
            form.add_error("value", str(error.message))
            return _file(request, found, form, owner=owner)
        except Refused as error:
            form.add_error("value", str(next(iter(error.fields.values()), error.message)))
        else:
            messages.success(request, _("The address is noted."))
            return redirect("customer", customer_id)
    return _file(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def reveal(request: StaffRequest, identity_id: int) -> HttpResponse:
    """Show one address in clear, once, for a reason that is kept."""
    identity = access.get_identity(request.viewer, identity_id)
    require(request.viewer, REVEAL)
    values = {"identity": identity, "address": queries.as_shown(request.viewer, identity), "value": ""}
    part = "customers/reveal_part.html" if request.headers.get("HX-Request") else "customers/reveal.html"
    if request.method == "POST":
        values["value"] = actions.reveal(identity, by=request.viewer, reason=request.POST.get("reason", ""))
    return render(request, part, values)
