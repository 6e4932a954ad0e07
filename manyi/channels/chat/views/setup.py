"""The settings of chat sites."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.channels.chat import actions, queries
from manyi.channels.chat.access import get_inbox
from manyi.channels.chat.forms import SiteForm
from manyi.channels.chat.sites import SiteConfig, site_of
from manyi.channels.models import Inbox
from manyi.channels.permissions import MANAGE
from manyi.core.actors import require
from manyi.people.middleware import StaffRequest, staff_only


@require_safe
@staff_only
def sites(request: StaffRequest) -> HttpResponse:
    """All chat sites."""
    require(request.viewer, MANAGE)
    rows = [(inbox, site_of(inbox).config) for inbox in queries.sites()]
    return render(request, "chat/sites.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@staff_only
def new_site(request: StaffRequest) -> HttpResponse:
    """Set up a site."""
    require(request.viewer, MANAGE)
    form = SiteForm.of(None, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        config = form.config(SiteConfig())
        inbox = actions.add_site(given["name"], by=request.viewer, team=given["team"], config=config)
        return redirect("chat-site", inbox.pk)
    return _page(request, form)


@require_http_methods(["GET", "POST"])
@staff_only
def site(request: StaffRequest, inbox_id: int) -> HttpResponse:
    """Change a site; its script tag and its preview."""
    inbox = get_inbox(request.viewer, inbox_id)
    form = SiteForm.of(inbox, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        config = form.config(site_of(inbox).config)
        actions.change_site(inbox, by=request.viewer, name=given["name"], team=given["team"], config=config)
        messages.success(request, _("Saved."))
        return redirect("chat-site", inbox.pk)
    return _page(request, form, inbox)


@require_POST
@staff_only
def switch(request: StaffRequest, inbox_id: int) -> HttpResponse:
    """Take a site into use or out of it."""
    inbox = get_inbox(request.viewer, inbox_id)
    actions.change_site(inbox, by=request.viewer, is_enabled=request.POST.get("enabled") == "yes")
    return redirect("chat-site", inbox.pk)


@require_POST
@staff_only
def secret(request: StaffRequest, inbox_id: int) -> HttpResponse:
    """A new identity secret, shown on this page and never again."""
    inbox = get_inbox(request.viewer, inbox_id)
    made = actions.rotate_secret(inbox, by=request.viewer)
    return _page(request, SiteForm.of(inbox), inbox, secret=made)


def _page(request: StaffRequest, form: SiteForm, inbox: Inbox | None = None, secret: str = "") -> HttpResponse:
    values = {"form": form, "inbox": inbox, "secret": secret, "tag": _tag(request, inbox) if inbox else ""}
    return render(request, "chat/site.html", values, status=422 if form.errors else 200)


def _tag(request: StaffRequest, inbox: Inbox) -> str:
    address = request.build_absolute_uri("/chat/widget.js")
    return f'<script src="{address}" data-site="{inbox.address}" async></script>'
