"""What is set up: queues, weights, skills, what a colleague can do and how much fits him."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """Row 1 changes its number with every change of the setup: processes see that theirs is old. Row 2 is a lock."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Policy(models.Model):
    """Named weights. ``values`` are those in force, in their ``version``; the default serves queues that name none."""

    name = models.CharField(_("Name"), max_length=40, unique=True)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="weights_one_default"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class PolicyVersion(models.Model):
    """Weights as they were from ``at`` on."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["policy", "version"], name="weights_version_once"),)

    def __str__(self) -> str:
        return f"{self.policy_id} {self.version}"


class ChannelUnits(models.Model):
    """How much of a colleague's capacity one ticket of a channel takes; ``wrap_up`` seconds follow each."""

    channel = models.CharField(max_length=10, unique=True)
    units = models.PositiveSmallIntegerField()
    wrap_up = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.channel} {self.units}"


class Skill(models.Model):
    """Something routing may demand of a colleague, with a level from 1 to 5."""

    names = models.JSONField(_("Names"), default=dict)
    is_active = models.BooleanField(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.names.get("zh-hans") or self.names.get("en") or self.pk)


class Post(models.Model):
    """A place of the rotation, such as the hotline: queues may ask for whoever holds it now."""

    names = models.JSONField(_("Names"), default=dict)

    def __str__(self) -> str:
        return str(self.names.get("zh-hans") or self.names.get("en") or self.pk)


class AgentProfile(models.Model):
    """What a colleague can do, beside his tier and team. Empty ``channels`` mean all."""

    staff = models.OneToOneField("people.Staff", models.CASCADE, related_name="+")
    languages = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    cost = models.FloatField(default=1.0)

    def __str__(self) -> str:
        return str(self.staff_id)


class AgentSkill(models.Model):
    """A skill of a colleague and its level."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["staff", "skill"], name="agent_skill_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.skill_id}/{self.level}"


class ExpertPool(models.Model):
    """Colleagues who should get tickets with certain tags."""

    names = models.JSONField(_("Names"), default=dict)
    tags = models.ManyToManyField("desk.Tag", related_name="+")
    members = models.ManyToManyField("people.Staff", related_name="+")

    def __str__(self) -> str:
        return str(self.names.get("zh-hans") or self.names.get("en") or self.pk)


class Queue(models.Model):
    """Where work waits: the first active one in ``rank`` order whose conditions hold is the ticket's.

    ``terms`` are what it asks of colleagues, its overflow and its service level (see ``routing.queues.Terms``). Served
    by the ticket's own team, or by ``teams`` where there are some. ``calendar`` empty: the team's working hours.
    """

    names = models.JSONField(_("Names"), default=dict)
    rank = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)
    conditions = models.JSONField(default=dict)
    terms = models.JSONField(default=dict)
    teams = models.ManyToManyField("people.Team", related_name="+", blank=True)
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    calendar = models.ForeignKey("sla.Calendar", models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.names.get("zh-hans") or self.names.get("en") or self.pk)
