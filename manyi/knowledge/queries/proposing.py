"""A solved ticket as the beginning of an article, without the people it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from manyi.customers.models import Customer
from manyi.desk.models import Message, MessageKind, Ticket
from manyi.knowledge.text.privacy import KINDS, Cleaned, clean
from manyi.people.models import Staff

LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Proposal:
    """Title, problem and solution as they are proposed; ``names`` are the people taken out."""

    title: Cleaned
    problem: Cleaned
    solution: Cleaned
    names: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How often each kind of personal data was taken out."""
        total: Counter[str] = Counter()
        for part in (self.title, self.problem, self.solution):
            total.update(part.counts)
        return dict(total)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """The same in words."""
        return [(str(KINDS[kind]), count) for kind, count in self.counts.items()]


def language_of(ticket: Ticket) -> str:
    """The language an article from this ticket is written in."""
    return "en" if ticket.language == "en" else "zh-hans"


def proposal(ticket: Ticket) -> Proposal:
    """What the customer asked first and what we answered last."""
    rows = Message.objects.filter(ticket=ticket)
    asked = rows.filter(kind=MessageKind.INBOUND).order_by("id").values_list("text", flat=True).first() or ""
    answered = rows.filter(kind=MessageKind.OUTBOUND).order_by("-id").values_list("text", flat=True).first() or ""
    people = set(Customer.objects.filter(pk=ticket.customer_id).values_list("name", flat=True))
    people |= set(Staff.objects.filter(pk__in=rows.values("staff")).values_list("name", flat=True))
    names = tuple(sorted(filter(None, people)))
    texts = (ticket.subject, asked[:LONGEST].strip(), answered[:LONGEST].strip())
    title, problem, solution = (clean(text, names, language_of(ticket)) for text in texts)
    return Proposal(title, problem, solution, names)
