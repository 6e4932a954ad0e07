"""What a macro can do: each kind of step with its control on the form and the action it carries out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.errors import Invalid, Text
from manyi.desk.models import Ticket

Choices = Callable[[], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class StepKind:
    """One kind of step. ``control`` is text, words, choice or none; ``choices`` gives value and label of each."""

    key: str
    label: Text
    control: str
    do: Callable[[Ticket, Actor, str], object]
    choices: Choices | None = None


_kinds: dict[str, StepKind] = {}


def register(kind: StepKind) -> None:
    """Let macros do this; called once, when an app starts."""
    _kinds[kind.key] = kind


def kinds() -> list[StepKind]:
    """All kinds of steps, in the order of the form."""
    return list(_kinds.values())


def clean(step: dict[str, Any], wrong: dict[str, str]) -> dict[str, str]:
    """A step as it is kept; what can't be done is noted in ``wrong``."""
    kind = _kinds.get(str(step.get("do", "")))
    value = str(step.get("value", "")).strip()
    if kind is None:
        wrong["steps"] = _("There is no such step.")
        return {}
    if kind.control != "none" and not value:
        wrong["steps"] = _("“%(step)s” needs a value.") % {"step": kind.label}
    if kind.choices is not None and value and value not in {one for one, _label in kind.choices()}:
        wrong["steps"] = _("“%(step)s” can't be set to that.") % {"step": kind.label}
    return {"do": kind.key, "value": value}


def do(step: dict[str, str], ticket: Ticket, by: Actor) -> None:
    """Carry one step out. Raises :class:`Invalid` for a kind whose app is gone."""
    kind = _kinds.get(step["do"])
    if kind is None:
        raise Invalid(_("This macro has a step that can no longer be done."))
    kind.do(ticket, by, step["value"])


def in_words(steps: list[dict[str, str]]) -> str:
    """What a macro does, for lists."""
    return " · ".join(_said(step) for step in steps)


def _said(step: dict[str, str]) -> str:
    kind = _kinds.get(step["do"])
    if kind is None:
        return step["do"]
    value = step["value"]
    if kind.choices is not None:
        value = dict(kind.choices()).get(value, value)
    short = value if len(value) <= 24 else f"{value[:24]}…"
    return f"{kind.label} {short}".strip()
