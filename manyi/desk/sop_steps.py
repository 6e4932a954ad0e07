"""Standard operating procedures as values: steps with text, script, form, branches, time limit, task and action. Pure.

Texts are kept by language. A step without ``next`` ends the procedure; branches are looked at first, in order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

FIELD_KINDS = ("text", "long", "choice", "number", "date", "yes_no")
DEEDS = ("", "tag", "priority", "status")
Texts = dict[str, str]


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to write down in a step."""

    key: str
    label: Texts
    kind: str = "text"
    options: tuple[str, ...] = ()
    required: bool = False


class Branch(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the field has this value, go on with that step."""

    field: str
    value: str
    to: str


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step. ``minutes`` is its time limit (0: none), ``task`` the id of a task template to ask by,
    ``deed`` and ``deed_value`` what is done with the ticket by itself once the step is done."""

    key: str
    title: Texts
    text: Texts = {}
    script: Texts = {}
    fields: tuple[Field, ...] = ()
    branches: tuple[Branch, ...] = ()
    next: str = ""
    minutes: int = 0
    task: int = 0
    deed: str = ""
    deed_value: str = ""


def decode(kept: Any) -> tuple[Step, ...]:
    """Steps as a version keeps them."""
    return msgspec.convert(kept, type=tuple[Step, ...])


def encode(steps: Sequence[Step]) -> list[Any]:
    """Steps as a version keeps them: plain lists and dicts."""
    found: list[Any] = msgspec.to_builtins(list(steps))
    return found


def step_of(steps: Sequence[Step], key: str) -> Step | None:
    """The step of a key."""
    return next((step for step in steps if step.key == key), None)


def following(step: Step, data: Mapping[str, Any]) -> str:
    """The key of the step after this one, given what was written down; empty at the end."""
    for branch in step.branches:
        if str(data.get(branch.field, "")) == branch.value:
            return branch.to
    return step.next


def with_step(steps: Sequence[Step], place: int, key: str) -> list[Step]:
    """An empty step behind the one at this place, on its way: that goes on with the new one, and that as it did."""
    if not steps:
        return [Step(key, {})]
    before = steps[place]
    led = msgspec.structs.replace(before, next=key)
    return [*steps[:place], led, Step(key, {}, next=before.next), *steps[place + 1 :]]


def without_step(steps: Sequence[Step], place: int) -> list[Step]:
    """Without the step at this place: what led to it leads to where it went on."""
    gone = steps[place]
    left = [step for step in steps if step.key != gone.key]
    return [msgspec.structs.replace(step, next=gone.next) if step.next == gone.key else step for step in left]


def faults(steps: Sequence[Step]) -> list[str]:
    """What keeps a procedure from being published, as words of code: each names the step it is about."""
    keys = [step.key for step in steps]
    found = [] if steps else ["empty"]
    found += [f"twice:{key}" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    for step in steps:
        targets = [step.next, *(branch.to for branch in step.branches)]
        found += [f"nowhere:{step.key}" for target in targets if target and target not in keys]
        known = {field.key for field in step.fields}
        found += [f"branch:{step.key}" for branch in step.branches if branch.field not in known]
        if not any(step.title.values()):
            found.append(f"title:{step.key}")
    reached = _reached(steps) if steps else set()
    found += [f"unreached:{key}" for key in keys if key not in reached]
    return found


def _reached(steps: Sequence[Step]) -> set[str]:
    found: set[str] = set()
    waiting = [steps[0].key]
    while waiting:
        step = step_of(steps, waiting.pop())
        if step is None or step.key in found:
            continue
        found.add(step.key)
        waiting += [target for target in (step.next, *(branch.to for branch in step.branches)) if target]
    return found


def clean(step: Step, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was written down in a step, and what is wrong with it by field (``missing`` or ``kind``)."""
    data: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in step.fields:
        text = str(given.get(field.key, "") or "").strip()[:4000]
        if not text:
            if field.required:
                wrong[field.key] = "missing"
            continue
        if not _fits(field, text):
            wrong[field.key] = "kind"
            continue
        data[field.key] = text
    return data, wrong


def _fits(field: Field, text: str) -> bool:
    if field.kind == "choice":
        return text in field.options
    if field.kind == "yes_no":
        return text in ("yes", "no")
    if field.kind == "number":
        try:
            return math.isfinite(float(text))
        except ValueError:
            return False
    return True


def path(steps: Sequence[Step], done: Sequence[str], current: str) -> list[tuple[Step, str]]:
    """The steps as one sees them at a glance: done ones, the current one, and those that would follow."""
    found = [(step, "done") for key in done if (step := step_of(steps, key)) is not None]
    here = step_of(steps, current)
    seen = set(done)
    state = "now"
    while here is not None and (here.key not in seen or state == "now"):
        seen.add(here.key)
        found.append((here, state))
        state, here = "next", step_of(steps, here.next)
    return found
