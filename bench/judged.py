"""Judged queries: what people type into the library, and which of its texts answer it. No database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HELD_OUT = Path(__file__).parent / "queries"
"""Queries the search was not made with."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, the group it belongs to, the texts that answer it, and those that help; none answer some."""

    group: str
    query: str
    answers: tuple[str, ...]
    helps: tuple[str, ...] = ()


def read(folder: Path = HELD_OUT) -> list[Judged]:
    """All queries of a folder, in the order of its files."""
    return [each for path in sorted(folder.glob("*.txt")) for each in _of(path)]


def _of(path: Path) -> Iterator[Judged]:
    group = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            query, _colon, judgement = line.rpartition(":")
            answers, _semicolon, helps = judgement.partition(";")
            yield Judged(group, query, _slugs(answers), _slugs(helps))


def _slugs(text: str) -> tuple[str, ...]:
    return tuple(slug.strip() for slug in text.split(",") if slug.strip())
