"""Staff and how they are organised: departments, teams, roles, presence, invitations, links, tokens."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.core.actions import now
from manyi.core.actors import FieldClass, Scope


class Tier(models.TextChoices):
    JUNIOR = "junior", _("Junior")
    INTERMEDIATE = "intermediate", _("Intermediate")
    SENIOR = "senior", _("Senior")
    SUPER = "super", _("Super agent")


class Department(models.Model):
    """A unit of the company; back-office ones answer tasks through their interface owner."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    is_service = models.BooleanField(_("Serves customers"), default=False)
    interface_owner = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Agents under a leader."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    leader = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """Permissions with the rows and field classes they reach. Built-in roles have a fixed key."""

    key = models.SlugField(_("Key"), unique=True)
    names = models.JSONField(_("Names"), default=dict)
    permissions = models.JSONField(_("Permissions"), default=list)
    scope = models.CharField(_("Reach"), max_length=12, choices=[(s.value, s.value) for s in Scope], default=Scope.OWN)
    field_classes = models.JSONField(_("Readable field classes"), default=list)

    def __str__(self) -> str:
        return self.key


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by their sign-in e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(email__iexact=username or "")


class Staff(AbstractBaseUser):
    """One colleague, who signs in with an e-mail address."""

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=80)
    tier = models.CharField(_("Tier"), max_length=14, choices=Tier.choices, blank=True, default="")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="members")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="members")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    time_zone = models.CharField(_("Time zone"), max_length=60, default="Asia/Shanghai")
    theme = models.CharField(_("Theme"), max_length=6, default="system")
    photo = models.ForeignKey("core.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(_("Open tickets at once"), default=20)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        indexes = (models.Index(fields=["team"], condition=Q(is_active=True), name="staff_active_team"),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class PresenceState(models.TextChoices):
    ONLINE = "online", _("Online")
    BUSY = "busy", _("Busy")
    AWAY = "away", _("Away")
    WRAP_UP = "wrap_up", _("Wrapping up")
    OFFLINE = "offline", _("Offline")


class Presence(models.Model):
    """Where a colleague is now. ``seen_at``, when his page last spoke, is never in the event log.

    ``before`` is the state he had chosen when an automatic one took its place, to which he returns by being active, or
    at ``until``; empty while the state is one he chose.
    """

    staff = models.OneToOneField(Staff, models.CASCADE, primary_key=True, related_name="presence")
    state = models.CharField(max_length=8, choices=PresenceState.choices, default=PresenceState.OFFLINE)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    before = models.CharField(max_length=8, blank=True, default="")
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.state}"


class Invitation(models.Model):
    """A colleague invited by mail; the link works once."""

    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=80)
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    tier = models.CharField(_("Tier"), max_length=14, choices=Tier.choices, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= now()

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.revoked_at is None and not self.is_expired


class LoginLink(models.Model):
    """A one-time link that signs a colleague in; made on the command line."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for {self.staff_id}"


class ApiToken(models.Model):
    """A program's key to the API: acts as its staff member, within its scopes."""

    name = models.CharField(_("Name"), max_length=80)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("Scopes"), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


def readable_classes(role: Role) -> frozenset[FieldClass]:
    """The field classes a role reads in clear; public and internal always."""
    return frozenset({FieldClass.PUBLIC, FieldClass.INTERNAL, *(FieldClass(c) for c in role.field_classes)})
