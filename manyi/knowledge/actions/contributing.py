"""From a solved ticket to a proposed article."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.desk.models import Tag, Ticket, TicketTag
from manyi.knowledge.actions.reviewing import submit
from manyi.knowledge.actions.writing import begin_article
from manyi.knowledge.events import ArticleContributed
from manyi.knowledge.models import Article, Audience, Contribution, Kind
from manyi.knowledge.permissions import CONTRIBUTE
from manyi.knowledge.text.privacy import clean


@action
def contribute(
    ticket: Ticket,
    *,
    by: Actor,
    title: str,
    problem: str,
    solution: str,
    names: tuple[str, ...] = (),
    removed: Mapping[str, int] | None = None,
) -> Article:
    """Propose an article from a ticket; it goes straight to review, for a second person.

    What is left of personal data is taken out here too; ``names`` are those of the people the ticket is about and
    ``removed`` counts what had been taken out before.
    """
    require(by, CONTRIBUTE)
    if not problem.strip() or not solution.strip():
        raise Invalid(fields={"solution": _("Write what the problem was and what solved it.")})
    if Contribution.objects.filter(ticket=ticket, staff_id=by.as_staff, declined_at=None).exists():
        raise Conflict(_("You have made an article of this ticket already."))
    parts = [clean(text, names) for text in (title, problem, solution)]
    body = "\n\n".join([f"## {_('Problem')}", parts[1].text.strip(), f"## {_('Solution')}", parts[2].text.strip()])
    tags = Tag.objects.filter(pk__in=TicketTag.objects.filter(ticket=ticket).values("tag"))
    article = begin_article(
        by=by,
        title=parts[0].text,
        body=body,
        language="en" if ticket.language == "en" else "zh-hans",
        columns={"kind": Kind.CASE, "audience": Audience.STAFF, "owner_id": by.staff_id},
        related={"types": [ticket.type] if ticket.type else [], "tags": [tag.name for tag in tags]},
    )
    counts = dict(removed or {})
    for part in parts:
        for kind, count in part.counts.items():
            counts[kind] = counts.get(kind, 0) + count
    Contribution.objects.create(article=article, ticket=ticket, staff_id=by.staff_id, at=now(), removed=counts)
    record(ArticleContributed(article=article.pk, removed=counts), by=by, ticket=ticket)
    submit(article.versions.get(), by=by)
    article.refresh_from_db()
    return article
