"""What this company calls the same: groups of phrases, kept as queries are cut."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db.models import Max

from manyi.core.models import SearchSynonym
from manyi.core.search.cutting import cut, fold, telling

LONGEST = 60


def groups() -> dict[int, list[str]]:
    """The phrases of every group, by its number."""
    found: dict[int, list[str]] = {}
    for group, phrase in SearchSynonym.objects.order_by("group", "id").values_list("group", "phrase"):
        found.setdefault(group, []).append(phrase)
    return found


def save(phrases: Iterable[str], group: int | None = None) -> int | None:
    """Write a group of phrases, a new one or in place of the old; fewer than two phrases remove it.

    Returns its number. Call it in an action.
    """
    kept = {key: phrase[:LONGEST] for phrase in phrases if (key := key_of(phrase))}
    if group is not None:
        SearchSynonym.objects.filter(group=group).delete()
    if len(kept) < 2:
        return None
    number = group or (SearchSynonym.objects.aggregate(last=Max("group"))["last"] or 0) + 1
    SearchSynonym.objects.bulk_create(
        SearchSynonym(group=number, phrase=phrase, key=key) for key, phrase in kept.items()
    )
    return number


def key_of(phrase: str) -> str:
    """A phrase's words as a query of it would be cut."""
    return " ".join(telling(cut(fold(phrase[:LONGEST]))))


def usual() -> list[list[str]]:
    """The groups every installation begins with."""
    text = Path(__file__).with_name("data").joinpath("synonyms.txt").read_text(encoding="utf-8")
    return [[phrase.strip() for phrase in line.split(",")] for line in text.splitlines()]


def install_usual() -> None:
    """Begin with the usual groups, where the company has none."""
    if not SearchSynonym.objects.exists():
        for phrases in usual():
            save(phrases)
