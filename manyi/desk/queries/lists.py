"""The lists every colleague has, saved ones, and how many tickets stand in each."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from manyi.core.actors import Actor, Scope
from manyi.core.errors import NotFound, Text
from manyi.desk.queries.filters import TicketFilter
from manyi.desk.queries.reference import reference
from manyi.desk.queries.scope import FOLLOWED, reach
from manyi.desk.queries.selection import OPEN, STANDING, Selection
from manyi.desk.queries.sql import ALWAYS, Where, rows, stored

NOBODYS: Where = ("COALESCE(t.assignee_id, 0) = 0", ())
"""Not ``IS NULL``: SQLite would take the index by assignee and walk through everybody's unassigned work."""
COUNTED, LOOKED_AT = 99, 2000
SOON = dt.timedelta(hours=1)
REMEMBER = 2.0

Select = Callable[[Actor], Selection]


@dataclass(frozen=True, slots=True)
class TicketList:
    """One list: its key in the address, label, lucide icon, group (mine, team, all, saved) and what it selects.

    ``counting`` is what its number counts, where that is less than all it shows.
    """

    key: str
    label: Text
    icon: str
    group: str
    select: Select
    is_counted: bool = True
    counting: Select | None = None
    is_urgent: bool = False
    saved_id: int | None = None


ASLEEP = "SELECT ticket_id FROM desk_snooze WHERE staff_id = %s AND woken_at IS NULL"


def _own(condition: str) -> Select:
    """Tickets that are reached because of what the condition says, so one index is enough."""
    return lambda viewer: Selection(((condition, (viewer.id or 0,)),), OPEN)


def _awake(select: Select) -> Select:
    """Without those the viewer has put aside."""
    return lambda viewer: select(viewer).narrowed((f"t.id NOT IN ({ASLEEP})", (viewer.id or 0,)))


def _mine_soon(viewer: Actor) -> Selection:
    soon = ("t.due_at < %s", (stored(timezone.now() + SOON),))
    return Selection((("t.assignee_id = %s", (viewer.id or 0,)),), OPEN).narrowed(soon)


def _mentions(viewer: Actor) -> Selection:
    newest = "SELECT ticket_id FROM desk_mention WHERE staff_id = %s ORDER BY id DESC LIMIT 500"
    called = (f"t.id IN ({newest})", (viewer.id or 0,))
    return Selection(reach(viewer, settled=True), STANDING, newest_first=True).narrowed(called)


def _promised(viewer: Actor) -> Selection:
    """What this colleague has promised and not kept yet, wherever it is worked on."""
    promised = "SELECT ticket_id FROM desk_promise WHERE staff_id = %s AND state = 'open'"
    return Selection(reach(viewer), OPEN).narrowed((f"t.id IN ({promised})", (viewer.id or 0,)))


def _in_reach(condition: str) -> Select:
    return lambda viewer: Selection(reach(viewer), OPEN).narrowed((condition, ()))


def _team(viewer: Actor) -> Selection:
    mine = reference().team_of(viewer.id)
    return Selection(reach(viewer), OPEN).narrowed(("t.team_id = %s", (mine or 0,)))


def _unassigned(viewer: Actor) -> Selection:
    """Nobody's work can't be in reach as somebody's own, so the branches for that are left out."""
    teams = tuple(where for where in reach(viewer) if "assignee_id" not in where[0])
    return Selection(teams, OPEN).narrowed(NOBODYS)


def _proposed(viewer: Actor) -> Selection:
    """Such tickets are neither archived nor merged, so that the counts need no more than the index."""
    return Selection(reach(viewer, settled=True), ("t.status = 4", ()), newest_first=True)


def _settled(condition: str) -> Select:
    return lambda viewer: Selection(reach(viewer, settled=True), STANDING, newest_first=True).narrowed((condition, ()))


BUILT_IN = (
    TicketList("mine", _("My tickets"), "inbox", "mine", _awake(_own("t.assignee_id = %s"))),
    TicketList("soon", _("Due soon"), "clock", "mine", _awake(_mine_soon), is_urgent=True),
    TicketList("owned", _("Owned by me"), "user-round-check", "mine", _awake(_own("t.owner_id = %s"))),
    TicketList("snoozed", _("Put aside"), "alarm-clock", "mine", _own(f"t.id IN ({ASLEEP})")),
    TicketList("promises", _("Promises"), "handshake", "mine", _promised),
    TicketList("mentions", _("Mentions"), "at-sign", "mine", _mentions),
    TicketList("following", _("Following"), "bell", "mine", _own(FOLLOWED)),
    TicketList("unassigned", _("Unassigned"), "circle-dashed", "team", _unassigned),
    TicketList("team", _("My team"), "users-round", "team", _team),
    TicketList("pending", _("Waiting for customer"), "hourglass", "team", _in_reach("t.status = 2")),
    TicketList("proposed", _("Solution proposed"), "circle-check", "team", _proposed),
    TicketList("open", _("All open"), "layers", "all", _in_reach("TRUE")),
    TicketList("closed", _("Closed recently"), "archive", "all", _settled("t.status = 5"), is_counted=False),
    TicketList("all", _("All tickets"), "list", "all", _settled("TRUE"), is_counted=False),
)
_by_key = {found.key: found for found in BUILT_IN}


