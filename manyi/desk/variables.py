"""Variables in prepared texts: ``{customer.name}`` becomes the customer's name. Apps may add their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyi.core.actors import Actor
from manyi.core.errors import Text
from manyi.core.times import day
from manyi.desk.models import Ticket
from manyi.desk.queries import reference
from manyi.people.queries import company_name

PATTERN = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_-]*)?)\}")
MORNING, NOON, AFTERNOON, EVENING = 5, 11, 13, 18


@dataclass(frozen=True, slots=True)
class Variable:
    """A name, what it stands for in words, and its value on a ticket; "" where there is none."""

    name: str
    label: Text
    value: Callable[[Ticket, Actor], str]


_known: dict[str, Variable] = {}


def register(variable: Variable) -> None:
    """Let prepared texts use this variable; called once, when an app starts."""
    _known[variable.name] = variable


def variables() -> list[Variable]:
    """All of them, those of custom fields included."""
    fields = [
        Variable(f"field.{field.key}", field.label, lambda ticket, by, key=field.key: _plain(ticket.fields.get(key)))  # type: ignore[misc]
        for field in reference().fields
    ]
    return [*_known.values(), *fields]


def filled(text: str, ticket: Ticket, by: Actor) -> tuple[str, list[str]]:
    """The text with every variable that has a value filled in, and the names of those that stay as they are."""
    missing: list[str] = []
    known = {variable.name: variable for variable in variables()} if "{" in text else {}

    def fill(found: re.Match[str]) -> str:
        variable = known.get(found[1])
        value = variable.value(ticket, by) if variable is not None else ""
        if not value:
            missing.append(found[1])
        return value or found[0]

    return PATTERN.sub(fill, text), missing


def left_open(text: str) -> list[Variable]:
    """The variables that still stand in a text: nobody wants a customer to read them."""
    named = set(PATTERN.findall(text)) if "{" in text else set()
    return [variable for variable in variables() if variable.name in named] if named else []


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _team(by: Actor) -> str:
    return reference().team(reference().team_of(by.id))


def _greeting(ticket: Ticket, by: Actor) -> str:
    hour = timezone.localtime().hour
    if MORNING <= hour < NOON:
        return _("Good morning")
    if NOON <= hour < AFTERNOON:
        return _("Hello")
    return _("Good afternoon") if AFTERNOON <= hour < EVENING else _("Good evening")


for _variable in (
    Variable("customer.name", gettext_lazy("The customer's name"), lambda ticket, by: ticket.customer.name),
    Variable("ticket.number", gettext_lazy("Number of the ticket"), lambda ticket, by: ticket.number),
    Variable("ticket.subject", gettext_lazy("Subject of the ticket"), lambda ticket, by: ticket.subject),
    Variable("agent.name", gettext_lazy("Name of the agent"), lambda ticket, by: by.name),
    Variable("agent.team", gettext_lazy("Team of the agent"), lambda ticket, by: _team(by)),
    Variable("company.name", gettext_lazy("Our company's name"), lambda ticket, by: company_name()),
    Variable("today", gettext_lazy("Today's date"), lambda ticket, by: day(timezone.localdate())),
    Variable("greeting", gettext_lazy("A greeting for the time of day"), _greeting),
):
    register(_variable)
