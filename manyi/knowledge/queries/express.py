"""From a ticket to the policies and articles it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.i18n import label
from manyi.customers.queries import orders_of
from manyi.desk.models import CustomField, FieldKind, Message, MessageKind, Ticket, TicketTag, TicketType
from manyi.desk.variables import variables
from manyi.knowledge.access import visible_articles
from manyi.knowledge.models import LIVE, Article, Citation, Citing, Kind, State, Version
from manyi.knowledge.queries.policies import topics_of
from manyi.knowledge.queries.reading import titles
from manyi.knowledge.queries.searching import find_ids
from manyi.knowledge.text.differences import Row, compare

LAST_WORDS = 600
ORDERS = 3


@dataclass(frozen=True, slots=True)
class Near:
    """An article near a ticket: how near, and why."""

    article: Article
    title: str
    score: float
    is_same_type: bool
    is_same_tag: bool


def express(viewer: Actor, ticket: Ticket, *, text: str = "", limit: int = 12) -> list[Near]:
    """The policies that fit a ticket best, or those with the words of ``text``, the nearest first."""
    rows = visible_articles(viewer).filter(kind=Kind.POLICY, state__in=(*LIVE, State.SCHEDULED))
    if text:
        order = find_ids(viewer, text)
        found = rank(list(rows.filter(pk__in=order)), ticket)
        return sorted(found, key=lambda one: order.index(one.article.pk))[:limit]
    return rank(list(rows), ticket)[:limit]


def rank(articles: list[Article], ticket: Ticket) -> list[Near]:
    """Articles by how near they are to a ticket: its type and tags first, then the words of its subject."""
    topics = topics_of(articles)
    elsewhere = _for_other_teams(articles, ticket)
    named = titles(articles)
    types = _line_of(ticket.type_id)
    tags = set(TicketTag.objects.filter(ticket=ticket).values_list("tag_id", flat=True))
    asked = pairs_of(ticket.subject)
    found = []
    for row in articles:
        of_types, of_tags = topics[row.pk]
        same_type, same_tag = bool(of_types & types), bool(of_tags & tags)
        words = pairs_of(named.get(row.pk, ""))
        share = len(words & asked) / len(words) if words else 0.0
        score = 2.0 * same_tag + 1.5 * same_type + share + min(row.uses, 100) / 1000 - (row.pk in elsewhere)
        found.append(Near(row, named.get(row.pk, ""), score, same_type, same_tag))
    return sorted(found, key=lambda one: (-one.score, one.article.pk))


def _for_other_teams(articles: list[Article], ticket: Ticket) -> set[int]:
    """Those that name the teams they concern, but not the ticket's: policies of another country or counter."""
    named: dict[int, set[int]] = {}
    rows = Article.concerned_teams.through.objects.filter(article__in=[row.pk for row in articles])
    for article_id, team_id in rows.values_list("article_id", "team_id"):
        named.setdefault(article_id, set()).add(team_id)
    return {pk for pk, teams in named.items() if ticket.team_id is not None and ticket.team_id not in teams}


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a short text."""
    folded = "".join(each for each in text.casefold() if each.isalnum())
    return frozenset(folded[place : place + 2] for place in range(len(folded) - 1))


def _line_of(type_id: int | None) -> set[int]:
    """A ticket type and those above it."""
    if type_id is None:
        return set()
    parents = dict(TicketType.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    step: int | None = type_id
    while step is not None and step not in found:
        found.add(step)
        step = parents.get(step)
    return found


def ticket_values(ticket: Ticket, viewer: Actor) -> dict[str, str]:
    """What stands for the variables of a ticket in texts that go to its customer, those that have a value."""
    values = ((one.name, one.value(ticket, viewer)) for one in variables())
    return {name: value for name, value in values if value}


def dates_of(ticket: Ticket) -> list[tuple[str, dt.datetime]]:
    """The dates kept on a ticket, such as that of the order, as the end of that day."""
    found = []
    for field in CustomField.objects.filter(kind=FieldKind.DATE):
        value = (ticket.fields or {}).get(field.key)
        if isinstance(value, str):
            try:
                day = dt.date.fromisoformat(value[:10])
            except ValueError:
                continue
            found.append((label(field.names), timezone.make_aware(dt.datetime.combine(day, dt.time(12)))))
    orders = orders_of(ticket.customer, ORDERS)
    return [*found, *((_("Order %(number)s") % {"number": order.number}, order.placed_at) for order in orders)]


def question_of(ticket: Ticket) -> str:
    """What a ticket asks: its subject and the customer's last words."""
    rows = Message.objects.filter(ticket=ticket, kind=MessageKind.INBOUND).order_by("-id")
    last = rows.values_list("text", flat=True).first() or ""
    return f"{ticket.subject}\n{last[:LAST_WORDS]}"


def cited_on(ticket: Ticket) -> list[Citation]:
    """What customers were told on a ticket, newest first."""
    rows = Citation.objects.filter(ticket=ticket, kind=Citing.MESSAGE).select_related("version__article", "staff")
    return list(rows.order_by("-at", "-id")[:20])


def compared(old: Version | None, new: Version) -> list[Row]:
    """Two versions side by side; none when there is no older one."""
    return compare(f"{old.title}\n{old.body}", f"{new.title}\n{new.body}") if old is not None else []
