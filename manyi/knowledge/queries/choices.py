"""What the editor lets people choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manyi.desk.models import TicketType
from manyi.knowledge.models import Article, Category, Variable, Version
from manyi.knowledge.permissions import REVIEW
from manyi.people.models import Role, Staff, Team
from manyi.people.roles import permissions_of


def teams_by_id(ids: Iterable[int]) -> dict[int, Team]:
    """Teams, for choosing."""
    return Team.objects.in_bulk(list(ids))


def variables() -> list[Variable]:
    """All variables, by key."""
    return list(Variable.objects.order_by("key"))


def categories() -> list[Category]:
    """All categories, in order."""
    return list(Category.objects.all())


def reviewers(version: Version | None) -> list[Staff]:
    """Colleagues who may review a version: those with the right who did not write it."""
    roles = [role.pk for role in Role.objects.all() if REVIEW in permissions_of(role)]
    rows = Staff.objects.filter(is_active=True, role__in=roles)
    return list(rows.exclude(pk__in=version.writers if version else []).order_by("name"))


def newest(article: Article, language: str) -> Version | None:
    """The newest version of an article in a language, whatever its state."""
    return article.versions.filter(language=language).order_by("-number").first()


def related_ids(article: Article) -> dict[str, list[Any]]:
    """What is chosen for an article: ids of teams and types, names of tags."""
    return {
        "teams": list(article.teams.values_list("pk", flat=True)),
        "concerned_teams": list(article.concerned_teams.values_list("pk", flat=True)),
        "types": list(article.types.values_list("pk", flat=True)),
        "tags": list(article.tags.order_by("name").values_list("name", flat=True)),
    }


def category_by_key(key: str) -> Category | None:
    """A category by its key."""
    return Category.objects.filter(key=key).first()


def types_by_id(ids: Iterable[int]) -> list[TicketType]:
    """Ticket types, for choosing."""
    return list(TicketType.objects.filter(pk__in=list(ids)))


def tags_of(articles: Iterable[Article]) -> dict[int, list[str]]:
    """The tags of articles, by the article's id."""
    rows = Article.tags.through.objects.filter(article__in=list(articles)).order_by("tag__name")
    found: dict[int, list[str]] = {}
    for article_id, name in rows.values_list("article_id", "tag__name"):
        found.setdefault(article_id, []).append(name)
    return found
