"""The part of a settings form that says for which tickets something is (``desk/conditions.html``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from manyi.core.errors import Invalid
from manyi.customers.models import ValueClass
from manyi.desk.channel_names import channel_label
from manyi.desk.conditions import Conditions, names_of_tags, tags_by_name
from manyi.desk.models import Priority
from manyi.desk.queries import reference
from manyi.desk.views.shared import whole_number

Read = TypeVar("Read")

CHANNELS = ("email", "chat", "form", "voice", "wechat", "wecom", "sms", "api")


def numbers(posted: QueryDict, name: str) -> frozenset[int]:
    """The ids chosen in a field."""
    return frozenset(whole_number(value) for value in posted.getlist(name)) - {0}


def tags_in(posted: QueryDict, name: str = "tags") -> frozenset[int]:
    """The tags written in a field. Raises :class:`Invalid` for words that are none."""
    names = {word.strip().removeprefix("#") for word in posted.get(name, "").replace("，", ",").split(",")} - {""}
    known = tags_by_name(names)
    if set(known) != names:
        unknown = "、".join(sorted(names - set(known)))
        raise Invalid(fields={name: _("No ticket has this tag yet: %(tags)s") % {"tags": unknown}})
    return frozenset(known.values())


def posted_conditions(posted: QueryDict) -> Conditions:
    """What was chosen in the form. Raises :class:`Invalid` for words that are no tags."""
    return Conditions(
        types=numbers(posted, "types"),
        priorities=numbers(posted, "priorities"),
        channels=frozenset(posted.getlist("channels")),
        classes=frozenset(posted.getlist("classes")),
        teams=numbers(posted, "teams"),
        tags=tags_in(posted),
        vip={"yes": True, "no": False}.get(posted.get("vip", "")),
    )


def legible(read: Callable[[QueryDict], Read], posted: QueryDict) -> Read:
    """What a refused form says, without the fields that cannot be read, so that it is shown again as it was ticked.

    ``read`` raises :class:`Invalid` naming the fields as they are called in the form.
    """
    kept = posted.copy()
    while True:
        try:
            return read(kept)
        except Invalid as error:
            for name in error.fields:
                del kept[name]


def condition_values(conditions: Conditions) -> dict[str, Any]:
    """What the part of the form needs, besides ``given`` (what was typed) and ``errors``."""
    return {
        "conditions": conditions,
        "priorities": Priority.choices,
        "channels": [(key, channel_label(key)) for key in CHANNELS],
        "classes": ValueClass.choices,
        "types": reference().types.values(),
        "teams": list(reference().teams.items()),
        "tag_names": ", ".join(names_of_tags(conditions.tags)),
    }
