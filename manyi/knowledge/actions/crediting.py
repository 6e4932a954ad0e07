"""What becomes of contributions: published and credited, or declined with an answer."""

from __future__ import annotations

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict
from manyi.knowledge.actions.shared import change, locked_article
from manyi.knowledge.events import ContributionAccepted, ContributionDeclined
from manyi.knowledge.models import Article, Contribution, State
from manyi.knowledge.permissions import REVIEW


def accept_contribution(article: Article, *, by: Actor) -> None:
    """An article that was contributed is published for the first time: its author is credited; inside an action."""
    row = Contribution.objects.filter(article=article, accepted_at=None).first()
    if row is not None:
        change(row, accepted_at=now(), declined_at=None, decided_by_id=by.staff_id)
        record(ContributionAccepted(article=article.pk, staff=row.staff_id), by=by)


@action
def decline_contribution(contribution: Contribution, *, by: Actor, answer: str) -> Contribution:
    """Say why a contribution is not taken; its article goes to the archive."""
    require(by, REVIEW)
    article = locked_article(contribution.article)
    if contribution.accepted_at is not None:
        raise Conflict()
    if contribution.declined_at is not None:
        return contribution
    change(contribution, declined_at=now(), decided_by_id=by.staff_id, answer=answer.strip()[:500])
    change(article, state=State.ARCHIVED, ended_at=now(), updated_at=now())
    record(ContributionDeclined(article=article.pk, staff=contribution.staff_id), by=by)
    return contribution
