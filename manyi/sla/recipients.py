"""Who is meant by the words of a ladder: assignee, owner, leader, ``role:KEY``, ``staff:ID``."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.desk.models import Ticket
from manyi.people.models import Staff, Team

WORDS = ("assignee", "owner", "leader")


def people(names: Iterable[str], ticket: Ticket) -> list[int]:
    """The colleagues these words mean on a ticket, each once; those who have left are not told."""
    wanted = list(dict.fromkeys(pk for name in names for pk in _ids(name, ticket)))
    active = set(Staff.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    return [pk for pk in wanted if pk in active]


def _ids(name: str, ticket: Ticket) -> list[int]:
    kind, _colon, value = name.partition(":")
    if kind == "assignee":
        return [ticket.assignee_id] if ticket.assignee_id else _leader(ticket)
    if kind == "owner":
        return [ticket.owner_id] if ticket.owner_id else []
    if kind == "leader":
        return _leader(ticket)
    if kind == "role":
        return list(Staff.objects.filter(role__key=value).order_by("pk").values_list("pk", flat=True))
    return [int(value)] if kind == "staff" and value.isdecimal() else []


def _leader(ticket: Ticket) -> list[int]:
    """The leader of the ticket's team, who also answers for what is nobody's yet."""
    found = Team.objects.filter(pk=ticket.team_id or 0).values_list("leader_id", flat=True).first()
    return [found] if found else []


def is_word(name: str) -> bool:
    """Whether this means anybody at all."""
    kind, _colon, value = name.partition(":")
    return name in WORDS or (kind == "role" and bool(value)) or (kind == "staff" and value.isdecimal())
