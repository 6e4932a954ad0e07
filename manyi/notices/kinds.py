"""The kinds of notices, each with its sentence and how it is told unless somebody chooses otherwise.

An app above registers its own with :func:`register` and tells it with ``actions.tell``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyi.core.errors import Text

CENTRE, PUSH, MAIL = "centre", "push", "mail"
WAYS = (CENTRE, PUSH, MAIL)
Says = Callable[[str, dict[str, Any]], str]
"""From who did it ("" for nobody in particular) and the notice's data to a sentence of the active language."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name among the choices, its sentence, an icon, and the ways it takes at first."""

    key: str
    label: Text
    says: Says
    icon: str = "bell"
    ways: frozenset[str] = field(default=frozenset(WAYS))


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let colleagues be told this; called once, when an app starts."""
    _kinds[kind.key] = kind


def kinds() -> list[Kind]:
    """All kinds, in the order of the choices."""
    return list(_kinds.values())


def sentence(key: str, who: str, data: dict[str, Any]) -> str:
    """A notice in words; empty for a kind whose app is gone."""
    kind = _kinds.get(key)
    return kind.says(who, data) if kind is not None else ""


def icon(key: str) -> str:
    """The picture of a kind."""
    kind = _kinds.get(key)
    return kind.icon if kind is not None else "bell"


def ways_of(key: str, choices: dict[str, list[str]]) -> frozenset[str]:
    """How somebody with these choices is told this."""
    if key in choices:
        return frozenset(choices[key])
    kind = _kinds.get(key)
    return kind.ways if kind is not None else frozenset()


def _mention(who: str, data: dict[str, Any]) -> str:
    return _("%(who)s called you in a note") % {"who": who}


def _assigned(who: str, data: dict[str, Any]) -> str:
    return _("%(who)s gave you this ticket") % {"who": who} if who else _("You were given this ticket")


def _message(who: str, data: dict[str, Any]) -> str:
    return _("The customer has written")


def _reopened(who: str, data: dict[str, Any]) -> str:
    return _("It is open again")


def _woken(who: str, data: dict[str, Any]) -> str:
    return _("You had put it aside until now")


def _held(who: str, data: dict[str, Any]) -> str:
    if data.get("reason") == "message":
        return _("Your planned reply is held: the customer wrote first")
    return _("Your planned reply could not be sent")


def _followed(who: str, data: dict[str, Any]) -> str:
    return _("%(who)s wrote a note on a ticket you follow") % {"who": who}


def _announcement(who: str, data: dict[str, Any]) -> str:
    return _("Announcement: %(title)s") % {"title": data.get("title", "")}


def _task(who: str, data: dict[str, Any]) -> str:
    if data.get("what") == "overdue":
        return _("Overdue with another department: %(title)s") % {"title": data.get("title", "")}
    if data.get("what") == "refused":
        return _("%(who)s refused the task: %(title)s") % {"who": who, "title": data.get("title", "")}
    return _("%(who)s answered the task: %(title)s") % {"who": who, "title": data.get("title", "")}


def _promise(who: str, data: dict[str, Any]) -> str:
    if data.get("what") == "missed":
        return _("A promise was not kept in time: %(text)s") % {"text": data.get("text", "")}
    return _("You promised: %(text)s") % {"text": data.get("text", "")}


def _approval(who: str, data: dict[str, Any]) -> str:
    words = {
        "asked": _("%(who)s asks for your approval: %(what)s"),
        "approved": _("%(who)s approved: %(what)s"),
        "refused": _("%(who)s refused: %(what)s"),
    }
    return words[data.get("how", "asked")] % {"who": who, "what": data.get("what", "")}


def _taken_over(who: str, data: dict[str, Any]) -> str:
    return _("%(who)s took over a ticket of yours") % {"who": who}


for _kind in (
    Kind("mention", gettext_lazy("Somebody calls you in a note"), _mention, "at-sign"),
    Kind("assigned", gettext_lazy("You are given a ticket"), _assigned, "user-round-check"),
    Kind("message", gettext_lazy("The customer writes on a ticket of yours"), _message, "message-square"),
    Kind("reopened", gettext_lazy("A ticket of yours is opened again"), _reopened, "rotate-ccw"),
    Kind("woken", gettext_lazy("A ticket you had put aside is back"), _woken, "alarm-clock"),
    Kind("held", gettext_lazy("A planned reply of yours is held"), _held, "hand"),
    Kind("task", gettext_lazy("News of a task of another department"), _task, "list-checks", frozenset({CENTRE, PUSH})),
    Kind("promise", gettext_lazy("A promise of yours is due"), _promise, "handshake", frozenset({CENTRE, PUSH})),
    Kind("approval", gettext_lazy("Approvals"), _approval, "stamp", frozenset({CENTRE, PUSH})),
    Kind("taken_over", gettext_lazy("A leader takes over a ticket of yours"), _taken_over, "hand"),
    Kind("followed", gettext_lazy("A note on a ticket you follow"), _followed, "bell", frozenset({CENTRE})),
    Kind("announcement", gettext_lazy("Announcements"), _announcement, "megaphone"),
):
    register(_kind)
