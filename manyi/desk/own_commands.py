"""The desk's own commands: everything that can be done with the open ticket, and every place one can go."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from manyi.core import navigation
from manyi.core.actors import Actor
from manyi.core.addresses import address
from manyi.desk import queries
from manyi.desk.commands import Command, register
from manyi.desk.models import Priority, Ticket
from manyi.desk.permissions import ASSIGN, CREATE, EDIT

TAGS = 60


def deeds(viewer: Actor, ticket: Ticket | None) -> Iterator[Command]:
    """Everything that needs a choice; what the page has a button for comes from the page itself."""
    if ticket is None or ticket.is_merged:
        return
    at = address("ticket", ticket.number)
    yield from _macros(viewer, at)
    if viewer.can(ASSIGN):
        yield from _receivers(viewer, ticket, at)
    if viewer.can(EDIT):
        yield from _changes(ticket, at)


def _macros(viewer: Actor, at: str) -> Iterator[Command]:
    for macro in queries.macro_lines(viewer):
        yield Command(macro.name, f"{at}macros/{macro.id}", _("Macros"), is_deed=True, words="macro 快捷操作")


def _receivers(viewer: Actor, ticket: Ticket, at: str) -> Iterator[Command]:
    ref, url = queries.reference(), f"{at}assignment"
    mine = ref.team_of(viewer.id)
    for one in sorted(ref.active_staff(), key=lambda one: one.team_id != mine):
        if one.id not in (ticket.assignee_id, viewer.id):
            label = _("Give it to %(name)s") % {"name": one.name}
            yield Command(label, f"{url}?to=staff-{one.id}", _("Hand over"), note=ref.team(one.team_id))
    for pk, name in ref.teams.items():
        label = _("Move it to %(team)s") % {"team": name}
        yield Command(label, f"{url}?to=team-{pk}", _("Hand over"))


def _changes(ticket: Ticket, at: str) -> Iterator[Command]:
    for value, label in Priority.choices:
        if value != ticket.priority:
            words = _("Priority: %(name)s") % {"name": label}
            yield Command(words, f"{at}fields", _("Ticket"), {"priority": str(value)}, is_deed=True)
    for kind in queries.reference().types.values():
        if kind.is_active and kind.id != ticket.type_id:
            words = _("Type: %(name)s") % {"name": kind.label}
            yield Command(words, f"{at}fields", _("Ticket"), {"type": str(kind.id)}, is_deed=True)
    for name in queries.tag_names(limit=TAGS):
        words = _("Add the tag %(name)s") % {"name": name}
        yield Command(words, f"{at}tags", _("Tags"), {"add": name}, is_deed=True)


def places(viewer: Actor, ticket: Ticket | None) -> Iterator[Command]:
    """Where one can go."""
    if viewer.can(CREATE):
        yield Command(_("New ticket"), address("ticket-new"), _("Do"), keys="c")
    for entry in queries.lists_for(viewer):
        yield Command(entry.label, address("inbox-list", entry.key), _("Lists"))
    for place in navigation.entries(viewer):
        yield Command(place.label, address(place.url_name), _("Go to"))
    yield Command(_("Text blocks and macros"), address("prepared"), _("Go to"))
    for place in navigation.settings_pages(viewer):
        yield Command(place.label, address(place.url_name), _("Settings"))


register(deeds)
register(places)
