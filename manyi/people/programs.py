"""What programs ask about people: keyset pages of colleagues, and the units they belong to."""

from __future__ import annotations

from django.db.models import QuerySet

from manyi.core.errors import NotFound
from manyi.people.models import Department, Staff, Team


def staff_after(after: int, limit: int, *, team_id: int | None = None) -> list[Staff]:
    """Active colleagues with their presence, by id, past one of them."""
    rows = _staff().filter(pk__gt=after)
    return list((rows.filter(team_id=team_id) if team_id is not None else rows).order_by("pk")[:limit])


def staff_by_id(staff_id: int) -> Staff:
    """An active colleague with his presence. Raises :class:`NotFound`."""
    found = _staff().filter(pk=staff_id).first()
    if found is None:
        raise NotFound()
    return found


def _staff() -> QuerySet[Staff]:
    return Staff.objects.filter(is_active=True).select_related("presence", "role")


def teams() -> list[Team]:
    """All teams, by id."""
    return list(Team.objects.order_by("pk"))


def departments() -> list[Department]:
    """All departments, by id."""
    return list(Department.objects.order_by("pk"))
