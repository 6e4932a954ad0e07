"""The editors' list of what is missing: counted anew each night, closed by whoever has seen to it."""

from __future__ import annotations

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.knowledge.actions.shared import change
from manyi.knowledge.events import GapClosed
from manyi.knowledge.models import Article, Gap
from manyi.knowledge.permissions import WRITE
from manyi.knowledge.queries.lacking import lacks


@action
def find_gaps() -> int:
    """Bring the list up to now; what nobody lacks any more goes, what was closed stays closed. Returns how many."""
    found = lacks()
    kept = []
    for lack in found:
        row, _is_new = Gap.objects.update_or_create(
            kind=lack.kind,
            key=lack.key,
            defaults={
                "words": lack.words[:200],
                "count": lack.count,
                "weight": lack.weight,
                "article_id": lack.article_id,
                "tickets": lack.tickets,
                "seen_at": now(),
            },
        )
        kept.append(row.pk)
    Gap.objects.filter(closed_at=None).exclude(pk__in=kept).delete()
    return len(kept)


@action
def close_gap(gap: Gap, *, by: Actor, answer: Article | None = None) -> Gap:
    """Say that something is no longer missing, and which article it is."""
    require(by, WRITE)
    if gap.closed_at is None:
        change(gap, closed_at=now(), closed_by_id=by.staff_id, answer_id=answer.pk if answer else None)
        record(GapClosed(gap=gap.pk, article=answer.pk if answer else None), by=by)
    return gap
