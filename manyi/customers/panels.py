"""What the apps above hang on a customer's file: tickets, orders, answers. Each registers in its own ``panels.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from manyi.core.actors import Actor
from manyi.core.errors import Text
from manyi.customers.models import Customer


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the file: ``load`` gives its template the values, or None where this viewer gets no such part."""

    key: str
    title: Text
    rank: int
    template: str
    load: Callable[[Actor, Customer], dict[str, Any] | None]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a part to every customer's file."""
    _panels[panel.key] = panel


def loaded(viewer: Actor, customer: Customer) -> list[tuple[Panel, dict[str, Any]]]:
    """The parts this viewer sees of this customer, in order, with their values."""
    found = [(panel, panel.load(viewer, customer)) for panel in sorted(_panels.values(), key=lambda one: one.rank)]
    return [(panel, values) for panel, values in found if values is not None]
