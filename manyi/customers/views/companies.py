"""Companies whose people are served."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from manyi.core.actors import require
from manyi.core.errors import Refused
from manyi.core.forms import add_refusal
from manyi.customers import access, actions, queries
from manyi.customers.forms import CompanyForm
from manyi.customers.permissions import EDIT, SEE
from manyi.people.middleware import StaffRequest, staff_only


@require_safe
@staff_only
def companies(request: StaffRequest) -> HttpResponse:
    """All companies."""
    require(request.viewer, SEE)
    text = request.GET.get("text", "").strip()
    rows = queries.companies(text, after=request.GET.get("after", ""))
    on = request.GET.copy()
    if len(rows) == queries.PAGE:
        on["after"] = rows[-1].company.name
    values = {
        "rows": rows,
        "text": text,
        "next_url": f"?{on.urlencode()}" if len(rows) == queries.PAGE else "",
        "may_edit": request.viewer.can(EDIT),
    }
    return render(request, "customers/companies.html", values)


@staff_only
def company(request: StaffRequest, company_id: int) -> HttpResponse:
    """Rename a company."""
    require(request.viewer, EDIT)
    found = access.get_company(request.viewer, company_id)
    form = CompanyForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_company(found, name=form.cleaned_data["name"], by=request.viewer)
        except Refused as error:
            _at_name(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers_companies")
    return render(
        request, "customers/company.html", {"company": found, "form": form}, status=422 if form.errors else 200
    )


def _at_name(form: CompanyForm, error: Refused) -> None:
    if error.fields:
        add_refusal(form, error)
    else:
        form.add_error("name", str(error.message))
