"""What happens in the library. Texts never enter the log; ids and reasons do."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("knowledge.article_created")
class ArticleCreated(Payload, frozen=True):
    article: int
    kind: str
    language: str
    audience: str


@verb("knowledge.article_changed")
class ArticleChanged(Payload, frozen=True):
    """Its place, readers, owner, dates, tags or topics changed."""

    article: int
    fields: list[str]


@verb("knowledge.draft_saved")
class DraftSaved(Payload, frozen=True):
    article: int
    version: int
    language: str
    number: int


@verb("knowledge.draft_dropped")
class DraftDropped(Payload, frozen=True):
    article: int
    language: str
    number: int


@verb("knowledge.review_requested")
class ReviewRequested(Payload, frozen=True):
    article: int
    version: int
    reviewer: int | None = None


@verb("knowledge.remarked")
class Remarked(Payload, frozen=True):
    """Somebody said something about a version in review."""

    article: int
    version: int
    remark: int


@verb("knowledge.returned")
class VersionReturned(Payload, frozen=True):
    """The second person wants changes."""

    article: int
    version: int
    remark: int


@verb("knowledge.approved")
class VersionApproved(Payload, frozen=True):
    """Times are Unix seconds."""

    article: int
    version: int
    effective_from: float


@verb("knowledge.withdrawn")
class VersionWithdrawn(Payload, frozen=True):
    """A scheduled version goes back to being a draft."""

    article: int
    version: int
    reason: str


@verb("knowledge.published")
class VersionPublished(Payload, frozen=True):
    """A version is in force from now on; ``old`` is the one it takes over from."""

    article: int
    version: int
    language: str
    kind: str
    old: int | None = None


@verb("knowledge.review_due")
class ReviewDue(Payload, frozen=True):
    article: int


@verb("knowledge.confirmed")
class ArticleConfirmed(Payload, frozen=True):
    """The owner has checked that it still holds."""

    article: int
    review_on: str = ""


@verb("knowledge.expired")
class ArticleExpired(Payload, frozen=True):
    article: int


@verb("knowledge.archived")
class ArticleArchived(Payload, frozen=True):
    article: int
    reason: str = ""


@verb("knowledge.brought_back")
class ArticleBroughtBack(Payload, frozen=True):
    """An expired or archived article is to be read again."""

    article: int


@verb("knowledge.file_added")
class FileAdded(Payload, frozen=True):
    article: int
    file: int


@verb("knowledge.category_saved")
class CategorySaved(Payload, frozen=True):
    category: int


@verb("knowledge.variable_saved")
class VariableSaved(Payload, frozen=True):
    variable: int
