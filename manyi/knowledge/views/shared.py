"""What the library's views share: the shelf at the left, dates from forms, refusals shown where they belong."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.errors import Invalid, Refused
from manyi.knowledge import access, queries, red_marks
from manyi.knowledge.permissions import CONTRIBUTE, MANAGE, OVERSEE, REVIEW, WRITE
from manyi.knowledge.words import words
from manyi.people.middleware import StaffRequest


def frame(viewer: Actor, here: str = "") -> dict[str, Any]:
    """What every page of the library shows: shelves, what waits, what the viewer may do. ``here`` is its place."""
    return {
        **words(),
        "here": here,
        "shelves": queries.shelves(viewer),
        "waiting": queries.waiting(viewer),
        "unread": red_marks.unread(viewer),
        "may_write": viewer.can(WRITE),
        "may_review": viewer.can(REVIEW),
        "may_manage": viewer.can(MANAGE),
        "may_oversee": viewer.can(OVERSEE),
        "may_contribute": viewer.can(CONTRIBUTE),
        "is_editor": access.is_editor(viewer),
    }


def page(request: StaffRequest, template: str, here: str = "", *, status: int = 200, **values: Any) -> HttpResponse:
    """A page of the library."""
    return render(request, f"knowledge/{template}.html", {**frame(request.viewer, here), **values}, status=status)


def faults_of(error: Refused) -> dict[str, str]:
    """What a refusal says, by field. Raises it again when it is not about what was typed."""
    if error.status not in (409, 422):
        raise error
    fields = error.fields if isinstance(error, Invalid) else {}
    return {name: str(text) for name, text in fields.items()} or {"": str(error.message)}


def moment(text: str, field: str) -> dt.datetime | None:
    """A local date and time from a form, None for nothing. Raises :class:`Invalid` at the field."""
    if not text.strip():
        return None
    try:
        found = dt.datetime.fromisoformat(text.strip())
        return timezone.make_aware(found) if timezone.is_naive(found) else found
    except (ValueError, OverflowError):
        raise Invalid(fields={field: _("This is not a date and time.")}) from None


def day(text: str, field: str) -> dt.date | None:
    """A date from a form, None for nothing. Raises :class:`Invalid` at the field."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(fields={field: _("This is not a date.")}) from None


def local(at: dt.datetime | None) -> str:
    """A moment as a form's field for date and time holds it."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") if at else ""
