"""Where the library is found."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import KNOWLEDGE, Badge, Entry, add, add_setting
from manyi.knowledge.permissions import MANAGE, READ
from manyi.knowledge.red_marks import count

LIBRARY = Entry(
    "knowledge",
    _("Knowledge"),
    "library",
    30,
    READ,
    badge=Badge(count, "knowledge-badge", ("knowledge.announced", "knowledge.change_acknowledged")),
)
add(LIBRARY)
add_setting(Entry("knowledge-categories", _("Categories"), "library", 60, MANAGE, group=KNOWLEDGE))
add_setting(Entry("knowledge-variables", _("Variables"), "braces", 61, MANAGE, group=KNOWLEDGE))
add_setting(Entry("knowledge-synonyms", _("Synonyms"), "equal", 62, MANAGE, group=KNOWLEDGE))
