"""A filter of tickets: read from an address, kept in a saved view, said in words, turned into SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Protocol
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.times import day_bounds
from manyi.desk.channel_names import channel_label
from manyi.desk.models import Priority, Status
from manyi.desk.queries.reference import reference
from manyi.desk.queries.scope import reach
from manyi.desk.queries.selection import OPEN, STANDING, Selection
from manyi.desk.queries.sql import Where, joined, marks, stored

WEEK = dt.timedelta(days=7)


class Params(Protocol):
    """The part of a QueryDict that is needed here."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What is asked of a ticket; empty fields ask nothing.

    ``assignee`` and ``owner`` are ``me``, ``none`` or an id; dates are local days (ISO); ``overdue`` and ``waiting``
    are ``1`` when asked.
    """

    status: tuple[int, ...] = ()
    priority: tuple[int, ...] = ()
    type: tuple[int, ...] = ()
    channel: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    team: tuple[int, ...] = ()
    customer: tuple[int, ...] = ()
    assignee: str = ""
    owner: str = ""
    overdue: str = ""
    waiting: str = ""
    created_from: str = ""
    created_to: str = ""
    closed_from: str = ""
    closed_to: str = ""

    @classmethod
    def read(cls, params: Params) -> TicketFilter:
        """The filter an address asks for; what makes no sense is left out."""
        return cls._clean({field.name: params.getlist(field.name) for field in fields(cls)})

    @classmethod
    def from_saved(cls, kept: Mapping[str, Any]) -> TicketFilter:
        """The filter of a saved view."""
        return cls._clean({name: value if isinstance(value, list) else [str(value)] for name, value in kept.items()})

    @classmethod
    def _clean(cls, raw: Mapping[str, list[Any]]) -> TicketFilter:
        values: dict[str, Any] = {}
        for name in ("status", "priority", "type", "team", "customer"):
            values[name] = tuple(sorted({int(v) for v in raw.get(name, ()) if str(v).isdecimal()}))[:50]
        for name in ("channel", "tag"):
            values[name] = tuple(sorted({str(v)[:40] for v in raw.get(name, ()) if v}))[:20]
        for name in ("assignee", "owner"):
            values[name] = next((str(v) for v in raw.get(name, ()) if v in ("me", "none") or str(v).isdecimal()), "")
        for name in ("overdue", "waiting"):
            values[name] = "1" if "1" in raw.get(name, ()) else ""
        for name in ("created_from", "created_to", "closed_from", "closed_to"):
            values[name] = next((str(v) for v in raw.get(name, ()) if _day(str(v))), "")
        return cls(**values)

    def as_params(self) -> list[tuple[str, str]]:
        """Names and values for an address or hidden fields."""
        found: list[tuple[str, str]] = []
        for name, value in asdict(self).items():
            found += [(name, str(one)) for one in (value if isinstance(value, tuple) else (value,)) if one != ""]
        return found

    def as_query(self) -> str:
        """The filter as an address carries it."""
        return urlencode(self.as_params())

    def as_saved(self) -> dict[str, Any]:
        """What a saved view keeps."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items() if v not in ("", ())}

    @property
    def is_empty(self) -> bool:
        return self == TicketFilter()

    @property
    def may_be_open(self) -> bool:
        """Whether open work can be among what is asked for."""
        if self.closed_from or self.closed_to:
            return False
        return not self.status or min(self.status) < Status.RESOLVED

    @property
    def is_open_only(self) -> bool:
        """Whether only open work is asked for, so that the list is ordered by what is due."""
        asked = bool(self.status) and all(status < Status.RESOLVED for status in self.status)
        return asked or bool(self.overdue or self.waiting)

    def select(self, viewer: Actor) -> Selection:
        """The tickets in this viewer's reach that fulfil the filter."""
        if self.is_open_only:
            return self.select_open(viewer)
        where = self._conditions(viewer)
        branches = reach(viewer, settled=True)
        found = Selection(branches, STANDING, newest_first=True, since=self._since, is_sparse=self._is_sparse)
        return found.narrowed(*where)

    def select_open(self, viewer: Actor) -> Selection:
        """The open work among them."""
        return Selection(reach(viewer), OPEN).narrowed(*self._conditions(viewer))

    @property
    def _is_sparse(self) -> bool:
        """Whether few of many may fulfil it, so that a page must not look for them through everything."""
        return not (self.is_empty or self.customer or any(_is_short(*days) for days in self._ranges))

    @property
    def _ranges(self) -> tuple[tuple[str, str], ...]:
        return (self.created_from, self.created_to), (self.closed_from, self.closed_to)

    @property
    def _since(self) -> dt.datetime | None:
        """What was created or closed since then has changed since then."""
        zone = timezone.get_current_timezone_name()
        return max((day_bounds(day, zone)[0] for first, _last in self._ranges if (day := _day(first))), default=None)

    def _conditions(self, viewer: Actor) -> list[Where]:
        found = [
            *self._numbers(),
            *_person("t.assignee_id", self.assignee, viewer),
            *_person("t.owner_id", self.owner, viewer),
            *_days("created_at", self.created_from, self.created_to),
            *_days("closed_at", self.closed_from, self.closed_to),
        ]
        if self.channel:
            found.append((f"t.channel IN ({marks(self.channel)})", self.channel))
        if self.tag:
            # Asked of each ticket in the list's own order: a tag may be on a hundred thousand others.
            tags = f"SELECT g.id FROM desk_tag g WHERE g.name IN ({marks(self.tag)})"  # noqa: S608
            tagged = f"SELECT 1 FROM desk_tickettag tt WHERE tt.ticket_id = t.id AND tt.tag_id IN ({tags})"  # noqa: S608
            found.append((f"EXISTS ({tagged})", self.tag))
        if self.overdue:
            found.append(("t.due_at < %s", (stored(timezone.now()),)))
        if self.waiting:
            found.append(("t.waiting_since IS NOT NULL", ()))
        return found

    def _numbers(self) -> list[Where]:
        types = sorted(reference().with_children(frozenset(self.type))) if self.type else ()
        columns = {"status": self.status, "priority": self.priority, "type_id": types, "team_id": self.team,
                   "customer_id": self.customer}  # fmt: skip
        listed = {column: ", ".join(str(int(value)) for value in values) for column, values in columns.items()}
        return [(f"t.{column} IN ({values})", ()) for column, values in listed.items() if values]

    def describe(self) -> str:
        """The filter in words, for the head of the list and as a name to start from."""
        ref = reference()
        words = [str(Status(value).label) for value in self.status if value in Status.values]
        words += [str(Priority(value).label) for value in self.priority if value in Priority.values]
        words += [ref.type_label(value) for value in self.type]
        words += [channel_label(value) for value in self.channel]
        words += [ref.team(value) for value in self.team]
        words += [f"#{name}" for name in self.tag]
        words += [_("Overdue")] if self.overdue else []
        words += [_("Customer waits")] if self.waiting else []
        if self.assignee:
            words.append(_("Handled by: %(who)s") % {"who": _who(self.assignee)})
        if self.owner:
            words.append(_("Owned by: %(who)s") % {"who": _who(self.owner)})
        if self.created_from or self.created_to:
            words.append(_("Created %(days)s") % {"days": _span(self.created_from, self.created_to)})
        if self.closed_from or self.closed_to:
            words.append(_("Closed %(days)s") % {"days": _span(self.closed_from, self.closed_to)})
        return " · ".join(word for word in words if word) or _("All tickets")


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _days(column: str, first: str, last: str) -> list[Where]:
    zone = timezone.get_current_timezone_name()
    found: list[Where] = []
    if start := _day(first):
        found.append((f"{column} >= %s", (stored(day_bounds(start, zone)[0]),)))
    if end := _day(last):
        found.append((f"{column} < %s", (stored(day_bounds(end, zone)[1]),)))
    if not _is_short(first, last):
        return found
    where, params = joined(found)  # few enough to be read along the days and put in order afterwards
    return [(f"t.id IN (SELECT id FROM desk_ticket WHERE {where})", params)]  # noqa: S608


def _is_short(first: str, last: str) -> bool:
    start, end = _day(first), _day(last)
    return start is not None and end is not None and end - start < WEEK


def _person(column: str, who: str, viewer: Actor) -> list[Where]:
    if not who:
        return []
    if who == "none":
        return [(f"COALESCE({column}, 0) = 0", ())]  # IS NULL would walk through everybody's unassigned work
    return [(f"{column} = %s", (viewer.id or 0 if who == "me" else int(who),))]


def _who(who: str) -> str:
    if who in ("me", "none"):
        return _("me") if who == "me" else _("nobody")
    return reference().name(int(who))


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"
