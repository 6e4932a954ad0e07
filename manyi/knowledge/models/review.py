"""How a text becomes binding: remarks of the second person, announcements of policy changes, who has read them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.knowledge.models.articles import Article, Version


class Verdict(models.TextChoices):
    COMMENT = "", _("Comment")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Sent back")


class Remark(models.Model):
    """What somebody said about a version in review; ``quote`` is the passage it is about."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="remarks")
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True, default="")
    quote = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.verdict or 'comment'} on {self.version_id}"


class Announcement(models.Model):
    """A policy change told to those it concerns, before it takes effect.

    ``announced_at`` is None until the second person has approved. A change announced later than the notice time has the
    author's ``reason`` and the second person who ``granted`` it.
    """

    version = models.OneToOneField(Version, models.CASCADE, related_name="announcement")
    announced_at = models.DateTimeField(null=True)
    changes = models.TextField(_("What changes"), default="")
    reason = models.CharField(_("Why it can't wait"), max_length=500, blank=True, default="")
    asked_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    granted_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["announced_at"], name="announcement_at"),)

    def __str__(self) -> str:
        return f"announcement of {self.version_id}"


class Acknowledgement(models.Model):
    """A colleague and a policy change: when it was opened, and when it was said to be understood."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "staff"], name="acknowledgement_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.version_id}"


class Question(models.Model):
    """A question often asked about a policy, with an answer approved for one version of it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="questions")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    question = models.CharField(_("Question"), max_length=300)
    answer = models.TextField(_("Answer"))
    asked = models.PositiveIntegerField(default=1)
    author = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["article"], condition=Q(approved_at=None), name="question_waiting"),)

    def __str__(self) -> str:
        return self.question
