"""A tiny template language for varied wording: `[a|b|]` picks one, `{slot}` is filled in; both nest."""

import re
from collections.abc import Mapping
from functools import cache
from random import Random

_TOKEN = re.compile(r"[\[\]|]|\{\w+\}|[^\[\]|{}]+")


class Slot(str):
    """The name of a value filled in at writing time."""


class Choice(tuple["Sequence", ...]):
    """Alternatives of which one is written."""


class Sequence(tuple["str | Slot | Choice", ...]):
    """Parts written one after another."""


@cache
def parse(template: str) -> Sequence:
    """Read a template; raises ValueError when brackets do not match."""
    marks = _TOKEN.findall(template)
    if "".join(marks) != template:
        raise ValueError(f"stray brace in {template!r}")
    sequence, rest = _sequence(marks, 0)
    if rest != len(marks):
        raise ValueError(f"unbalanced bracket in {template!r}")
    return sequence


def _sequence(marks: list[str], at: int, *, nested: bool = False) -> tuple[Sequence, int]:
    parts: list[str | Slot | Choice] = []
    while at < len(marks):
        mark = marks[at]
        if mark == "]" or (mark == "|" and nested):
            break
        if mark == "[":
            choice, at = _choice(marks, at + 1)
            parts.append(choice)
            continue
        parts.append(Slot(mark[1:-1]) if mark[0] == "{" else mark)
        at += 1
    return Sequence(parts), at


def _choice(marks: list[str], at: int) -> tuple[Choice, int]:
    options: list[Sequence] = []
    while True:
        option, at = _sequence(marks, at, nested=True)
        options.append(option)
        if at >= len(marks):
            raise ValueError("bracket left open")
        if marks[at] == "]":
            return Choice(options), at + 1
        at += 1


def write(template: str, rng: Random, slots: Mapping[str, str]) -> str:
    """One wording of the template. Raises KeyError for a slot nobody filled."""
    out: list[str] = []
    _write(parse(template), rng, slots, out)
    return "".join(out)


def _write(sequence: Sequence, rng: Random, slots: Mapping[str, str], out: list[str]) -> None:
    for part in sequence:
        if isinstance(part, Choice):
            _write(part[int(rng.random() * len(part))], rng, slots, out)
        elif isinstance(part, Slot):
            out.append(slots[part])
        else:
            out.append(part)


def slots_of(template: str) -> set[str]:
    """Every slot the template may ask for."""
    found: set[str] = set()

    def visit(sequence: Sequence) -> None:
        for part in sequence:
            if isinstance(part, Choice):
                for option in part:
                    visit(option)
            elif isinstance(part, Slot):
                found.add(part)

    visit(parse(template))
    return found
