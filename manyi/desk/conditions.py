"""Conditions on tickets, as policies and queues ask them. Those left empty hold for every ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from manyi.core.rows import fetch, run
from manyi.desk.models import Tag, TicketType


class Conditions(msgspec.Struct, frozen=True, omit_defaults=True):
    """For which tickets; ``types`` includes what lies below them, ``vip`` None means either."""

    types: frozenset[int] = frozenset()
    priorities: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    teams: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    vip: bool | None = None

    def as_json(self) -> dict[str, object]:
        """What is stored: only the conditions that ask something."""
        asked: dict[str, object] = msgspec.to_builtins(self)
        return {name: value for name, value in asked.items() if value not in ([], None)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked of a ticket. ``types`` are its type and all above it; the rest is read when needed."""

    types: frozenset[int]
    priority: int
    channel: str
    team: int | None
    customer: Callable[[], tuple[str, bool]]
    tags: Callable[[], frozenset[int]]


def hold(asked: Conditions, facts: Facts) -> bool:
    """Whether all conditions hold, the cheap ones first."""
    return (
        (not asked.priorities or facts.priority in asked.priorities)
        and (not asked.channels or facts.channel in asked.channels)
        and (not asked.teams or facts.team in asked.teams)
        and (not asked.types or bool(asked.types & facts.types))
        and ((not asked.classes and asked.vip is None) or _customer_fits(asked, *facts.customer()))
        and (not asked.tags or bool(asked.tags & facts.tags()))
    )


def _customer_fits(asked: Conditions, value_class: str, is_vip: bool) -> bool:
    return (not asked.classes or value_class in asked.classes) and asked.vip in (None, is_vip)


def facts_of(ticket: Mapping[str, int | str | None], chains: Mapping[int, frozenset[int]]) -> Facts:
    """What is asked of a ticket, from its columns; the customer and the tags are read when asked for."""
    ticket_id, customer_id = ticket["id"], ticket["customer_id"]

    def customer() -> tuple[str, bool]:
        found = run("SELECT value_class, is_vip FROM customers_customer WHERE id = %s", (customer_id,))
        return (str(found[0]), bool(found[1])) if found else ("", False)

    def tags() -> frozenset[int]:
        return frozenset(pk for (pk,) in fetch("SELECT tag_id FROM desk_tickettag WHERE ticket_id = %s", (ticket_id,)))

    type_id, team_id = ticket["type_id"], ticket["team_id"]
    return Facts(
        types=chains.get(int(type_id), frozenset()) if type_id else frozenset(),
        priority=int(ticket["priority"] or 0),
        channel=str(ticket["channel"]),
        team=int(team_id) if team_id else None,
        customer=customer,
        tags=tags,
    )


def type_chains() -> dict[int, frozenset[int]]:
    """For each ticket type itself and what lies above it."""
    parents: dict[int, int | None] = dict(TicketType.objects.values_list("pk", "parent_id"))
    found = {}
    for pk in parents:
        chain = {pk}
        place = parents[pk]
        while place is not None and place not in chain:
            chain.add(place)
            place = parents.get(place)
        found[pk] = frozenset(chain)
    return found


def tags_by_name(names: Iterable[str]) -> dict[str, int]:
    """Which of these words are tags, with their ids."""
    return dict(Tag.objects.filter(name__in=list(names)).values_list("name", "pk"))


def names_of_tags(ids: Iterable[int]) -> list[str]:
    """The words of tags, in order."""
    return list(Tag.objects.filter(pk__in=list(ids)).order_by("name").values_list("name", flat=True))
