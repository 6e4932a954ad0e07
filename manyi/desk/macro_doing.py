"""The desk's own steps of a macro."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from manyi.core.actors import Actor
from manyi.core.errors import Invalid, NotFound
from manyi.desk import actions, moments, queries
from manyi.desk.bodies import mentioned
from manyi.desk.macro_steps import StepKind, register
from manyi.desk.models import Priority, Status, Ticket
from manyi.desk.variables import filled
from manyi.people.access import get_staff

NOBODY, ME, MESSAGE = "none", "me", "message"


def reply(ticket: Ticket, by: Actor, text: str) -> None:
    actions.reply(ticket, by=by, text=_complete(text, ticket, by))


def note(ticket: Ticket, by: Actor, text: str) -> None:
    words = _complete(text, ticket, by)
    actions.note(ticket, by=by, text=words, mentions=queries.colleagues_by_id(mentioned(words)))


def _complete(text: str, ticket: Ticket, by: Actor) -> str:
    words, missing = filled(text, ticket, by)
    if missing:
        raise Invalid(
            _("This macro can't be used here: {%(name)s} is not known on this ticket.") % {"name": missing[0]}
        )
    return words


def tag(ticket: Ticket, by: Actor, words: str) -> None:
    actions.set_tags(ticket, {*queries.tags_of(ticket.pk), *_names(words)}, by=by)


def untag(ticket: Ticket, by: Actor, words: str) -> None:
    actions.set_tags(ticket, set(queries.tags_of(ticket.pk)) - set(_names(words)), by=by)


def _names(words: str) -> list[str]:
    return [name.strip().lstrip("#") for name in words.replace("，", ",").split(",")]


def set_type(ticket: Ticket, by: Actor, key: str) -> None:
    found = next((kind for kind in queries.reference().types.values() if kind.key == key), None)
    if found is None:
        raise NotFound()
    actions.change_ticket(ticket, by=by, type=queries.get_type(found.id))


def types() -> list[tuple[str, str]]:
    return [(kind.key, kind.label) for kind in queries.reference().types.values() if kind.is_active]


def set_priority(ticket: Ticket, by: Actor, value: str) -> None:
    actions.change_ticket(ticket, by=by, priority=int(value))


def priorities() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Priority.choices]


def assign(ticket: Ticket, by: Actor, to: str) -> None:
    kind, _sep, pk = to.partition("-")
    if kind == "team":
        actions.assign(ticket, by=by, to=None, team=queries.get_team(int(pk)))
    elif kind == NOBODY:
        actions.assign(ticket, by=by, to=None)
    else:
        actions.assign(ticket, by=by, to=get_staff(by, by.as_staff if kind == ME else int(pk)))


def receivers() -> list[tuple[str, str]]:
    ref = queries.reference()
    teams = [(f"team-{pk}", name) for pk, name in ref.teams.items()]
    staff = [(f"staff-{one.id}", one.name) for one in ref.active_staff()]
    return [(ME, pgettext("receiver", "me")), (NOBODY, _("nobody (back to the queue)")), *teams, *staff]


def follow(ticket: Ticket, by: Actor, value: str) -> None:
    actions.follow(ticket, by=by, staff=get_staff(by, by.as_staff))


def set_status(ticket: Ticket, by: Actor, value: str) -> None:
    actions.set_status(ticket, by=by, status=int(value))


def statuses() -> list[tuple[str, str]]:
    return [(str(int(one)), str(one.label)) for one in (Status.OPEN, Status.PENDING, Status.HOLD)]


def put_aside(ticket: Ticket, by: Actor, code: str) -> None:
    actions.snooze(ticket, by=by, until=None if code == MESSAGE else moments.read(code))


def times() -> list[tuple[str, str]]:
    return [*moments.choices(), (MESSAGE, _("When the customer writes"))]


def resolve(ticket: Ticket, by: Actor, value: str) -> None:
    actions.propose_resolution(ticket, by=by)


def close(ticket: Ticket, by: Actor, value: str) -> None:
    actions.close_ticket(ticket, by=by)


for _kind in (
    StepKind("reply", gettext_lazy("Reply"), "text", reply),
    StepKind("note", gettext_lazy("Write a note"), "text", note),
    StepKind("tag", gettext_lazy("Add tags"), "words", tag),
    StepKind("untag", gettext_lazy("Remove tags"), "words", untag),
    StepKind("type", gettext_lazy("Set the type"), "choice", set_type, types),
    StepKind("priority", gettext_lazy("Set the priority"), "choice", set_priority, priorities),
    StepKind("assign", gettext_lazy("Give it to"), "choice", assign, receivers),
    StepKind("follow", gettext_lazy("Follow it"), "none", follow),
    StepKind("status", gettext_lazy("Set the status"), "choice", set_status, statuses),
    StepKind("snooze", gettext_lazy("Put it aside"), "choice", put_aside, times),
    StepKind("resolve", gettext_lazy("Propose it as solved"), "none", resolve),
    StepKind("close", pgettext_lazy("step", "Close it"), "none", close),
):
    register(_kind)
