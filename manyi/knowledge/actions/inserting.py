"""Knowledge in answers: a text is put into a reply, and the version is cited on the message that carries it."""

from __future__ import annotations

from manyi.core.actions import action, now
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.core.rows import insert_once
from manyi.desk.models import Message, Ticket
from manyi.desk.permissions import REPLY
from manyi.knowledge.actions.citing import HOW, cite
from manyi.knowledge.actions.using import note_use
from manyi.knowledge.models import Citing, Insertion, Version
from manyi.knowledge.showing import link_to, sent, sent_steps
from manyi.knowledge.text.likeness import shingles
from manyi.knowledge.text.markdown import fixed_parts

PART = 0.3
"""An answer relies on a text when it still holds this share of it."""


@action
def insert(version: Version, ticket: Ticket, *, by: Actor, how: str, values: dict[str, str]) -> str:
    """The words that go into a reply: the text, its steps or a link; remembered until the reply is sent."""
    require(by, REPLY)
    if how not in HOW:
        raise Invalid()
    words = words_of(version, how, values)
    if not words:
        raise Invalid()
    insert_once(Insertion, ticket_id=ticket.pk, staff_id=by.as_staff, version_id=version.pk, how=how, at=now())
    note_use(version.article, "inserted")
    return words


def words_of(version: Version, how: str, values: dict[str, str]) -> str:
    """What stands in a message for a version."""
    if how == "link":
        return link_to(version)
    return sent_steps(version, values) if how == "steps" else sent(version, values)


@action
def cite_message(message: Message, ticket: Ticket, *, by: Actor) -> int:
    """A reply was sent: cite what its writer had inserted and left in it. Returns how many versions it cites."""
    rows = list(Insertion.objects.filter(ticket=ticket, staff_id=by.as_staff).select_related("version__article"))
    cited = [row for row in rows if _is_in(row.version, row.how, message.text)]
    for row in cited:
        cite(
            row.version,
            by=by,
            kind=Citing.MESSAGE,
            subject=message.pk,
            label=row.version.title,
            how=row.how,
            ticket=ticket,
        )
    Insertion.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(cited)


def _is_in(version: Version, how: str, text: str) -> bool:
    if how == "link":
        return link_to(version).split()[-1] in text
    words = {one for part in fixed_parts(words_of(version, how, {})) for one in shingles(part)}
    return bool(words) and len(words & shingles(text)) / len(words) >= PART
