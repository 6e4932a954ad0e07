"""From a solved ticket to a proposed article, and the answer of those who do not take it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.desk.models import Tag, Ticket, TicketTag
from manyi.knowledge.actions.reviewing import return_version, submit
from manyi.knowledge.actions.shared import change, locked_article
from manyi.knowledge.actions.writing import begin_article
from manyi.knowledge.events import ArticleContributed, ContributionDeclined
from manyi.knowledge.models import Article, Audience, Contribution, Kind, State
from manyi.knowledge.permissions import CONTRIBUTE, REVIEW
from manyi.knowledge.queries.proposing import language_of
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
    language = language_of(ticket)
    parts = [clean(text, names, language) for text in (title, problem, solution)]
    with translation.override(language):
        headings = [f"## {_('Problem')}", f"## {_('Solution')}"]
    body = "\n\n".join([headings[0], parts[1].text.strip(), headings[1], parts[2].text.strip()])
    tags = Tag.objects.filter(pk__in=TicketTag.objects.filter(ticket=ticket).values("tag"))
    article = begin_article(
        by=by,
        title=parts[0].text,
        body=body,
        language=language,
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


@action
def decline_contribution(contribution: Contribution, *, by: Actor, answer: str) -> Contribution:
    """Say why a contribution that waits for its review is not taken; its article goes to the archive.

    Nobody declines his own. Raises :class:`Conflict` when it is not in review, or accepted already.
    """
    require(by, REVIEW)
    article = locked_article(contribution.article)
    contribution.refresh_from_db()
    if contribution.declined_at is not None:
        return contribution
    if contribution.accepted_at is not None:
        raise Conflict()
    return_version(article.versions.latest("number"), by=by, text=answer)
    change(contribution, declined_at=now(), decided_by_id=by.staff_id, answer=answer.strip()[:500])
    change(article, state=State.ARCHIVED, ended_at=now(), updated_at=now())
    record(ContributionDeclined(article=article.pk, staff=contribution.staff_id), by=by)
    return contribution
