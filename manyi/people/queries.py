"""What can be asked about people, shaped for the directory, the account page and the settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from manyi.core.actors import Actor
from manyi.core.ids import token_hash
from manyi.core.models import Installation
from manyi.people.models import ApiToken, Department, Invitation, PresenceState, Role, Staff, Team
from manyi.people.permissions import MANAGE_STAFF

PAGE = 50


def installation() -> Installation | None:
    """The company, or None before it is set up."""
    return Installation.objects.filter(id=1).first()


def is_installed() -> bool:
    """Whether there is a company yet."""
    return Installation.objects.exists()


def company_name() -> str:
    """The company's name, empty before it is set up."""
    return Installation.objects.filter(id=1).values_list("name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class StaffFilter:
    """What the directory is narrowed to; empty values narrow nothing."""

    text: str = ""
    team: str = ""
    tier: str = ""
    role: str = ""
    presence: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One page of the directory; ``next_after`` continues it, ``None`` at the end."""

    rows: list[Staff]
    next_after: str | None


def directory(viewer: Actor, wanted: StaffFilter, *, after: str = "") -> StaffPage:
    """Colleagues by name, 50 a page. Deactivated ones only for those who manage staff."""
    rows = Staff.objects.select_related("team", "department", "role", "presence")
    rows = rows.filter(is_active=not (wanted.gone and viewer.can(MANAGE_STAFF)))
    if wanted.text:
        rows = rows.filter(Q(name__icontains=wanted.text) | Q(email__icontains=wanted.text))
    for column, value in (("tier", wanted.tier), ("role__key", wanted.role)):
        if value:
            rows = rows.filter(**{column: value})
    if wanted.team.isdigit():
        rows = rows.filter(team_id=int(wanted.team))
    if wanted.presence == PresenceState.OFFLINE:
        rows = rows.filter(Q(presence__state=PresenceState.OFFLINE) | Q(presence=None))
    elif wanted.presence:
        rows = rows.filter(presence__state=wanted.presence)
    name, _sep, pk = after.rpartition("~")
    if pk.isdigit():
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(pk)))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    return StaffPage(found[:PAGE], f"{last.name}~{last.pk}" if last else None)


def open_invitations() -> list[Invitation]:
    """Invitations neither accepted nor withdrawn, newest first; expired ones are among them, to be sent again."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("role", "team", "invited_by")
    return list(rows.order_by("-id")[:200])


def invitation_by(secret: str) -> Invitation | None:
    """The invitation a link belongs to."""
    return Invitation.objects.select_related("invited_by").filter(token_hash=token_hash(secret)).first()


def departments() -> QuerySet[Department]:
    """All departments with their interface owner and how many work there."""
    counted = Count("members", filter=Q(members__is_active=True))
    return Department.objects.select_related("interface_owner").annotate(size=counted).order_by("-is_service", "name")


def teams() -> QuerySet[Team]:
    """All teams with their department, leader and how many work there."""
    counted = Count("members", filter=Q(members__is_active=True))
    return Team.objects.select_related("department", "leader").annotate(size=counted).order_by("department_id", "name")


def roles() -> QuerySet[Role]:
    """All roles, in the order they were made."""
    return Role.objects.order_by("id")


def usual_role() -> int | None:
    """The role most newcomers get: agent."""
    return Role.objects.filter(key="agent").values_list("pk", flat=True).first()


def role_sizes() -> dict[int, int]:
    """How many active colleagues hold each role."""
    rows = Staff.objects.filter(is_active=True).values_list("role_id").annotate(size=Count("id"))
    return dict(rows.order_by())


def colleagues() -> QuerySet[Staff]:
    """Active colleagues by name, for choosing one."""
    return Staff.objects.filter(is_active=True).order_by("name", "pk")


def tokens(viewer: Actor, *, own: bool) -> list[ApiToken]:
    """API tokens that are not revoked, newest first: one's own, or everybody's."""
    rows = ApiToken.objects.filter(revoked_at=None).select_related("staff").order_by("-id")
    return list(rows.filter(staff_id=viewer.as_staff) if own else rows[:200])


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which somebody is signed in."""

    id: int
    browser: str
    ip: str
    since: dt.datetime
    is_current: bool


def devices(viewer: Actor, current_key: str) -> list[Device]:
    """Where the viewer is signed in, this browser first."""
    oldest = timezone.now() - dt.timedelta(days=14)
    rows = UserSession.objects.filter(user_id=viewer.as_staff, last_seen_at__gt=oldest).order_by("-last_seen_at")
    found = [
        Device(row.pk, browser_name(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in rows[:50]
    ]
    return sorted(found, key=lambda device: not device.is_current)


_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_name(user_agent: str) -> str:
    """A user agent in two words people know, e.g. "Firefox · Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system))) or user_agent[:40] or "?"


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """How the viewer proves who he is beside the password."""

    codes: bool
    passkeys: list[Authenticator]
    recovery_left: int | None

    @property
    def is_on(self) -> bool:
        return self.codes or bool(self.passkeys)


def second_factor(staff_id: int) -> SecondFactor:
    """The second factors of a colleague; ``recovery_left`` is None without recovery codes."""
    rows = list(Authenticator.objects.filter(user_id=staff_id).order_by("id"))
    recovery = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return SecondFactor(
        codes=any(row.type == Authenticator.Type.TOTP for row in rows),
        passkeys=[row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        recovery_left=len(recovery.wrap().get_unused_codes()) if recovery else None,
    )
