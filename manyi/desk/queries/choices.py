"""Rows that forms choose from."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.core.errors import NotFound
from manyi.desk.models import CustomField, TicketType
from manyi.desk.queries.sql import rows
from manyi.people.models import Staff, Team

LATE = 2000
"""How many of the newest tags given show what is used now."""


def get_team(team_id: int) -> Team:
    """A team. Raises :class:`NotFound`."""
    found = Team.objects.filter(pk=team_id).first()
    if found is None:
        raise NotFound()
    return found


def get_type(type_id: int) -> TicketType:
    """A ticket type. Raises :class:`NotFound`."""
    found = TicketType.objects.filter(pk=type_id).first()
    if found is None:
        raise NotFound()
    return found


def get_field(field_id: int) -> CustomField:
    """A custom field. Raises :class:`NotFound`."""
    found = CustomField.objects.filter(pk=field_id).first()
    if found is None:
        raise NotFound()
    return found


def colleagues_by_id(ids: Iterable[int]) -> list[Staff]:
    """Active colleagues."""
    return list(Staff.objects.filter(pk__in=list(ids), is_active=True))


def tag_names(words: str = "", limit: int = 40) -> list[str]:
    """Tags that hold these words, those used most of late first."""
    found = rows(
        "SELECT g.name FROM desk_tag g LEFT JOIN (SELECT tag_id, COUNT(*) AS used FROM"
        " (SELECT tag_id FROM desk_tickettag ORDER BY id DESC LIMIT %s) n GROUP BY tag_id) u ON u.tag_id = g.id"
        " WHERE LOWER(g.name) LIKE %s ORDER BY COALESCE(u.used, 0) DESC, g.name LIMIT %s",
        (LATE, f"%{words.strip().lower().replace('%', '').replace('_', '')}%", limit),
    )
    return [name for (name,) in found]


def ticket_types() -> list[TicketType]:
    """All types, roots first."""
    return list(TicketType.objects.select_related("parent").order_by("rank", "id"))


def custom_fields() -> list[CustomField]:
    """All custom fields with their types."""
    return list(CustomField.objects.prefetch_related("types").order_by("rank", "id"))


def types_by_id(ids: Iterable[int]) -> list[TicketType]:
    """Ticket types by id."""
    return list(TicketType.objects.filter(pk__in=list(ids)))
