"""Rows every app leans on: the event log, reader positions, jobs, files, and the installation's own settings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One immutable fact. Written only by :func:`manyi.core.actions.record`; ``id`` is the position in the log."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    assignee_id = models.BigIntegerField(null=True)
    payload = models.TextField()
    correlation = models.CharField(max_length=40, default="")

    class Meta:
        indexes = (
            models.Index(fields=["ticket_id", "id"], condition=Q(ticket_id__isnull=False), name="event_ticket"),
            models.Index(fields=["customer_id", "id"], condition=Q(customer_id__isnull=False), name="event_customer"),
            models.Index(fields=["verb", "at"], name="event_verb_at"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.verb}"


class ReaderPosition(models.Model):
    """How far one reader of the log has come."""

    reader = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader} @ {self.position}"


class Job(models.Model):
    """Work to do outside a request, written in the transaction that wants it; see ``manyi.core.jobs``.

    A job is due, leased (``leased_until`` in the future), or failed (``failed_at``); done jobs are deleted.
    """

    name = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=120, null=True, unique=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="")
    failed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["due_at"], condition=Q(failed_at__isnull=True), name="job_due"),)

    def __str__(self) -> str:
        return f"{self.name} {self.args}"


class StoredFile(models.Model):
    """One content in the file store, kept once however often it is used."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Installation(models.Model):
    """The company that runs this desk: one row, made by the first-run assistant."""

    name = models.CharField(_("Company name"), max_length=120)
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    time_zone = models.CharField(_("Time zone"), max_length=60, default="Asia/Shanghai")
    working_days = models.JSONField(_("Working days"), default=list)
    opens_at = models.TimeField(_("Opens at"), default="09:00")
    closes_at = models.TimeField(_("Closes at"), default="18:00")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="installation_is_one_row"),)

    def __str__(self) -> str:
        return self.name


class SetupLink(models.Model):
    """The one-time link printed at first start; opening the assistant with it and finishing uses it up."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"setup link {self.pk}"


class SearchDocument(models.Model):
    """PostgreSQL's side of the message search; SQLite has an FTS5 table of the same shape."""

    id = models.BigIntegerField(primary_key=True)
    words = models.TextField()

    def __str__(self) -> str:
        return str(self.id)


class SearchEntry(models.Model):
    """A document of the library as the search sees it: one per subject and language, already cut into words.

    What is long stands last: a database reads a row up to what is asked for.
    """

    subject_id = models.BigIntegerField()
    language = models.CharField(max_length=16)
    weight = models.FloatField(default=0, help_text="0 to 1: how much it is used, whatever the query.")
    changed_at = models.DateTimeField()
    heading = models.TextField(help_text="The title, folded.")
    marks = models.TextField(help_text="What it is filtered by, one word each, beginning with =.")
    title_words = models.TextField(help_text="Words and pairs of characters of the title.")
    tag_words = models.TextField()
    sounds = models.TextField(help_text="Pinyin and initials of the title and tags.")
    body_words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "language"], name="core_search_once")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.language}"


class SearchWord(models.Model):
    """A word of the library and in how many documents it stands; the empty word counts the documents."""

    word = models.CharField(max_length=60, primary_key=True, help_text="English words by their stems.")
    shown = models.CharField(max_length=60, help_text="As it was first written.")
    documents = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class SearchSlip(models.Model):
    """What a word becomes by one slip of the hand (a letter left out) or of the ear (its pinyin)."""

    key = models.CharField(max_length=61)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="core_search_slip_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.word}"


class SearchSynonym(models.Model):
    """A phrase and the others of its group, which mean the same to this company."""

    group = models.PositiveIntegerField(db_index=True)
    phrase = models.CharField(max_length=60)
    key = models.CharField(max_length=120, db_index=True, help_text="The phrase's words, as a query is cut.")

    def __str__(self) -> str:
        return self.phrase
