"""What agents keep ready: macros, and the scripts of the library to insert while writing."""

from __future__ import annotations

from manyi.core.actors import SYSTEM
from manyi.demo import records, shelves
from manyi.demo.founding import World
from manyi.demo.replay import PRIORITIES
from manyi.desk import actions as desk
from manyi.desk.models import Status

STATUSES = {"open": Status.OPEN, "pending": Status.PENDING, "on_hold": Status.HOLD}


def prepare(company: records.Company, world: World) -> None:
    """Give everybody the company's macros and scripts."""
    for macro in company.macros:
        steps = [_step(step, world) for step in macro.steps]
        desk.save_macro(None, by=SYSTEM, name=macro.name.zh, steps=steps, audience="all")
    for item in shelves.items():
        for texts in item.editions.values() if item.kind == "script" else ():
            name, text = texts[-1].title, texts[-1].body
            desk.save_wording(None, by=SYSTEM, name=name, text=text, keywords=" ".join(item.tags), audience="all")


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
