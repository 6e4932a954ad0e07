"""Whose contribution is published is credited."""

from __future__ import annotations

from manyi.core.actions import now, record
from manyi.core.actors import Actor
from manyi.knowledge.actions.shared import change
from manyi.knowledge.events import ContributionAccepted
from manyi.knowledge.models import Article, Contribution


def accept_contribution(article: Article, *, by: Actor) -> None:
    """An article that was contributed is published for the first time: its author is credited; inside an action."""
    row = Contribution.objects.filter(article=article, accepted_at=None).first()
    if row is not None:
        change(row, accepted_at=now(), declined_at=None, decided_by_id=by.staff_id)
        record(ContributionAccepted(article=article.pk, staff=row.staff_id), by=by)
