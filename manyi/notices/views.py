"""The notice centre, how one is told, and announcements."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_time
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid
from manyi.core.stream_access import live
from manyi.desk.queries import get_team, reference
from manyi.desk.views.shared import whole_number
from manyi.notices import actions, push, queries
from manyi.notices.kinds import WAYS
from manyi.notices.models import Digest
from manyi.notices.navigation import NOTICES
from manyi.notices.permissions import ANNOUNCE
from manyi.people.middleware import StaffRequest, staff_only


class Browser(msgspec.Struct):
    """What a browser gives to be sent push messages."""

    endpoint: str
    key: str = ""
    secret: str = ""


@staff_only
@require_safe
def centre(request: StaffRequest) -> HttpResponse:
    """What one was told, newest first; with ``?new=1`` what is new."""
    stream = live(request)
    only_new = request.GET.get("new") == "1"
    values = {
        "told": queries.told(request.viewer, only_new=only_new),
        "only_new": only_new,
        "unread": [one for one in queries.announcements(request.viewer) if one.is_for_me and not one.read_at],
        "may_announce": request.viewer.can(ANNOUNCE),
    }
    part = request.headers.get("X-Live") == "true"
    return render(request, f"notices/{'list' if part else 'centre'}.html", {**values, "live": stream})


@staff_only
@require_safe
def badge(request: StaffRequest) -> HttpResponse:
    """How many notices are new, beside their place in the rail."""
    return render(request, "core/rail_badge.html", {"name": NOTICES.url_name, "badge": NOTICES.badge})


@staff_only
@require_POST
def seen(request: StaffRequest) -> HttpResponse:
    """All up to ``up_to``, ``only`` one, or those of a ``ticket`` are seen; answers with the badge to swap in."""
    posted, viewer = request.POST, request.viewer
    if ticket := whole_number(posted.get("ticket")):
        actions.see_of_ticket(ticket, by=viewer)
    elif only := whole_number(posted.get("only")):
        actions.see(by=viewer, only=only)
    else:
        actions.see(by=viewer, up_to=whole_number(posted.get("up_to")))
    if not request.headers.get("HX-Request"):
        return redirect("notices")
    values = {"name": NOTICES.url_name, "badge": NOTICES.badge, "is_swapped": True}
    return render(request, "core/rail_badge.html", values)


@staff_only
@require_safe
def newest(request: StaffRequest) -> JsonResponse:
    """The newest of what is new, for the desktop; ``quiet`` when nothing should be said aloud."""
    found = queries.told(request.viewer, only_new=True, limit=1)
    preference = queries.preference_of(request.viewer)
    shown = {"title": found[0].words, "body": found[0].about, "url": found[0].url} if found else None
    return JsonResponse({"notice": shown, "quiet": queries.is_quiet_now(request.viewer), "sound": preference.has_sound})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: StaffRequest) -> HttpResponse:
    """How one is told."""
    preference = queries.preference_of(request.viewer)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        posted = request.POST
        try:
            actions.save_preference(
                by=request.viewer,
                choices={one.kind.key: posted.getlist(f"way-{one.kind.key}") for one in queries.choices_of(preference)},
                digest=posted.get("digest", ""),
                quiet_from=_time(posted.get("quiet_from")),
                quiet_to=_time(posted.get("quiet_to")),
                has_sound=posted.get("has_sound") == "on",
            )
        except Invalid as error:
            errors = dict(error.fields)
        else:
            return redirect("notice-choices")
    values = {
        "choices": queries.choices_of(preference),
        "preference": preference,
        "ways": WAYS,
        "digests": Digest.choices,
        "errors": errors,
        "push_key": push.public_key(),
    }
    return render(request, "notices/choices.html", values, status=422 if errors else 200)


def _time(text: str | None) -> dt.time | None:
    try:
        return parse_time(text) if text else None
    except ValueError:
        return None


@staff_only
@require_http_methods(["POST", "DELETE"])
def browser(request: StaffRequest) -> HttpResponse:
    """Send push messages to this browser, or no more."""
    try:
        sent = msgspec.json.decode(request.body, type=Browser)
    except msgspec.MsgspecError:
        raise Invalid() from None
    if request.method == "DELETE":
        actions.unsubscribe(by=request.viewer, endpoint=sent.endpoint)
    else:
        actions.subscribe(by=request.viewer, endpoint=sent.endpoint, key=sent.key, secret=sent.secret)
    return HttpResponse(status=204)


@staff_only
@require_safe
def announcements(request: StaffRequest) -> HttpResponse:
    """What was announced."""
    values = {"lines": queries.announcements(request.viewer), "may_announce": request.viewer.can(ANNOUNCE)}
    return render(request, "notices/announcements.html", values)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_new(request: StaffRequest) -> HttpResponse:
    """Announce something."""
    require(request.viewer, ANNOUNCE)
    posted, errors = request.POST, {}
    if request.method == "POST":
        team = get_team(whole_number(posted["team"])) if posted.get("team") else None
        text = posted.get("text", "").replace("\r\n", "\n")
        try:
            row = actions.publish(by=request.viewer, title=posted.get("title", ""), text=text, team=team)
        except Invalid as error:
            errors = dict(error.fields)
        else:
            return redirect("announcement", row.pk)
    teams = [("", ""), *((str(pk), name) for pk, name in reference().teams.items())]
    values = {"errors": errors, "given": posted, "teams": teams}
    return render(request, "notices/announcement_form.html", values, status=422 if errors else 200)


@staff_only
@require_safe
def announcement(request: StaffRequest, announcement_id: int) -> HttpResponse:
    """One announcement; who publishes them sees who has read it."""
    row = queries.get_announcement(request.viewer, announcement_id)
    receipts = queries.receipts(row)
    mine = next((one for one in receipts if one.staff_id == request.viewer.id), None)
    may_announce = request.viewer.can(ANNOUNCE)
    values = {"row": row, "mine": mine, "receipts": receipts if may_announce else [], "may_announce": may_announce}
    return render(request, "notices/announcement.html", values)


@staff_only
@require_POST
def reading(request: StaffRequest, announcement_id: int) -> HttpResponse:
    """Say that one has read it."""
    actions.confirm_reading(queries.get_announcement(request.viewer, announcement_id), by=request.viewer)
    return redirect("announcement", announcement_id)


@staff_only
@require_POST
def withdrawal(request: StaffRequest, announcement_id: int) -> HttpResponse:
    """It holds no longer."""
    actions.withdraw(queries.get_announcement(request.viewer, announcement_id), by=request.viewer)
    return redirect("announcements")
