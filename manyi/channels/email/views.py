"""Setting a mailbox up: it is tried live before it is saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from manyi.channels import actions
from manyi.channels.access import get_inbox
from manyi.channels.email.checking import check_mailbox
from manyi.channels.email.config import KIND
from manyi.channels.email.forms import MailboxForm
from manyi.channels.models import Inbox
from manyi.channels.permissions import MANAGE
from manyi.core.actors import require
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_http_methods(["GET", "POST"])
def mailbox(request: StaffRequest, inbox_id: int = 0) -> HttpResponse:
    """Add or change a mailbox. ``test`` only tries it; saving tries it too, unless it is switched off."""
    require(request.viewer, MANAGE)
    inbox = get_inbox(request.viewer, inbox_id, KIND) if inbox_id else None
    if request.method == "GET":
        return render(request, "email/mailbox.html", {"form": MailboxForm(inbox=inbox), "inbox": inbox})
    form = MailboxForm(request.POST, inbox=inbox)
    if not form.is_valid():
        return render(request, "email/mailbox.html", {"form": form, "inbox": inbox}, status=422)
    given = form.cleaned_data
    untried = not given["is_enabled"] or given["save_anyway"]
    findings = [] if untried else check_mailbox(given["address"], form.config(), form.secrets())
    if "test" in request.POST or not all(found.works for found in findings):
        values = {"form": form, "inbox": inbox, "findings": findings}
        return render(request, "email/mailbox.html", values, status=200 if "test" in request.POST else 422)
    _save(request, form, inbox)
    return redirect("channels")


def _save(request: StaffRequest, form: MailboxForm, inbox: Inbox | None) -> None:
    given = form.cleaned_data
    if inbox is None:
        inbox = actions.add_inbox(
            KIND,
            name=given["name"],
            address=given["address"],
            team=given["team"],
            config=form.config(),
            secrets=form.secrets(),
            by=request.viewer,
        )
    actions.change_inbox(
        inbox,
        by=request.viewer,
        name=given["name"],
        team=given["team"],
        config=form.config(),
        secrets=form.secrets(),
        is_enabled=given["is_enabled"],
    )
