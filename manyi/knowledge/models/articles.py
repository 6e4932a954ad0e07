"""What the library holds: articles, their versions in each language, files, links and variables."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.i18n import label


class Kind(models.TextChoices):
    ARTICLE = "article", _("Article")
    CASE = "case", _("Case")
    FAQ = "faq", _("FAQ")
    SOP = "sop", _("SOP")
    SCRIPT = "script", _("Script")
    POLICY = "policy", _("Policy")


class Audience(models.TextChoices):
    """Who may read an article, from the widest to the narrowest."""

    PUBLIC = "public", _("Everybody")
    SIGNED_IN = "signed_in", _("Customers signed in")
    STAFF = "staff", _("All colleagues")
    TEAMS = "teams", _("Chosen teams")
    OWN = "own", _("Only me")


SHARED = tuple(audience for audience in Audience if audience != Audience.OWN)
"""Whom an article can be written for; only scripts are kept for oneself."""


class State(models.TextChoices):
    """Where an article stands in its life. A new version of a published article changes nothing here."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    REVIEW_DUE = "review_due", _("Review due")
    EXPIRED = "expired", _("Expired")
    ARCHIVED = "archived", _("Archived")


LIVE = (State.PUBLISHED, State.REVIEW_DUE)
"""The states in which readers find an article."""


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


OPEN = (VersionState.DRAFT, VersionState.IN_REVIEW)
"""A version that is still being worked on; there is at most one for an article in a language."""
APPROVED = (VersionState.SCHEDULED, VersionState.PUBLISHED, VersionState.SUPERSEDED)


class Category(models.Model):
    """A shelf of the library; shelves stand in a tree."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    key = models.SlugField(_("Key"), unique=True)
    names = models.JSONField(_("Names"), default=dict)
    icon = models.CharField(_("Icon"), max_length=40, default="book-open")
    rank = models.PositiveSmallIntegerField(_("Order"), default=0)

    class Meta:
        ordering = ("rank", "id")

    def __str__(self) -> str:
        return label(self.names)


class Article(models.Model):
    """One piece of knowledge in all its languages and versions; ``language`` is that of the original.

    A policy concerns the agents of ``concerned_teams`` (empty: everybody who serves customers) on tickets of
    ``types`` (empty: by tags; neither: all). ``ended_at`` is when it expired or was archived.
    """

    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices, default=Kind.ARTICLE)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(_("Who may read it"), max_length=10, choices=Audience.choices, default=Audience.STAFF)
    teams = models.ManyToManyField("people.Team", blank=True, related_name="+", verbose_name=_("Teams"))
    concerned_teams = models.ManyToManyField("people.Team", blank=True, related_name="+")
    types = models.ManyToManyField("desk.TicketType", blank=True, related_name="+")
    tags = models.ManyToManyField("desk.Tag", blank=True, related_name="+", verbose_name=_("Tags"))
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    owner = models.ForeignKey(
        "people.Staff", models.SET_NULL, null=True, related_name="+", verbose_name=pgettext_lazy("article", "Owner")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    review_on = models.DateField(_("Review on"), null=True, blank=True)
    expires_on = models.DateField(_("Expires on"), null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    uses = models.PositiveIntegerField(default=0)
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=["state", "kind", "updated_at"], name="article_shelf"),
            models.Index(
                fields=["review_on"], condition=Q(state="published", review_on__isnull=False), name="article_review"
            ),
            models.Index(
                fields=["expires_on"],
                condition=Q(state__in=("published", "review_due"), expires_on__isnull=False),
                name="article_expiry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class Version(models.Model):
    """An article's text in one language as it was written at one time. ``body`` is Markdown.

    ``source`` is the version of the original a translation was made from. ``effective_from`` is the moment from which
    an approved version holds; until approval it is what the author wishes, None for at once. ``writers`` are all who
    saved it, so that none of them approves it; ``saves`` counts savings, so that nobody overwrites what a colleague
    has typed.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    title = models.CharField(_("Title"), max_length=200)
    body = models.TextField(_("Body"))
    note = models.CharField(_("What changed"), max_length=1000, blank=True, default="")
    source = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    writers = models.JSONField(default=list)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saves = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True)
    reviewer = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    approved_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    effective_from = models.DateTimeField(_("In force from"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["article", "language", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["article", "language"], condition=Q(state="published"), name="version_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["article", "language"], condition=Q(state__in=("draft", "in_review")), name="version_one_open"
            ),
        )
        indexes = (
            models.Index(fields=["effective_from"], condition=Q(state="scheduled"), name="version_scheduled"),
            models.Index(fields=["reviewer", "submitted_at"], condition=Q(state="in_review"), name="version_in_review"),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.language} {self.number})"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class ArticleFile(models.Model):
    """A picture or file that belongs to an article; ``text`` is what the search reads of it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="files")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    text = models.TextField(default="")
    added_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class WebPage(models.Model):
    """A page elsewhere that texts link to. ``fault`` is what is wrong with it, ``failures`` how often in a row."""

    address = models.CharField(max_length=500, unique=True)
    due_at = models.DateTimeField(db_index=True)
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=7, blank=True, default="")

    def __str__(self) -> str:
        return self.address


class Link(models.Model):
    """A link in a version's text: to another article (``target`` is None when there is no such), or to a ``page``."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="links")
    target = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    page = models.ForeignKey(WebPage, models.CASCADE, null=True, related_name="links")
    address = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.address


class Fingerprint(models.Model):
    """One band of a version's fingerprint; texts that share a band are looked at as near-duplicates."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    band = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["band"], name="fingerprint_band"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.band}"


class Variable(models.Model):
    """A value the company writes once and articles use by its key, e.g. ``{{ hotline }}``."""

    key = models.SlugField(_("Key"), unique=True)
    names = models.JSONField(_("Names"), default=dict)
    values = models.JSONField(_("Values"), default=dict)

    def __str__(self) -> str:
        return self.key
