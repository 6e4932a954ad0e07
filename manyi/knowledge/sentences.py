"""How the library speaks: in a ticket's timeline, and in what colleagues are told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyi.desk.timeline import Names, says
from manyi.knowledge.events import ArticleCited, ArticleContributed
from manyi.notices.kinds import Kind, register


@says(ArticleContributed)
def contributed(payload: ArticleContributed, names: Names) -> str:
    return _("made an article of the solution")


@says(ArticleCited)
def cited(payload: ArticleCited, names: Names) -> str:
    return _("told the customer what the library says")


def _review(who: str, data: dict[str, Any]) -> str:
    return _("%(who)s asks for a review of “%(title)s”") % {"who": who, "title": data.get("title", "")}


def _decision(who: str, data: dict[str, Any]) -> str:
    words = _("%(who)s approved “%(title)s”") if data.get("approved") else _("%(who)s sent “%(title)s” back to you")
    return words % {"who": who, "title": data.get("title", "")}


def _change(who: str, data: dict[str, Any]) -> str:
    return _("“%(title)s” is going to change: please read it") % {"title": data.get("title", "")}


def _opinion(who: str, data: dict[str, Any]) -> str:
    return _("A reader finds “%(title)s” wrong or out of date") % {"title": data.get("title", "")}


for _kind in (
    Kind("knowledge_review", gettext_lazy("A text waits for your review"), _review, "clipboard-check"),
    Kind("knowledge_decision", gettext_lazy("A text of yours was reviewed"), _decision, "badge-check"),
    Kind("knowledge_change", gettext_lazy("A policy changes"), _change, "scale"),
    Kind(
        "knowledge_opinion",
        gettext_lazy("A reader finds an article of yours wrong"),
        _opinion,
        "message-circle-warning",
    ),
):
    register(_kind)
