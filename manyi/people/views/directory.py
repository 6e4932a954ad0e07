"""The staff directory, colleagues one by one, and invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid, Refused
from manyi.core.forms import add_refusal
from manyi.people import access, actions, queries
from manyi.people.forms import DirectoryForm, InviteForm, StaffForm
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_STAFF, SEE_STAFF


@require_safe
@staff_only
def directory(request: StaffRequest) -> HttpResponse:
    """Who works here."""
    require(request.viewer, SEE_STAFF)
    asked = {name: request.GET.get(name, "") for name in ("text", "team", "tier", "role", "presence")}
    wanted = queries.StaffFilter(**asked, gone="gone" in request.GET)
    page = queries.directory(request.viewer, wanted, after=request.GET.get("after", ""))
    on = request.GET.copy()
    if page.next_after:
        on["after"] = page.next_after
    values = {
        "page": page,
        "form": DirectoryForm(initial=asked),
        "is_narrowed": any(asked.values()),
        "gone": wanted.gone,
        "next_url": f"?{on.urlencode()}" if page.next_after else "",
        "may_manage": request.viewer.can(MANAGE_STAFF),
    }
    return render(request, "people/directory.html", values)


@staff_only
def colleague(request: StaffRequest, staff_id: int) -> HttpResponse:
    """One colleague, for those who manage staff."""
    require(request.viewer, MANAGE_STAFF)
    staff = access.get_anybody(request.viewer, staff_id)
    names = ("name", "role", "team", "department", "tier", "capacity")
    form = StaffForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(staff, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_staff(staff, by=request.viewer, **form.cleaned_data)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("people_colleague", staff_id)
    values = {
        "staff": access.get_anybody(request.viewer, staff_id),
        "form": form,
        "second_factor": queries.second_factor(staff_id),
        "is_me": staff_id == request.viewer.staff_id,
    }
    return render(request, "people/colleague.html", values, status=422 if form.errors else 200)


@require_POST
@staff_only
def deactivate(request: StaffRequest, staff_id: int) -> HttpResponse:
    """End a colleague's access."""
    staff = access.get_anybody(request.viewer, staff_id)
    try:
        actions.deactivate_staff(staff, by=request.viewer, reason=request.POST.get("reason", ""))
    except Invalid as error:
        messages.error(request, str(next(iter(error.fields.values()), error.message)))
    return redirect("people_colleague", staff_id)


@require_POST
@staff_only
def reactivate(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Let a colleague in again."""
    actions.reactivate_staff(access.get_anybody(request.viewer, staff_id), by=request.viewer)
    return redirect("people_colleague", staff_id)


@require_POST
@staff_only
def sign_out(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Sign a colleague out everywhere, for instance after a lost phone."""
    actions.end_sessions(access.get_anybody(request.viewer, staff_id), by=request.viewer)
    messages.success(request, _("Signed out everywhere."))
    return redirect("people_colleague", staff_id)


@require_POST
@staff_only
def forget_second_factor(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Help a colleague who lost phone and recovery codes."""
    actions.remove_second_factor(access.get_anybody(request.viewer, staff_id), by=request.viewer)
    messages.success(request, _("The password alone is enough again. A new second step should be set up soon."))
    return redirect("people_colleague", staff_id)


@staff_only
def invitations(request: StaffRequest) -> HttpResponse:
    """Invite colleagues, and see who has not come yet."""
    require(request.viewer, MANAGE_STAFF)
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"role": queries.usual_role()})
    if request.method == "POST" and form.is_valid():
        try:
            invitation, _secret = actions.invite(**form.cleaned_data, by=request.viewer)
        except Refused as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
            return redirect("people_invitations")
    values = {"form": form, "invitations": queries.open_invitations()}
    return render(request, "people/invitations.html", values, status=422 if form.errors else 200)


@require_POST
@staff_only
def renew(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation again."""
    actions.renew_invitation(access.get_invitation(request.viewer, invitation_id), by=request.viewer)
    messages.success(request, _("A new invitation is on its way; the old link no longer works."))
    return redirect("people_invitations")


@require_POST
@staff_only
def revoke(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Withdraw an invitation."""
    actions.revoke_invitation(access.get_invitation(request.viewer, invitation_id), by=request.viewer)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("people_invitations")
