"""What every screen needs and rarely changes: colleagues, teams, types, fields. Remembered for a few seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass

import msgspec

from manyi.core.i18n import label
from manyi.desk.queries.sql import rows

REMEMBER = 5.0


@dataclass(frozen=True, slots=True)
class Colleague:
    """A staff member as lists and pickers show him."""

    id: int
    name: str
    team_id: int | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A ticket type; ``depth`` is 0 for a root of the tree."""

    id: int
    key: str
    names: dict[str, str]
    parent_id: int | None
    depth: int
    is_active: bool
    silence_hours: int

    @property
    def label(self) -> str:
        return label(self.names)


@dataclass(frozen=True, slots=True)
class Field:
    """A custom field; no ``types`` means all types."""

    key: str
    names: dict[str, str]
    kind: str
    options: tuple[str, ...]
    types: frozenset[int]
    is_required: bool

    @property
    def label(self) -> str:
        return label(self.names)


@dataclass(frozen=True, slots=True)
class Style:
    """How a colleague likes to work: seconds in which a mail can be taken back, whether length and tone are shown."""

    undo_seconds: int = 5
    shows_length: bool = False
    shows_tone: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything at one moment, by id; types in the order of the tree."""

    staff: dict[int, Colleague]
    teams: dict[int, str]
    types: dict[int, Kind]
    fields: tuple[Field, ...]
    styles: dict[int, Style]

    def style(self, staff_id: int | None) -> Style:
        """How a colleague likes to work."""
        return self.styles.get(staff_id or 0, Style())

    def name(self, staff_id: int | None) -> str:
        """A colleague's name; empty for nobody."""
        found = self.staff.get(staff_id) if staff_id else None
        return found.name if found else ""

    def team(self, team_id: int | None) -> str:
        """A team's name; empty for none."""
        return self.teams.get(team_id, "") if team_id else ""

    def type_label(self, type_id: int | None) -> str:
        """A type's name in the active language; empty for none."""
        found = self.types.get(type_id) if type_id else None
        return found.label if found else ""

    def field_label(self, key: str) -> str:
        """A custom field's name; its key when it is gone."""
        return next((field.label for field in self.fields if field.key == key), key)

    def team_of(self, staff_id: int | None) -> int | None:
        """The team a colleague belongs to."""
        found = self.staff.get(staff_id) if staff_id else None
        return found.team_id if found else None

    def active_staff(self) -> list[Colleague]:
        """Colleagues who work here now, by name."""
        return [found for found in self.staff.values() if found.is_active]

    def with_children(self, type_ids: frozenset[int]) -> frozenset[int]:
        """These types and all below them."""
        found = set(type_ids)
        for kind in self.types.values():
            if kind.parent_id in found:
                found.add(kind.id)
        return frozenset(found)

    def fields_for(self, type_id: int | None) -> list[Field]:
        """The custom fields a ticket of this type has."""
        kind = self.types.get(type_id) if type_id else None
        own = {type_id, kind.parent_id if kind else None}
        return [field for field in self.fields if not field.types or field.types & own]


_kept: tuple[float, Reference] | None = None


def reference() -> Reference:
    """The reference of now, at most a few seconds old."""
    global _kept
    if _kept is None or _kept[0] < time.monotonic():
        _kept = (time.monotonic() + REMEMBER, _load())
    return _kept[1]


def forget_reference() -> None:
    """Drop what is remembered here, after a change."""
    global _kept
    _kept = None


_STYLES = "SELECT staff_id, undo_seconds, shows_length, shows_tone FROM desk_workstyle"


def _load() -> Reference:
    staff = rows("SELECT id, name, team_id, is_active FROM people_staff ORDER BY name, id")
    return Reference(
        staff={row[0]: Colleague(row[0], row[1], row[2], bool(row[3])) for row in staff},
        teams=dict(rows("SELECT id, name FROM people_team ORDER BY name")),
        types=_types(),
        fields=_fields(),
        styles={pk: Style(seconds, bool(length), bool(tone)) for pk, seconds, length, tone in rows(_STYLES)},
    )


def _types() -> dict[int, Kind]:
    found = rows("SELECT id, key, names, parent_id, is_active, silence_hours FROM desk_tickettype ORDER BY rank, id")
    by_parent: dict[int | None, list[tuple[object, ...]]] = {}
    for row in found:
        by_parent.setdefault(row[3], []).append(row)
    ordered: dict[int, Kind] = {}

    def place(parent: int | None, depth: int) -> None:
        for pk, key, names, parent_id, is_active, hours in by_parent.get(parent, ()):
            ordered[pk] = Kind(pk, key, _json(names), parent_id, depth, bool(is_active), hours)  # type: ignore[index,arg-type]
            place(pk, depth + 1)  # type: ignore[arg-type]

    place(None, 0)
    return ordered


def _fields() -> tuple[Field, ...]:
    types: dict[int, set[int]] = {}
    for field_id, type_id in rows("SELECT customfield_id, tickettype_id FROM desk_customfield_types"):
        types.setdefault(field_id, set()).add(type_id)
    found = rows("SELECT id, key, names, kind, options, is_required FROM desk_customfield ORDER BY rank, id")
    return tuple(
        Field(key, _json(names), kind, tuple(_json(options)), frozenset(types.get(pk, ())), bool(required))
        for pk, key, names, kind, options, required in found
    )


def _json(value: object) -> dict[str, str]:
    """JSON columns come as text from both databases in raw SQL."""
    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value  # type: ignore[return-value]
