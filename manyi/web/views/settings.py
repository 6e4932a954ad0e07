"""The settings, and the company's own page among them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from manyi.core.actors import require
from manyi.core.errors import NotAllowed, NotFound, Refused
from manyi.core.forms import add_refusal
from manyi.core.navigation import settings_pages
from manyi.people import actions, queries
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.web.forms import CompanyForm


@require_safe
@staff_only
def settings(request: StaffRequest) -> HttpResponse:
    """Go to the first of the settings the viewer may open."""
    pages = settings_pages(request.viewer)
    if not pages:
        raise NotAllowed()
    return redirect(pages[0].url_name)


@staff_only
def company(request: StaffRequest) -> HttpResponse:
    """The company's name, language, time zone and hours."""
    require(request.viewer, MANAGE_SETTINGS)
    found = queries.installation()
    if found is None:
        raise NotFound()
    form = CompanyForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.change_installation(found, by=request.viewer, **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("settings_company")
    return render(request, "web/company.html", {"form": form}, status=422 if form.errors else 200)
