"""What colleagues do about their own account."""

from __future__ import annotations

from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from manyi.core import files
from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.people import access
from manyi.people.actions.presence import set_presence_automatically
from manyi.people.actions.staff import require_above
from manyi.people.events import PhotoChanged, SecondFactorRemoved, SessionsEnded
from manyi.people.models import PresenceState, Staff
from manyi.people.permissions import MANAGE_STAFF

PHOTO_LIMIT = 2_000_000
PHOTO_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})


@action
def change_photo(staff: Staff, content: bytes, *, by: Actor) -> Staff:
    """Give oneself (or, with the right, a colleague) a picture; empty ``content`` removes it.

    Raises :class:`Invalid` for anything but a PNG, JPEG or WebP of at most 2 MB.
    """
    if by.staff_id != staff.pk:
        require(by, MANAGE_STAFF)
    if content and files.media_type(content) not in PHOTO_TYPES:
        raise Invalid(fields={"photo": _("Choose a PNG, JPEG or WebP picture.")})
    photo = files.store(content, limit=PHOTO_LIMIT) if content else None
    if photo != staff.photo:
        staff.photo = photo
        staff.save(update_fields=["photo"])
        record(PhotoChanged(staff=staff.pk), by=by)
    return staff


@action
def leave(staff: Staff, *, session_key: str) -> None:
    """After signing out: a colleague who is signed in nowhere else is offline, so that no work comes to him."""
    UserSession.objects.filter(user=staff, session_key=session_key).delete()
    if not UserSession.objects.filter(user=staff).exists():
        set_presence_automatically(staff, PresenceState.OFFLINE)


@action
def end_sessions(staff: Staff, *, by: Actor, keep: str = "") -> int:
    """Sign a colleague out everywhere but in the session ``keep``; returns how many sessions ended.

    In this process it takes effect at once, in others within :data:`access.REMEMBER` seconds.
    """
    if by.staff_id != staff.pk:
        require(by, MANAGE_STAFF)
        require_above(by, staff.role)
    keys = list(UserSession.objects.filter(user=staff).exclude(session_key=keep).values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    UserSession.objects.filter(session_key__in=keys).delete()
    access.forget_viewers()
    if keys:
        record(SessionsEnded(staff=staff.pk, count=len(keys)), by=by)
    return len(keys)


@action
def remove_second_factor(staff: Staff, *, by: Actor) -> None:
    """Let the password alone be enough again, for a colleague who lost phone and recovery codes."""
    require(by, MANAGE_STAFF)
    require_above(by, staff.role)
    removed, _by_model = Authenticator.objects.filter(user=staff).delete()
    if removed:
        record(SecondFactorRemoved(staff=staff.pk), by=by)
