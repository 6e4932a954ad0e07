"""What colleagues can do: skills, posts of the rotation, expert pools, and how much fits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.people.models import Staff
from manyi.people.permissions import MANAGE_SETTINGS, MANAGE_STAFF
from manyi.routing.actions.settings import cleaned, revise
from manyi.routing.events import AgentProfileSaved, ChannelUnitsSaved, ExpertPoolSaved, PostSaved, SkillSaved
from manyi.routing.models import AgentProfile, AgentSkill, ChannelUnits, ExpertPool, Post, Skill
from manyi.routing.setup import primary


def _names(names: Mapping[str, str]) -> dict[str, str]:
    clean = cleaned(names)
    if not clean:
        raise Invalid(fields={"names": _("Give it a name.")})
    return clean


@action
def save_skill(row: Skill | None, *, by: Actor, names: Mapping[str, str], is_active: bool = True) -> Skill:
    """Add or rename something queues may ask for. Raises :class:`Invalid` without a name."""
    require(by, MANAGE_SETTINGS)
    row = row or Skill()
    row.names, row.is_active = _names(names), is_active
    row.save()
    record(SkillSaved(skill=row.pk), by=by)
    revise()
    return row


@action
def save_post(row: Post | None, *, by: Actor, names: Mapping[str, str]) -> Post:
    """Add or rename a post of the rotation. Raises :class:`Invalid` without a name."""
    require(by, MANAGE_SETTINGS)
    row = row or Post()
    row.names = _names(names)
    row.save()
    record(PostSaved(post=row.pk), by=by)
    revise()
    return row


@action
def save_expert_pool(
    row: ExpertPool | None, *, by: Actor, names: Mapping[str, str], tags: Iterable[int], members: Iterable[int]
) -> ExpertPool:
    """Say who should get tickets with certain tags. Raises :class:`Invalid` without a name or tags."""
    require(by, MANAGE_SETTINGS)
    asked = sorted(set(tags))
    clean = _names(names)
    if not asked:
        raise Invalid(fields={"tags": _("Name at least one tag.")})
    row = row or ExpertPool()
    row.names = clean
    row.save()
    row.tags.set(asked)
    row.members.set(Staff.objects.filter(pk__in=list(members)))
    found = list(row.members.order_by("pk").values_list("pk", flat=True))
    record(ExpertPoolSaved(pool=row.pk, members=found), by=by)
    revise()
    return row


@action
def delete_expert_pool(row: ExpertPool, *, by: Actor) -> None:
    """Remove a pool."""
    require(by, MANAGE_SETTINGS)
    pk = row.pk
    row.delete()
    record(ExpertPoolSaved(pool=pk), by=by)
    revise()


@action
def save_abilities(
    staff: Staff,
    *,
    by: Actor,
    skills: Mapping[int, int],
    languages: Iterable[str] = (),
    channels: Iterable[str] = (),
    post: Post | None = None,
    cost: float = 1.0,
) -> AgentProfile:
    """Say what a colleague can do; ``skills`` by id with their level. Raises :class:`Invalid` for other levels."""
    require(by, MANAGE_STAFF)
    if not all(1 <= level <= 5 for level in skills.values()):
        raise Invalid(fields={"skills": _("Levels go from 1 to 5.")})
    if not 0 <= cost <= 100:
        raise Invalid(fields={"cost": _("The cost is relative to 1.")})
    known = set(Skill.objects.filter(pk__in=list(skills)).values_list("pk", flat=True))
    AgentSkill.objects.filter(staff=staff).exclude(skill_id__in=known).delete()
    for pk in sorted(known):
        AgentSkill.objects.update_or_create(staff=staff, skill_id=pk, defaults={"level": skills[pk]})
    row, _made = AgentProfile.objects.update_or_create(
        staff=staff,
        defaults={
            "languages": sorted({primary(code) for code in languages if code}), "channels": sorted(set(channels)),
            "post": post, "cost": cost,
        },
    )  # fmt: skip
    record(AgentProfileSaved(staff=staff.pk, skills={pk: skills[pk] for pk in sorted(known)}), by=by)
    revise()
    return row


@action
def save_channel_units(channel: str, *, by: Actor, units: int, wrap_up: int = 0) -> ChannelUnits:
    """Say how much of a colleague's capacity a ticket of a channel takes, and how many seconds follow each."""
    require(by, MANAGE_SETTINGS)
    if not 1 <= units <= 999 or not 0 <= wrap_up <= 3600:
        raise Invalid(fields={channel: _("Units go from 1 to 999, wrapping up to an hour.")})
    row, _made = ChannelUnits.objects.update_or_create(
        channel=channel[:10], defaults={"units": units, "wrap_up": wrap_up}
    )
    record(ChannelUnitsSaved(channel=row.channel, units=units, wrap_up=wrap_up), by=by)
    revise()
    return row
