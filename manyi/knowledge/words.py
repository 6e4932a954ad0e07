"""Words the library's pages share: tones of states, names of languages, icons of kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from manyi.knowledge.models import SHARED, Kind, Opinion, State, VersionState

LANGUAGES = {"zh-hans": "中文", "en": "English"}
ICONS = {
    Kind.ARTICLE: "file-text",
    Kind.CASE: "lightbulb",
    Kind.FAQ: "circle-question-mark",
    Kind.SOP: "list-checks",
    Kind.SCRIPT: "message-square-quote",
    Kind.POLICY: "scale",
}
TONES = {
    State.IN_REVIEW: "info",
    State.SCHEDULED: "info",
    State.PUBLISHED: "good",
    State.REVIEW_DUE: "soon",
    State.EXPIRED: "late",
    VersionState.PUBLISHED: "good",
}


def words() -> dict[str, Any]:
    """What templates say of articles."""
    return {
        "language_name": lambda code: LANGUAGES.get(code, code),
        "kind_icon": lambda kind: ICONS.get(kind, "file-text"),
        "state_tone": lambda state: TONES.get(state, ""),
        "kinds": [(kind.value, str(kind.label)) for kind in Kind],
        "audiences": [(each.value, str(each.label)) for each in SHARED],
        "opinions": [(each.value, str(each.label)) for each in Opinion],
        "languages": list(LANGUAGES.items()),
        "why_broken": why_broken,
    }


def why_broken(why: str) -> str:
    """Why a link leads nowhere."""
    return {
        "gone": _("There is no such article."),
        "ended": _("That article is no longer in use."),
        "narrower": _("Not everybody who reads this may read that article."),
        "missing": _("There is no such page there."),
        "silent": _("That site does not answer."),
        "private": _("That address is not in the open net."),
    }[why]
