"""The search of the library finds what people mean. The floors are a little below what is measured."""

from __future__ import annotations

import pytest

from bench import judged, relevance
from manyi.demo import shelves

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("folder", "least", "recall", "mrr"),
    [(judged.HELD_OUT, 300, 0.84, 0.75), (relevance.KNOWN, 300, 0.94, 0.88)],
    ids=["held-out", "known"],
)
def test_most_queries_find_their_answers_among_the_first_five(folder, least, recall, mrr):
    names = relevance.index_sample()
    outcomes = list(relevance.ask(judged.read(folder), names))
    found = relevance.marks(outcomes)
    assert found.queries >= least
    assert found.recall >= recall, found
    assert found.mrr >= mrr, found


def test_the_known_queries_name_texts_of_the_library():
    slugs = {item.slug for item in shelves.items() if item.state == "published"}
    for one in judged.read(relevance.KNOWN):
        assert set(one.answers) <= slugs, one.query
