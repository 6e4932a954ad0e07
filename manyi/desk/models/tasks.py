"""Cross-department tasks: what another department does for a ticket, by when, and what was said about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.i18n import label


class TaskTemplate(models.Model):
    """A task that is asked for again and again; ``checklist`` holds its points, ``hours`` the working time allowed.

    ``customer_words`` (by language) is what the customer reads while it is worked on; empty says nothing.
    """

    names = models.JSONField(_("Names"), default=dict)
    department = models.ForeignKey("people.Department", models.CASCADE, related_name="+")
    body = models.TextField(_("What is needed"), blank=True, default="")
    checklist = models.JSONField(_("Checklist"), default=list)
    hours = models.PositiveSmallIntegerField(_("Time limit in working hours"), default=8)
    customer_words = models.JSONField(_("What the customer reads"), default=dict)
    is_required = models.BooleanField(_("The ticket waits for it"), default=True)
    is_active = models.BooleanField(_("In use"), default=True)

    def __str__(self) -> str:
        return label(self.names)


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task", "Asked")
    ANSWERED = "answered", pgettext_lazy("task", "Answered")
    REFUSED = "refused", pgettext_lazy("task", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("task", "Withdrawn")


class Task(models.Model):
    """Part of a ticket given to a department; ``holder`` is who answers it, at first its interface owner.

    ``due_at`` is when the answer is due; ``escalates_at`` when somebody is told that it is overdue, ``escalated`` how
    often that has happened. ``seconds`` is the working time that was allowed.
    """

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    template = models.ForeignKey(TaskTemplate, models.SET_NULL, null=True, related_name="+", db_index=False)
    department = models.ForeignKey("people.Department", models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    title = models.CharField(_("Title"), max_length=200)
    body = models.TextField(_("What is needed"), blank=True, default="")
    checklist = models.JSONField(default=list)
    customer_words = models.CharField(max_length=200, blank=True, default="")
    is_required = models.BooleanField(default=True)
    state = models.CharField(max_length=9, choices=TaskState.choices, default=TaskState.OPEN)
    seconds = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    escalates_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "id"], name="task_ticket"),
            models.Index(fields=["holder", "due_at"], condition=Q(state="open"), name="task_open_holder"),
            models.Index(fields=["department", "due_at"], condition=Q(state="open"), name="task_open_department"),
            models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="task_open_due"),
            models.Index(fields=["asked_by", "id"], name="task_asked_by"),
            models.Index(fields=["escalates_at"], condition=Q(escalates_at__isnull=False), name="task_escalates"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def blocks(self) -> bool:
        """Whether the ticket can't be solved before this is settled."""
        return self.is_required and self.state in (TaskState.OPEN, TaskState.REFUSED)


class EntryKind(models.TextChoices):
    SAID = "said", _("said")
    ANSWERED = "answered", pgettext_lazy("entry", "answered")
    REFUSED = "refused", pgettext_lazy("entry", "refused")
    FORWARDED = "forwarded", pgettext_lazy("entry", "forwarded")
    WITHDRAWN = "withdrawn", pgettext_lazy("entry", "withdrew it")
    ASKED_AGAIN = "again", pgettext_lazy("entry", "asked again")


class TaskEntry(models.Model):
    """One thing said on a task, or the reason of one step; ``external_id`` keeps a mail from being taken in twice."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=9, choices=EntryKind.choices, default=EntryKind.SAID)
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    text = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    external_id = models.CharField(max_length=255, null=True, unique=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class TaskFile(models.Model):
    """A file that goes with a task, or with one thing said on it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="files")
    entry = models.ForeignKey(TaskEntry, models.CASCADE, related_name="files", null=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
