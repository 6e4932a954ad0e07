"""What readers make of articles: use counted by day, searches, opinions."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, ActorKind, require
from manyi.core.errors import Invalid
from manyi.desk.models import Ticket
from manyi.knowledge.actions.shared import change
from manyi.knowledge.events import FeedbackGiven, FeedbackSettled
from manyi.knowledge.models import Article, DailyUse, Feedback, Opinion, SearchDone, Version
from manyi.knowledge.permissions import READ, WRITE
from manyi.knowledge.text.privacy import clean

USES = ("viewed", "inserted", "contacted", "deflected")
_COUNTS = {Opinion.HELPFUL: "helpful", Opinion.UNHELPFUL: "unhelpful"}


@action
def note_use(article: Article, what: str) -> None:
    """Count one use of an article today: viewed, inserted, or what its reader did next. Not an event."""
    today = timezone.localdate(now())
    rows = DailyUse.objects.filter(article=article, day=today)
    if not rows.update(**{what: F(what) + 1}):
        DailyUse.objects.get_or_create(article=article, day=today)
        rows.update(**{what: F(what) + 1})
    if what in ("viewed", "inserted"):
        Article.objects.filter(pk=article.pk).update(uses=F("uses") + 1)


@action
def note_search(words: str, *, place: str, found: int, language: str = "") -> SearchDone | None:
    """Remember a search without the personal data in it; ``place`` is library, ticket, express, help or robot."""
    text = clean(" ".join(words.split())).text[:200]
    if len(text) < 2:
        return None
    return SearchDone.objects.create(words=text, language=language, place=place[:8], found=found, at=now())


@action
def note_opened(search_id: int, article: Article) -> None:
    """One of the results of a search was opened."""
    SearchDone.objects.filter(pk=search_id, opened=None).update(opened=article)


@action
def give_feedback(
    version: Version,
    *,
    by: Actor,
    opinion: str,
    text: str = "",
    place: str = "library",
    ticket: Ticket | None = None,
    visitor: str = "",
) -> Feedback:
    """Say what one thinks of a text. Who says it again changes his mind; ``visitor`` tells strangers apart."""
    if by.kind is ActorKind.STAFF:
        require(by, READ)
    if opinion not in Opinion.values:
        raise Invalid(fields={"opinion": _("This is not one of the choices.")})
    who = {"staff_id": by.staff_id, "customer_id": by.customer_id, "visitor": visitor[:64]}
    rows = Feedback.objects.filter(version=version, **who)
    old = rows.order_by("-id").first() if any(who.values()) else None
    if old is not None and (old.opinion, old.text) == (opinion, text.strip()[:2000]):
        return old
    if old is not None:
        _count(version.article_id, old.opinion, -1)
        old.delete()
    row = Feedback.objects.create(
        article_id=version.article_id,
        version=version,
        opinion=opinion,
        text=text.strip()[:2000],
        place=place[:8],
        ticket=ticket,
        at=now(),
        **who,
    )
    _count(version.article_id, opinion, 1)
    payload = FeedbackGiven(article=version.article_id, version=version.pk, feedback=row.pk, opinion=opinion)
    record(payload, by=by, ticket=ticket)
    return row


def _count(article_id: int, opinion: str, step: int) -> None:
    column = _COUNTS.get(Opinion(opinion))
    if column:
        Article.objects.filter(pk=article_id).update(**{column: F(column) + step})


@action
def settle_feedback(feedback: Feedback, *, by: Actor) -> Feedback:
    """Say that an opinion has been seen to."""
    require(by, WRITE)
    if feedback.settled_at is None:
        change(feedback, settled_at=now(), settled_by_id=by.staff_id)
        record(FeedbackSettled(article=feedback.article_id, feedback=feedback.pk), by=by)
    return feedback