def lists_for(viewer: Actor) -> list[TicketList]:
    """The lists this viewer has, in the order they are shown."""
    found = [entry for entry in BUILT_IN if entry.group != "team" or viewer.scope is not Scope.OWN]
    if reference().team_of(viewer.id) is None:
        found = [entry for entry in found if entry.key != "team"]
    return [*found, *saved_lists(viewer)]


def get_list(viewer: Actor, key: str) -> TicketList:
    """A list by its key (``saved-3`` for a saved one). Raises :class:`NotFound`."""
    if key in _by_key:
        return _by_key[key]
    for found in saved_lists(viewer):
        if key == found.key:
            return found
    raise NotFound()


def filter_list(wanted: TicketFilter) -> TicketList:
    """A list made of a filter that nobody has saved."""
    return TicketList("filter", wanted.describe(), "list-filter", "saved", wanted.select, is_counted=False)


def saved_lists(viewer: Actor) -> list[TicketList]:
    """The viewer's own saved lists, those of his team, and those for all."""
    found = rows(f"{_VIEWS} ORDER BY rank, name, id LIMIT 40", _mine(viewer))
    return [_saved(*values) for values in found]


_VIEWS = (
    "SELECT id, name, filter FROM desk_savedview"
    " WHERE (staff_id = %s OR team_id = %s OR (staff_id IS NULL AND team_id IS NULL))"
)


def _mine(viewer: Actor) -> tuple[int, int]:
    return viewer.id or 0, reference().team_of(viewer.id) or 0


def saved_filter(viewer: Actor, view_id: int) -> tuple[str, TicketFilter]:
    """Name and filter of a saved list the viewer has. Raises :class:`NotFound`."""
    found = rows(f"{_VIEWS} AND id = %s", (*_mine(viewer), view_id))
    if not found:
        raise NotFound()
    return found[0][1], _filter(found[0][2])


def _filter(kept: Any) -> TicketFilter:
    return TicketFilter.from_saved(msgspec.json.decode(kept) if isinstance(kept, str) else kept)


def _saved(pk: int, name: str, kept: Any) -> TicketList:
    """Its number counts the open work in it: counting what was ever settled would read all of it."""
    wanted = _filter(kept)
    return TicketList(
        f"saved-{pk}", name, "list-filter", "saved", wanted.select, is_counted=wanted.may_be_open,
        counting=wanted.select_open, saved_id=pk,
    )  # fmt: skip


class Number(int):
    """How many tickets stand in a list. Not ``is_all`` when there was more work than was looked at."""

    is_all = True


class AtLeast(Number):
    is_all = False


_kept: dict[int, tuple[float, dict[str, Number]]] = {}


def counts(viewer: Actor, lists: Iterable[TicketList]) -> dict[str, Number]:
    """How many tickets stand in each counted list, at most :data:`COUNTED` + 1; up to two seconds old.

    For a saved list no more than the :data:`LOOKED_AT` open tickets due next are looked at, however few it selects.
    """
    key = viewer.id or 0
    known = _kept.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    if len(_kept) > 2000:
        _kept.clear()
    found = _count(viewer, [entry for entry in lists if entry.is_counted])
    _kept[key] = (time.monotonic() + REMEMBER, found)
    return found


def forget_counts() -> None:
    """Count anew at the next look, after a change."""
    _kept.clear()


def _count(viewer: Actor, lists: list[TicketList]) -> dict[str, Number]:
    if not lists:
        return {}
    near = _near(viewer) if any(entry.counting for entry in lists) else ALWAYS
    parts = [_counted(viewer, entry, near) for entry in lists]
    columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS c{place})" for place, (sql, _p) in enumerate(parts))  # noqa: S608
    found = rows(f"SELECT {columns}", (param for _sql, params in parts for param in params))
    saved = Number if near == ALWAYS else AtLeast
    return {entry.key: (saved if entry.counting else Number)(one) for entry, one in zip(lists, found[0], strict=True)}


def _counted(viewer: Actor, entry: TicketList, near: Where) -> Where:
    if entry.key == "mentions":
        return _unseen(viewer)
    select = entry.counting
    return (select(viewer).narrowed(near) if select else entry.select(viewer)).ids(COUNTED + 1)


def _near(viewer: Actor) -> Where:
    """The open work due next, so that a count costs the same however much there is; all of it where that is less."""
    sql, params = Selection(reach(viewer), OPEN).ids(LOOKED_AT + 1)
    found = rows(sql, params)
    if len(found) <= LOOKED_AT:
        return ALWAYS
    pk, due_at = found[-1]
    return "(t.due_at, t.id) < (%s, %s)", (due_at, pk)


def _unseen(viewer: Actor) -> Where:
    """Mentions count until their ticket has been opened."""
    sql = f"SELECT ticket_id FROM desk_mention WHERE staff_id = %s AND seen_at IS NULL LIMIT {COUNTED + 1}"  # noqa: S608
    return sql, (viewer.id or 0,)
