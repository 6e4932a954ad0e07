"""Reading a ticket's clocks as cheaply as its own row."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models

from manyi.core.rows import fetch, made
from manyi.desk.queries.sql import instant, marks
from manyi.sla.models import Clock


@lru_cache(maxsize=1)
def _columns() -> tuple[list[str], tuple[int, ...]]:
    fields = Clock._meta.concrete_fields
    times = tuple(place for place, field in enumerate(fields) if isinstance(field, models.DateTimeField))
    return [field.attname for field in fields], times


def _read(where: str, params: tuple[Any, ...]) -> list[Clock]:
    names, times = _columns()
    found = []
    for row in fetch(f"SELECT {', '.join(names)} FROM sla_clock WHERE {where}", params):  # noqa: S608
        values = list(row)
        for place in times:
            values[place] = instant(values[place])
        found.append(made(Clock, dict(zip(names, values, strict=True))))
    return found


def open_clocks(ticket_id: int) -> list[Clock]:
    """The clocks of a ticket that have not ended, oldest first."""
    return _read("ticket_id = %s AND ended_at IS NULL ORDER BY id", (ticket_id,))


def open_of(ticket_ids: list[int]) -> list[Clock]:
    """The clocks of several tickets that have not ended."""
    return _read(f"ended_at IS NULL AND ticket_id IN ({marks(ticket_ids)}) ORDER BY id", tuple(ticket_ids))


def all_clocks(ticket_id: int) -> list[Clock]:
    """All clocks a ticket ever had, oldest first."""
    return _read("ticket_id = %s ORDER BY id", (ticket_id,))


def last_resolution(ticket_id: int) -> Clock | None:
    """The newest clock on the resolution of a ticket."""
    found = _read("ticket_id = %s AND kind = 'resolution' ORDER BY id DESC LIMIT 1", (ticket_id,))
    return found[0] if found else None
