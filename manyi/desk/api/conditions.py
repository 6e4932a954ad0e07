"""Conditions on tickets as programs read and write them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from manyi.core.errors import Invalid
from manyi.core.rest import Body, Id, Line
from manyi.desk import conditions
from manyi.desk.api.shapes import PRIORITIES, PriorityName
from manyi.desk.queries.reference import reference


class Conditions(Body):
    """For which tickets; what is left empty holds for all. A type (by key) includes those below it."""

    types: Annotated[list[Line], Field(max_length=200)] = []
    priorities: Annotated[list[PriorityName], Field(max_length=4)] = []
    channels: Annotated[list[Line], Field(max_length=20)] = []
    classes: Annotated[list[Literal["A", "B", "C"]], Field(max_length=3)] = []
    teams: Annotated[list[Id], Field(max_length=200)] = []
    tags: Annotated[list[Line], Field(max_length=200)] = []
    vip: bool | None = None


def read_conditions(body: Conditions) -> conditions.Conditions:
    """What a program asks for. Raises :class:`Invalid` naming types and tags that are not there."""
    types = {kind.key: kind.id for kind in reference().types.values()}
    tags = conditions.tags_by_name(body.tags)
    wrong = {
        name: _("There is no such entry: %(names)s") % {"names": ", ".join(missing)}
        for name, missing in (("types", sorted({*body.types} - {*types})), ("tags", sorted({*body.tags} - {*tags})))
        if missing
    }
    if wrong:
        raise Invalid(fields=wrong)
    return conditions.Conditions(
        types=frozenset(types[key] for key in body.types),
        priorities=frozenset(PRIORITIES.index(name) + 1 for name in body.priorities),
        channels=frozenset(body.channels),
        classes=frozenset(body.classes),
        teams=frozenset(body.teams),
        tags=frozenset(tags.values()),
        vip=body.vip,
    )


def conditions_out(asked: conditions.Conditions) -> dict[str, Any]:
    """Conditions as programs get them, in the shape of :class:`Conditions`."""
    known = reference()
    return {
        "types": sorted(known.types[pk].key for pk in asked.types if pk in known.types),
        "priorities": [PRIORITIES[value - 1] for value in sorted(asked.priorities)],
        "channels": sorted(asked.channels),
        "classes": sorted(asked.classes),
        "teams": sorted(asked.teams),
        "tags": conditions.names_of_tags(asked.tags),
        "vip": asked.vip,
    }
