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


@verb("knowledge.synonyms_saved")
class SynonymsSaved(Payload, frozen=True):
    """What the search takes for the same changed; without a number the group is gone."""

    group: int | None = None


@verb("knowledge.cited")
class ArticleCited(Payload, frozen=True):
    """``subject`` is the id of what cites, among its ``kind``; ``how`` is link, text or steps."""

    article: int
    version: int
    kind: str
    subject: int
    how: str


@verb("knowledge.citations_flagged")
class CitationsFlagged(Payload, frozen=True):
    """So many things rely on a text that another version takes over from."""

    article: int
    version: int
    count: int


@verb("knowledge.citation_checked")
class CitationChecked(Payload, frozen=True):
    citation: int
    article: int


@verb("knowledge.announced")
class ChangeAnnounced(Payload, frozen=True):
    """A policy change was told to those it concerns; with a ``reason`` at shorter notice than the rule."""

    article: int
    version: int
    effective_from: float
    reason: str = ""
    granted_by: int | None = None


@verb("knowledge.change_opened")
class ChangeOpened(Payload, frozen=True):
    article: int
    version: int


@verb("knowledge.change_acknowledged")
class ChangeAcknowledged(Payload, frozen=True):
    article: int
    version: int


@verb("knowledge.question_asked")
class QuestionAsked(Payload, frozen=True):
    article: int
    question: int


@verb("knowledge.question_approved")
class QuestionApproved(Payload, frozen=True):
    """The answer holds for this version of the policy."""

    article: int
    question: int
    version: int


@verb("knowledge.feedback_given")
class FeedbackGiven(Payload, frozen=True):
    article: int
    version: int
    feedback: int
    opinion: str


@verb("knowledge.feedback_settled")
class FeedbackSettled(Payload, frozen=True):
    article: int
    feedback: int


@verb("knowledge.contributed")
class ArticleContributed(Payload, frozen=True):
    """A colleague proposed an article from a ticket; ``removed`` counts the personal data taken out, by kind."""

    article: int
    removed: dict[str, int] = {}


@verb("knowledge.contribution_accepted")
class ContributionAccepted(Payload, frozen=True):
    """What ``staff`` proposed is published."""

    article: int
    staff: int | None


@verb("knowledge.contribution_declined")
class ContributionDeclined(Payload, frozen=True):
    article: int
    staff: int | None


@verb("knowledge.gap_closed")
class GapClosed(Payload, frozen=True):
    gap: int
    article: int | None = None


@verb("knowledge.link_failed")
class LinkFailed(Payload, frozen=True):
    """A page elsewhere that texts link to is missing, silent or private."""

    page: int
    fault: str


@verb("knowledge.link_mended")
class LinkMended(Payload, frozen=True):
    """A page elsewhere is there again."""

    page: int
