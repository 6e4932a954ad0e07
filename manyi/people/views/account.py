"""One's own account: who I am, how I sign in, where I am signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from manyi.core import files
from manyi.core.errors import NotFound, Refused
from manyi.core.forms import add_refusal
from manyi.core.ui import THEME_COOKIE, THEMES
from manyi.people import access, actions, queries
from manyi.people.forms import ProfileForm
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_TOKENS

PHOTO_POLICY = "default-src 'none'; sandbox"


@staff_only
def account(request: StaffRequest) -> HttpResponse:
    """See and change what is mine."""
    staff = access.get_own(request.viewer)
    kept = {name: getattr(staff, name) for name in ("name", "language", "time_zone", "theme")}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_staff(staff, by=request.viewer, **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            response = redirect("account")
            response.set_cookie(THEME_COOKIE, form.cleaned_data["theme"], max_age=365 * 24 * 3600, samesite="Lax")
            return response
    return render(request, "people/account.html", _account_values(request, form), status=422 if form.errors else 200)


def _account_values(request: StaffRequest, form: ProfileForm) -> dict[str, Any]:
    staff = access.get_own(request.viewer)
    own_tokens = queries.tokens(request.viewer, own=True)
    return {
        "staff": staff,
        "form": form,
        "second_factor": queries.second_factor(staff.pk),
        "has_password": staff.has_usable_password(),
        "devices": queries.devices(request.viewer, request.session.session_key or ""),
        "tokens": own_tokens,
        "may_make_tokens": request.viewer.can(MANAGE_TOKENS),
    }


@require_POST
@staff_only
def photo(request: StaffRequest) -> HttpResponse:
    """Give myself a picture, or take it away."""
    chosen = request.FILES.get("photo")
    staff = access.get_own(request.viewer)
    content = chosen.read(actions.PHOTO_LIMIT + 1) if chosen else b""
    if not chosen and "remove" not in request.POST:
        return redirect("account")
    try:
        actions.change_photo(staff, content, by=request.viewer)
    except Refused as error:
        messages.error(request, str(next(iter(error.fields.values()), error.message)))
    return redirect("account")


@require_safe
@staff_only
def face(request: StaffRequest, staff_id: int) -> HttpResponse:
    """A colleague's picture."""
    staff = access.get_staff(request.viewer, staff_id)
    if staff.photo is None:
        raise NotFound()
    response = HttpResponse(files.read(staff.photo), content_type=staff.photo.media_type)
    response.headers["Content-Security-Policy"] = PHOTO_POLICY
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_POST
@staff_only
def theme(request: StaffRequest) -> HttpResponse:
    """Keep the chosen appearance with the account."""
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        actions.change_staff(access.get_own(request.viewer), by=request.viewer, theme=chosen)
    return HttpResponse(status=204)


@require_POST
@staff_only
def language(request: StaffRequest) -> HttpResponse:
    """Switch the language and go back to the page."""
    chosen = request.POST.get("language", "")
    if chosen in ("zh-hans", "en"):
        actions.change_staff(access.get_own(request.viewer), by=request.viewer, language=chosen)
    back = request.POST.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


@require_POST
@staff_only
def end_sessions(request: StaffRequest) -> HttpResponse:
    """Sign me out everywhere but here."""
    staff = access.get_own(request.viewer)
    ended = actions.end_sessions(staff, by=request.viewer, keep=request.session.session_key or "")
    messages.success(request, _("Signed out elsewhere.") if ended else _("You were signed in nowhere else."))
    return redirect("account")


@require_POST
@staff_only
def presence(request: StaffRequest) -> HttpResponse:
    """Say whether I am here; the page shows it where it stands."""
    row = actions.set_presence(access.get_own(request.viewer), request.POST.get("presence", ""), by=request.viewer)
    return trigger_client_event(HttpResponse(status=204), "manyi:presence", {"state": row.state})


@require_POST
@staff_only
def pulse(request: StaffRequest) -> HttpResponse:
    """A page says every minute that it is open, and whether nothing was done there for a while; the presence now."""
    row = actions.pulse(access.get_own(request.viewer), idle=request.POST.get("idle") == "1")
    return HttpResponse(row.state, content_type="text/plain")
