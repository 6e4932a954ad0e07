"""What the company sets up for its library: shelves, variables, files of an article."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core import files
from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.knowledge.events import CategorySaved, FileAdded, VariableSaved
from manyi.knowledge.models import Article, ArticleFile, Category, Variable
from manyi.knowledge.permissions import MANAGE, WRITE


@action
def save_category(
    category: Category | None = None,
    *,
    by: Actor,
    key: str,
    names: dict[str, str],
    parent: Category | None = None,
    icon: str = "book-open",
    rank: int = 0,
) -> Category:
    """Add or change a shelf; its key is unique."""
    require(by, MANAGE)
    row = category or Category()
    names = {code: name.strip() for code, name in names.items() if name.strip()}
    if not names:
        raise Invalid(fields={"names": _("Give it a name.")})
    if Category.objects.filter(key=key).exclude(pk=row.pk).exists():
        raise Invalid(fields={"key": _("There is one with this key already.")})
    if row.pk and parent is not None and row.pk in _line_of(parent):
        raise Invalid(fields={"parent": _("A category can't stand below itself.")})
    row.key, row.names, row.parent, row.icon, row.rank = key, names, parent, icon, rank
    row.save()
    record(CategorySaved(category=row.pk), by=by)
    return row


def _line_of(category: Category) -> set[int]:
    """A category and all above it."""
    found: set[int] = set()
    step: Category | None = category
    while step is not None and step.pk not in found:
        found.add(step.pk)
        step = step.parent
    return found


@action
def delete_category(category: Category, *, by: Actor) -> None:
    """Remove an empty shelf."""
    require(by, MANAGE)
    used = Article.objects.filter(category=category).exists() or Category.objects.filter(parent=category).exists()
    if used:
        raise Conflict(_("There are articles or categories in it."))
    pk = category.pk
    category.delete()
    record(CategorySaved(category=pk), by=by)


@action
def save_variable(
    variable: Variable | None = None, *, by: Actor, key: str, names: dict[str, str], values: dict[str, str]
) -> Variable:
    """Add or change a value articles use by its key."""
    require(by, MANAGE)
    row = variable or Variable()
    if not key.replace("_", "").isalnum() or not key.isascii():
        raise Invalid(fields={"key": _("A key is made of letters, digits and underscores.")})
    if Variable.objects.filter(key=key).exclude(pk=row.pk).exists():
        raise Invalid(fields={"key": _("There is one with this key already.")})
    row.key, row.names, row.values = key, names, values
    row.save()
    record(VariableSaved(variable=row.pk), by=by)
    return row


@action
def add_file(article: Article, *, by: Actor, name: str, content: bytes, claimed_type: str = "") -> ArticleFile:
    """Keep a picture or file with an article; the same file again is the same row."""
    require(by, WRITE)
    stored = files.store(content, claimed_type=claimed_type)
    found = ArticleFile.objects.filter(article=article, file=stored).first()
    if found is not None:
        return found
    row = ArticleFile.objects.create(
        article=article, file=stored, name=name[:200] or "file", added_by_id=by.staff_id, added_at=now()
    )
    record(FileAdded(article=article.pk, file=row.pk), by=by)
    return row
