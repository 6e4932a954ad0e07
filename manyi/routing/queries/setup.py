"""What is asked of the setup."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from manyi.core.errors import NotFound
from manyi.core.i18n import label
from manyi.desk.models import Ticket
from manyi.people.models import Staff, Team
from manyi.routing import queues as values
from manyi.routing.models import AgentProfile, AgentSkill, ExpertPool, Policy, PolicyVersion, Post, Queue, Skill, Wait
from manyi.routing.queries.places import Accuracy, accuracy
from manyi.routing.setup import current, read_queue

NEW = values.Queue(None, {})
"""What a new queue begins as."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A queue with how much waits in it, and how right its estimates were."""

    row: Queue
    queue: values.Queue
    waiting: int
    accuracy: Accuracy


@dataclass(frozen=True, slots=True)
class Ability:
    """What a colleague can do, as the list shows it."""

    staff: Staff
    skills: dict[int, int]
    languages: list[str]
    channels: list[str]
    post: Post | None
    cost: float


def queues() -> list[Listed]:
    """All queues in the order in which they are asked."""
    rows = Queue.objects.select_related("policy", "calendar").prefetch_related("teams").order_by("rank", "id")
    waiting = dict(Wait.objects.filter(ended_at=None).values_list("queue_id").annotate(Count("pk")))
    return [Listed(row, read_queue(row), waiting.get(row.pk, 0), accuracy(row.pk)) for row in rows]


def get_queue(queue_id: int) -> Queue:
    """A queue by id. Raises :class:`NotFound`."""
    found = Queue.objects.filter(pk=queue_id).first()
    if found is None:
        raise NotFound()
    return found


def queue_of(ticket: Ticket) -> str:
    """The name of the queue a ticket falls into as it is now."""
    return label(current().queue_for(ticket.__dict__).names)


def policies() -> list[Policy]:
    """All sets of weights, the default one first."""
    return list(Policy.objects.order_by("-is_default", "name"))


def get_policy(policy_id: int) -> Policy:
    """Weights by id. Raises :class:`NotFound`."""
    found = Policy.objects.filter(pk=policy_id).first()
    if found is None:
        raise NotFound()
    return found


def versions_of(policy: Policy) -> list[PolicyVersion]:
    """How weights changed, the newest version first."""
    return list(PolicyVersion.objects.filter(policy=policy).select_related("by_staff").order_by("-version"))


def skills() -> list[Skill]:
    """All skills, those in use first."""
    return list(Skill.objects.order_by("-is_active", "pk"))


def get_skill(skill_id: int) -> Skill:
    """A skill by id. Raises :class:`NotFound`."""
    found = Skill.objects.filter(pk=skill_id).first()
    if found is None:
        raise NotFound()
    return found


def posts() -> list[Post]:
    """All posts of the rotation."""
    return list(Post.objects.order_by("pk"))


def get_post(post_id: int) -> Post:
    """A post by id. Raises :class:`NotFound`."""
    found = Post.objects.filter(pk=post_id).first()
    if found is None:
        raise NotFound()
    return found


def pools() -> list[ExpertPool]:
    """All expert pools with their tags and members."""
    return list(ExpertPool.objects.prefetch_related("tags", "members").order_by("pk"))


def get_pool(pool_id: int) -> ExpertPool:
    """An expert pool by id. Raises :class:`NotFound`."""
    found = ExpertPool.objects.filter(pk=pool_id).prefetch_related("tags", "members").first()
    if found is None:
        raise NotFound()
    return found


def teams(ids: Iterable[int]) -> list[Team]:
    """Teams, for choosing."""
    return list(Team.objects.filter(pk__in=list(ids)))


def get_agent(staff_id: int) -> Staff:
    """A colleague who works here. Raises :class:`NotFound`."""
    found = Staff.objects.filter(pk=staff_id, is_active=True).first()
    if found is None:
        raise NotFound()
    return found


def abilities() -> list[Ability]:
    """What each colleague of the serving teams can do, by team and name."""
    serving = Q(team__department__is_service=True) | Q(team__in=Queue.teams.through.objects.values("team_id"))
    staff = Staff.objects.filter(serving, is_active=True).select_related("team").distinct()
    return _abilities(list(staff.order_by("team__name", "name", "pk")))


def ability_of(staff: Staff) -> Ability:
    """What one colleague can do."""
    return _abilities([staff])[0]


def _abilities(staff: list[Staff]) -> list[Ability]:
    ids = [one.pk for one in staff]
    levels: dict[int, dict[int, int]] = defaultdict(dict)
    for staff_id, skill_id, level in AgentSkill.objects.filter(staff__in=ids).values_list(
        "staff_id", "skill_id", "level"
    ):
        levels[staff_id][skill_id] = level
    rows = {row.staff_id: row for row in AgentProfile.objects.filter(staff__in=ids).select_related("post")}
    found = []
    for one in staff:
        row = rows.get(one.pk)
        found.append(
            Ability(
                one, levels.get(one.pk, {}), row.languages if row else [], row.channels if row else [],
                row.post if row else None, row.cost if row else 1.0,
            )
        )  # fmt: skip
    return found
