"""What becomes of knowledge: where it is cited, what readers say of it, what is missing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.core.crypto import EncryptedTextField
from manyi.knowledge.models.articles import Article, Version


class Citing(models.TextChoices):
    """What cites an article."""

    MESSAGE = "message", _("Message")
    ARTICLE = "article", _("Article")
    SCRIPT = "script", _("Script")
    WORDING = "wording", _("Text block")
    MACRO = "macro", _("Macro")
    SOP = "sop", _("SOP")
    ROBOT = "robot", _("Robot answer")


class Citation(models.Model):
    """Something that relies on one version: ``subject`` is its id among its kind, ``how`` link, text or steps.

    What lasts (everything but messages) is flagged when another version takes over, until somebody has checked it.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Citing.choices)
    subject = models.BigIntegerField()
    label = models.CharField(max_length=200, default="")
    how = models.CharField(max_length=6, default="link")
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    flagged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "kind", "subject"], name="citation_once"),)
        indexes = (
            models.Index(fields=["kind", "subject"], name="citation_subject"),
            models.Index(fields=["flagged_at"], condition=Q(flagged_at__isnull=False), name="citation_flagged"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} cites {self.version_id}"


class Insertion(models.Model):
    """A text somebody has put into an answer that is not sent yet; sending it makes a citation of it."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    how = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "staff", "version", "how"], name="insertion_once"),)

    def __str__(self) -> str:
        return f"{self.version_id} for {self.ticket_id}"


class Opinion(models.TextChoices):
    HELPFUL = "helpful", _("Helpful")
    UNHELPFUL = "unhelpful", _("Not helpful")
    WRONG = "wrong", _("Wrong")
    OUTDATED = "outdated", _("Out of date")


class Feedback(models.Model):
    """What a reader said of an article; ``place`` is where: library, ticket, express, help or robot."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+", db_index=False)
    opinion = models.CharField(max_length=9, choices=Opinion.choices)
    text = EncryptedTextField(default="")
    place = models.CharField(max_length=8, default="library")
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="+", db_index=False)
    visitor = models.CharField(max_length=64, default="")
    ticket = models.ForeignKey("desk.Ticket", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = (
            models.Index(
                fields=["article"],
                condition=Q(settled_at=None, opinion__in=("unhelpful", "wrong", "outdated")),
                name="feedback_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.opinion} on {self.article_id}"


class DailyUse(models.Model):
    """How an article was used on one day; the ranking and the list of gaps read it.

    ``contacted`` counts readers who turned to us afterwards, ``deflected`` those who did not need to.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    viewed = models.PositiveIntegerField(default=0)
    inserted = models.PositiveIntegerField(default=0)
    contacted = models.PositiveIntegerField(default=0)
    deflected = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["article", "day"], name="daily_use_once"),)

    def __str__(self) -> str:
        return f"{self.article_id} {self.day}"


class SearchDone(models.Model):
    """A search of the library: its words without personal data, how many it found, whether one was opened."""

    words = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="")
    place = models.CharField(max_length=8)
    found = models.PositiveIntegerField()
    opened = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["at"], name="search_done_at"),)

    def __str__(self) -> str:
        return self.words


class Contribution(models.Model):
    """An article proposed from a ticket; ``removed`` lists which personal data was taken out, without its values."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="contribution")
    ticket = models.ForeignKey("desk.Ticket", models.SET_NULL, null=True, related_name="+")
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    removed = models.JSONField(default=dict)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=500, default="")

    def __str__(self) -> str:
        return f"{self.article_id} from {self.ticket_id}"


class GapKind(models.TextChoices):
    SEARCH = "search", _("Searched in vain")
    QUESTION = "question", _("Often asked, not answered")
    ARTICLE = "article", _("Read, and asked all the same")


class Gap(models.Model):
    """Something the library lacks, found by counting; ``weight`` ranks the editors' list."""

    kind = models.CharField(max_length=8, choices=GapKind.choices)
    key = models.CharField(max_length=200)
    words = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    weight = models.FloatField()
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+")
    tickets = models.JSONField(default=list)
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    answer = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="gap_once"),)
        indexes = (models.Index(fields=["-weight"], condition=Q(closed_at=None), name="gap_open"),)

    def __str__(self) -> str:
        return self.words
