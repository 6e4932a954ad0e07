"""What agents keep ready: macros and text blocks; scripts stand in the library."""

from __future__ import annotations

from manyi.core.actors import SYSTEM
from manyi.demo import library, records
from manyi.demo.founding import World
from manyi.demo.replay import PRIORITIES
from manyi.desk import actions as desk
from manyi.desk.models import Status

STATUSES = {"open": Status.OPEN, "pending": Status.PENDING, "on_hold": Status.HOLD}


def prepare(company: records.Company, world: World) -> None:
    """Give everybody the company's macros and text blocks."""
    for macro in company.macros:
        steps = [_step(step, world) for step in macro.steps]
        desk.save_macro(None, by=SYSTEM, name=macro.name.zh, steps=steps, audience="all")
    for name, text in library.blocks():
        desk.save_wording(None, by=SYSTEM, name=name, text=text, audience="all")


def _step(step: records.MacroStep, world: World) -> dict[str, str]:
    """A step as the desk keeps it."""
    values = {
        "status": lambda value: str(int(STATUSES[value])),
        "priority": lambda value: str(int(PRIORITIES[value])),
        "type": lambda value: world.types[value].key,
        "team": lambda value: f"team-{world.teams[value].pk}",
    }
    if step.does == "status" and step.value == "resolved":
        return {"do": "resolve", "value": ""}
    value = values[step.does](step.value) if step.does in values else step.value
    return {"do": "assign" if step.does == "team" else step.does, "value": value}
