"""What the library does by the clock."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.knowledge import actions


@job("knowledge.clock", every=dt.timedelta(seconds=20))
def run_clock() -> None:
    actions.run_clock()


@job("knowledge.gaps", every=dt.timedelta(hours=6))
def find_gaps() -> None:
    actions.find_gaps()


@job("knowledge.weights", every=dt.timedelta(hours=24))
def weigh_articles() -> None:
    actions.weigh_articles()


@job("knowledge.index")
def index(articles: list[int]) -> None:
    actions.reindex(articles)


@job("knowledge.links", every=dt.timedelta(minutes=10))
def check_links() -> None:
    actions.check_links()
