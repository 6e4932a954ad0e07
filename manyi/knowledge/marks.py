"""By what an indexed article is filtered: who may read it, whether it is in force, its kind and place.

Marks keep what a reader may not see from taking up room among the candidates; what is shown is always read through
``access``.
"""

from __future__ import annotations

from manyi.core.actors import Actor, ActorKind, Scope
from manyi.knowledge.access import is_editor
from manyi.knowledge.models import SHARED, Article, Audience, Version, VersionState
from manyi.knowledge.permissions import READ
from manyi.people.models import Team

LIVE, OPEN = "=live", "=open"
NOBODY = "=nobody"


def marks_of(article: Article, version: Version) -> list[str]:
    """The marks of one text of an article."""
    is_live = article.is_live and version.state == VersionState.PUBLISHED
    return [
        f"={article.audience}",
        *(f"=team{pk}" for pk in article.teams.values_list("pk", flat=True)),
        LIVE if is_live else OPEN,
        f"={article.kind}",
        *([f"=category{article.category_id}"] if article.category_id else []),
        *([f"=owner{article.owner_id}"] if article.owner_id else []),
    ]


def filters_for(viewer: Actor | None) -> list[list[str]]:
    """The marks a person's results must have."""
    if viewer is None:
        return [[f"={Audience.PUBLIC}"], [LIVE]]
    if viewer.kind is ActorKind.SYSTEM:
        return []
    if viewer.kind is ActorKind.CUSTOMER:
        return [[f"={Audience.PUBLIC}", f"={Audience.SIGNED_IN}"], [LIVE]]
    if not viewer.can(READ):
        return [[NOBODY]]
    own = f"=owner{viewer.id}"
    filters = [] if is_editor(viewer) else [[LIVE, own]]
    if viewer.scope is Scope.ALL:
        return [*filters, [own, *(f"={one}" for one in SHARED)]]
    teams = {*viewer.team_ids, *Team.objects.filter(members=viewer.id or 0).values_list("pk", flat=True)}
    readable = (Audience.PUBLIC, Audience.SIGNED_IN, Audience.STAFF)
    return [*filters, [own, *(f"={one}" for one in readable), *(f"=team{pk}" for pk in sorted(teams))]]
