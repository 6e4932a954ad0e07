"""The library, entered through the real actions at the times it is told to have been written, reviewed and changed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.demo import library as writing
from manyi.demo import shelves
from manyi.demo.editions import Life, Shelved, moment
from manyi.demo.founding import World, names
from manyi.demo.records import Words
from manyi.demo.shelves import Shelf
from manyi.knowledge import actions as knowledge
from manyi.knowledge.models import Category

AGE = dt.timedelta(days=730)
"""The library was set up that long ago."""


def stock(world: World) -> Shelved:
    """Set up the shelves, write every text at its time, and let the clock catch up with today.

    Every piece begins on the first day, so that texts can link to each other.
    """
    today = timezone.localdate()
    moved = today - shelves.written_on()
    shelved = Shelved(world, {each.login.split("@")[0].replace(".", "_"): each.login for each in writing.staff()})
    lives = [Life(item, shelved, moved, place) for place, item in enumerate(shelves.items())]
    with knowledge.indexed_at_the_end():
        with unit(at=moment(today - AGE, 0)):
            _set_up(shelved)
            for life in lives:
                life.begin()
        now = timezone.now()
        for step in sorted(step for life in lives for step in life.steps() if step.at <= now):
            with unit(at=step.at):
                step.run()
        knowledge.run_clock()
    return shelved


def _set_up(shelved: Shelved) -> None:
    scripts = Words("话术", "Scripts")
    parent = knowledge.save_category(
        by=SYSTEM, key="scripts", names=names(scripts), icon="message-square-quote", rank=90
    )
    for part, rank in (("articles", 0), ("policies", 80)):
        for place, shelf in enumerate(shelves.shelves(part)):
            shelved.shelves[part, shelf.key] = _shelf(shelf, shelf.key, rank + place)
    for place, shelf in enumerate(shelves.shelves("scripts")):
        shelved.shelves["scripts", shelf.key] = _shelf(shelf, f"scripts-{shelf.key}", place, parent)


def _shelf(shelf: Shelf, key: str, rank: int, parent: Category | None = None) -> Category:
    return knowledge.save_category(
        by=SYSTEM, key=key, names=names(shelf.names), parent=parent, icon=shelf.icon, rank=rank
    )
