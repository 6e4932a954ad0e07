"""Policy changes: opened, acknowledged; and the questions people ask about policies."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.knowledge.actions.shared import change
from manyi.knowledge.events import ChangeAcknowledged, ChangeOpened, QuestionApproved, QuestionAsked
from manyi.knowledge.models import Acknowledgement, Announcement, Article, Kind, Question, Version, VersionState
from manyi.knowledge.permissions import READ, REVIEW


@action
def open_change(version: Version, *, by: Actor) -> Acknowledgement | None:
    """A colleague has the text of an announced change before him. None when it was never announced."""
    require(by, READ)
    if not Announcement.objects.filter(version=version, announced_at__isnull=False).exists():
        return None
    row, is_new = Acknowledgement.objects.get_or_create(
        version=version, staff_id=by.as_staff, defaults={"opened_at": now()}
    )
    if is_new:
        record(ChangeOpened(article=version.article_id, version=version.pk), by=by)
    return row


@action
def acknowledge(version: Version, *, by: Actor) -> Acknowledgement:
    """Say that one has read and understood a change. Raises :class:`Conflict` for who has not opened it."""
    row = Acknowledgement.objects.select_for_update(no_key=True).filter(version=version, staff_id=by.as_staff).first()
    if row is None:
        raise Conflict(_("Open the text first, then confirm that you have read it."))
    if row.acknowledged_at is None:
        change(row, acknowledged_at=now())
        record(ChangeAcknowledged(article=version.article_id, version=version.pk), by=by)
    return row


@action
def ask(article: Article, *, by: Actor, question: str, answer: str = "") -> Question:
    """Put a question about a policy, with an answer if one has it; it is for all once somebody approves it.

    The same question again counts it once more.
    """
    require(by, READ)
    question, answer = " ".join(question.split())[:300], answer.strip()
    if article.kind != Kind.POLICY or not question:
        raise Invalid(fields={"question": _("Write the question.")})
    known = article.questions.filter(question=question).first()
    if known is not None:
        change(known, asked=known.asked + 1)
        return known
    current = article.versions.filter(language=article.language, state=VersionState.PUBLISHED).first()
    if current is None:
        raise Conflict(_("This policy is not in force yet."))
    row = Question.objects.create(
        article=article, version=current, question=question, answer=answer, author_id=by.staff_id, created_at=now()
    )
    record(QuestionAsked(article=article.pk, question=row.pk), by=by)
    return row


@action
def answer_question(question: Question, *, by: Actor, answer: str) -> Question:
    """Approve the answer to a question for the version in force now. Nobody approves his own."""
    require(by, REVIEW)
    row = Question.objects.select_for_update(of=("self",), no_key=True).select_related("article").get(pk=question.pk)
    answer = answer.strip()
    if not answer:
        raise Invalid(fields={"answer": _("Write the answer.")})
    if by.staff_id is not None and by.staff_id == row.author_id and answer == row.answer:
        raise NotAllowed(_("A second person has to review what you wrote."))
    current = row.article.versions.filter(language=row.article.language, state=VersionState.PUBLISHED).first()
    if current is None:
        raise Conflict(_("This policy is not in force yet."))
    if (row.answer, row.version_id) == (answer, current.pk) and row.approved_at is not None:
        return row
    change(row, answer=answer, version_id=current.pk, approved_by_id=by.staff_id, approved_at=now())
    record(QuestionApproved(article=row.article_id, question=row.pk, version=current.pk), by=by)
    return row
