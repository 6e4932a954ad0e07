"""Changing what a ticket says about itself."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.core.rows import stored_time, update, update_all
from manyi.desk.actions.locking import change, locked
from manyi.desk.events import DueChanged, TagsChanged, TicketChanged
from manyi.desk.models import (
    NO_DUE,
    CustomField,
    FieldKind,
    Priority,
    Stage,
    Tag,
    Ticket,
    TicketTag,
    TicketType,
)
from manyi.desk.permissions import EDIT

COLUMNS = ("subject", "type_id", "priority", "stage", "language")


@action
def change_ticket(ticket: Ticket, *, by: Actor, fields: dict[str, Any] | None = None, **columns: Any) -> Ticket:
    """Change ``subject``, ``type`` (row or None), ``priority``, ``stage``, ``language`` and custom ``fields`` by key.

    Raises :class:`Invalid` naming each value that can't be used; then nothing has changed.
    """
    require(by, EDIT)
    ticket = locked(ticket)
    wanted = _clean_columns(columns)
    clean = _clean_fields(fields or {})
    old = {name: getattr(ticket, name) for name, value in wanted.items() if getattr(ticket, name) != value}
    new = {name: wanted[name] for name in old}
    changed_fields = {key: value for key, value in clean.items() if ticket.fields.get(key) != value}
    old |= {f"field:{key}": ticket.fields.get(key) for key in changed_fields}
    if not old:
        return ticket
    values = dict(new)
    if changed_fields:
        values["fields"] = {**ticket.fields, **changed_fields}
    change(ticket, **values)
    new |= {f"field:{key}": value for key, value in changed_fields.items()}
    record(TicketChanged(old=old, new=new), by=by, ticket=ticket)
    return ticket


def _clean_columns(columns: dict[str, Any]) -> dict[str, Any]:
    if "type" in columns:
        chosen: TicketType | None = columns.pop("type")
        columns["type_id"] = chosen.pk if chosen else None
    wrong: dict[str, str] = {}
    if "subject" in columns:
        columns["subject"] = " ".join(str(columns["subject"]).split())[:200]
        if not columns["subject"]:
            wrong["subject"] = _("Please say in a few words what it is about.")
    if "priority" in columns and columns["priority"] not in Priority.values:
        wrong["priority"] = _("Choose one of the priorities.")
    if columns.get("stage", "") not in ("", *Stage.values):
        wrong["stage"] = _("Choose one of the stages.")
    wrong |= {name: _("This can't be changed.") for name in columns if name not in COLUMNS}
    if wrong:
        raise Invalid(fields=wrong)
    return columns


def _clean_fields(values: dict[str, Any]) -> dict[str, Any]:
    known = {field.key: field for field in CustomField.objects.filter(key__in=values)} if values else {}
    clean, wrong = {}, {}
    for key, value in values.items():
        if key not in known:
            wrong[f"field:{key}"] = _("There is no such field.")
            continue
        try:
            clean[key] = _clean_value(known[key], value)
        except ValueError as error:
            wrong[f"field:{key}"] = str(error)
    if wrong:
        raise Invalid(fields=wrong)
    return clean


def _clean_value(field: CustomField, value: Any) -> Any:
    if value in (None, ""):
        return None
    if field.kind == FieldKind.NUMBER:
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(_("This must be a number."))
        return number
    if field.kind == FieldKind.DATE:
        try:
            if parse_date(str(value)):
                return str(value)
        except ValueError:
            pass
        raise ValueError(_("This must be a date such as 2026-11-22."))
    if field.kind == FieldKind.CHOICE and value not in field.options:
        raise ValueError(_("Choose one of the offered values."))
    if field.kind == FieldKind.YES_NO:
        return value in (True, "true", "on", "1", "yes")
    return str(value)[:500]


@action
def set_tags(ticket: Ticket, names: Iterable[str], *, by: Actor) -> list[str]:
    """Make these the ticket's tags; unknown words become new tags. Returns the names, sorted."""
    require(by, EDIT)
    ticket = locked(ticket)
    wanted = {" ".join(name.split())[:40] for name in names} - {""}
    current = dict(TicketTag.objects.filter(ticket=ticket).values_list("tag__name", "id"))
    added, removed = sorted(wanted - set(current)), sorted(set(current) - wanted)
    for name in added:
        tag, _created = Tag.objects.get_or_create(name=name)
        TicketTag.objects.create(ticket=ticket, tag=tag)
    TicketTag.objects.filter(pk__in=[current[name] for name in removed]).delete()
    if added or removed:
        change(ticket)
        record(TagsChanged(added=added, removed=removed), by=by, ticket=ticket)
    return sorted(wanted)


@action
def set_due(ticket: Ticket, due_at: dt.datetime | None, *, by: Actor) -> None:
    """Say when the next answer is due (None: no clock runs). For the apps that keep the clocks."""
    due = due_at or NO_DUE
    if ticket.due_at == due:
        return
    update(ticket, due_at=due, updated_at=now())
    record(DueChanged(due=due_at.timestamp() if due_at else None), by=by, ticket=ticket)


def set_dues(dues: Iterable[tuple[int, dt.datetime | None]]) -> None:
    """As :func:`set_due` for many tickets at once, without an event each: whoever computes them anew tells it once.

    Inside an action; open tickets only.
    """
    changes = [(stored_time(due or NO_DUE), stored_time(now()), pk) for pk, due in dues]
    update_all(Ticket, ("due_at", "updated_at"), changes, "AND status < 4")
