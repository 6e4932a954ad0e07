"""What the search takes for the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.core.search import synonyms
from manyi.knowledge.events import SynonymsSaved
from manyi.knowledge.permissions import MANAGE

LARGEST = 20


@action
def save_synonyms(phrases: Iterable[str], *, by: Actor, group: int | None = None) -> int | None:
    """Write a group of phrases that mean the same, a new one or in place of an old; an empty one takes it away."""
    require(by, MANAGE)
    wanted = list(dict.fromkeys(phrase.strip() for phrase in phrases if phrase.strip()))
    if len(wanted) == 1 or (not wanted and group is None):
        raise Invalid(fields={"phrases": _("Write at least two phrases, with commas between them.")})
    if len(wanted) > LARGEST:
        raise Invalid(fields={"phrases": _("A group has at most %(count)d phrases.") % {"count": LARGEST}})
    if group is not None and synonyms.groups().get(group) == wanted:
        return group
    number = synonyms.save(wanted, group)
    record(SynonymsSaved(group=number), by=by)
    return number
