"""How good the search of the library is: judged queries over the texts of the sample company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from bench.judged import Judged
from manyi.core.actions import unit
from manyi.core.search.documents import Document, put
from manyi.core.search.finding import search
from manyi.core.search.synonyms import install_usual
from manyi.demo import shelves
from manyi.knowledge.queries.searching import SPOKEN
from manyi.knowledge.text.markdown import plain

KNOWN = Path(__file__).parent / "queries_known"
"""Queries the search was made with."""
SHOWN = 5
LOOKED_AT = 20
FOR_CUSTOMERS = (("=public",), ("=article", "=faq", "=policy", "=case"))
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query found: which part of its answers is among the first five, and one over the place of the first."""

    judged: Judged
    found: tuple[str, ...]

    @property
    def recall(self) -> float:
        wanted = set(self.judged.answers)
        return len(wanted & set(self.found[:SHOWN])) / min(len(wanted), SHOWN)

    @property
    def reciprocal(self) -> float:
        places = [place for place, slug in enumerate(self.found, 1) if slug in self.judged.answers]
        return 1 / places[0] if places else 0.0


@dataclass(frozen=True, slots=True)
class Marks:
    """Averages over some queries."""

    queries: int
    recall: float
    mrr: float


def index_sample() -> dict[int, str]:
    """Put the sample company's published texts into the index; returns their names by their number there."""
    published = [item for item in shelves.items() if item.state == "published"]
    with unit():
        install_usual()
        for number, item in enumerate(published, 1):
            for language, editions in item.editions.items():
                text = editions[-1]
                put(
                    Document(
                        subject=number,
                        language=LANGUAGES[language],
                        title=text.title,
                        keywords=" ".join(item.tags),
                        text=plain(text.body),
                        marks=(f"={item.audience}", f"={item.kind}"),
                        changed_at=dt.datetime.combine(shelves.written_on(), dt.time(), dt.UTC),
                    )
                )
    return {number: item.slug for number, item in enumerate(published, 1)}


@contextmanager
def sample() -> Iterator[dict[int, str]]:
    """The sample company's library, there only for a while."""
    with transaction.atomic():
        yield index_sample()
        transaction.set_rollback(True)


def ask(queries: Sequence[Judged], names: Mapping[int, str]) -> Iterator[Outcome]:
    """Search for each query that has an answer, as a reader of its language; customers are shown no scripts."""
    for one in queries:
        if one.answers:
            language = "en" if one.group.casefold() == "english" else "zh-hans"
            filters = FOR_CUSTOMERS if one.group.startswith("customers") else ()
            hits = search(one.query, language=language, filters=filters, behind=SPOKEN, limit=LOOKED_AT).hits
            yield Outcome(one, tuple(names[hit.subject] for hit in hits))


def marks(outcomes: Sequence[Outcome]) -> Marks:
    """Recall@5 and mean reciprocal rank."""
    count = len(outcomes)
    return Marks(count, sum(one.recall for one in outcomes) / count, sum(one.reciprocal for one in outcomes) / count)


def by_group(outcomes: Sequence[Outcome]) -> dict[str, Marks]:
    """The marks of each group of queries."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(one.judged.group, []).append(one)
    return {group: marks(found) for group, found in groups.items()}
