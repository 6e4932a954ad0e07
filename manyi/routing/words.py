"""Decisions in words."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyi.core.i18n import label
from manyi.core.times import short
from manyi.desk.channel_names import channel_label
from manyi.desk.models import Ticket
from manyi.desk.queries.reference import reference
from manyi.desk.words import language_name, when_words
from manyi.people.models import PresenceState, Tier
from manyi.routing.matching import USUAL
from manyi.routing.models import CallBack, Post, Skill
from manyi.routing.queries import opens_at
from manyi.routing.queries.call_backs import SOON
from manyi.routing.queries.places import Place
from manyi.routing.rush import Plan, Trigger

TIERS = {"1": Tier.JUNIOR, "2": Tier.INTERMEDIATE, "3": Tier.SENIOR, "4": Tier.SUPER}


def part_label(key: str) -> str:
    """A part of a priority or score."""
    return {
        "waiting": _("Waiting"),
        "vip": _("VIP"),
        "class": _("Value class"),
        "urgency": _("Priority"),
        "slack": _("Nearly due"),
        "owner": _("Is responsible"),
        "last_agent": _("Served the customer last"),
        "expert": _("Expert"),
        "skill": _("Skill"),
        "tier": _("Overqualified"),
        "cost": _("Cost"),
        "load": _("Has room"),
        "fairness": _("Had work already"),
        "idle": _("Idle"),
    }.get(key, key)


def ruled_out(reason: str) -> str:
    """Why somebody did not come into question."""
    kind, _colon, detail = reason.partition(":")
    match kind:
        case "presence":
            return str(PresenceState(detail).label) if detail in PresenceState.values else detail
        case "capacity":
            return _("Has no room")
        case "team":
            return _("Not in a team that serves this")
        case "refused":
            return _("Declined or did not answer")
        case "channel":
            return _("Does not serve %(channel)s") % {"channel": channel_label(detail)}
        case "language":
            return _("Does not speak %(language)s") % {"language": language_name(detail)}
        case "tier":
            return _("Below the tier needed: %(tier)s") % {"tier": TIERS[detail].label}
        case "slot":
            return _("Does not hold the post %(post)s") % {"post": _named(Post, detail)}
        case "skill":
            skill, _colon, level = detail.partition(":")
            return _("Lacks the skill %(skill)s at level %(level)s") % {"skill": _named(Skill, skill), "level": level}
    return reason


def level_label(level: int) -> str:
    """A difficulty, as the tier it needs."""
    return str(TIERS[str(level)].label)


def reason_label(key: str) -> str:
    """What a difficulty follows from."""
    return {
        "complaint": _("a complaint"),
        "safety": _("somebody's safety"),
        "legal": _("law, authorities or the press"),
        "money": _("compensation"),
        "long": _("much to read"),
        "questions": _("several questions"),
        "messages": _("many messages"),
        "reopened": _("opened again"),
        "handovers": _("went through several hands"),
        "departments": _("several departments"),
        "vip": _("VIP"),
        "escalated": _("escalated by a colleague"),
    }.get(key, key)


def _named(model: type[Post] | type[Skill], pk: str) -> str:
    found = model.objects.filter(pk=int(pk)).values_list("names", flat=True).first()
    return label(found) if found else pk


def policy_label(name: str) -> str:
    """A set of weights in words; those the company made have a name of their own."""
    return {"fifo": _("Who waits longest"), "standard": _("As shipped")}.get(name, name)


def weight_label(key: str) -> tuple[str, str]:
    """What a weight is called, and what it multiplies."""
    return {
        "waiting": (_("Waiting"), _("per minute waited")),
        "vip": (_("VIP"), _("once")),
        "urgency": (_("Priority"), _("per step above normal")),
        "slack_from": (_("Nearly due: from"), _("minutes before the answer is due")),
        "slack": (_("Nearly due"), _("per minute from then on")),
        "owner": (_("Is responsible"), _("once")),
        "last_agent": (_("Served the customer last"), _("once")),
        "expert": (_("Expert"), _("once")),
        "skill": (_("Skill"), _("per level above the one needed, at most three")),
        "tier": (_("Overqualified"), _("against, per tier above the one needed")),
        "load": (_("Has room"), _("times the free share of the capacity")),
        "fairness": (_("Had work already"), _("against, per piece in this shift")),
        "idle": (_("Idle"), _("per minute without new work")),
        "cost": (_("Cost"), _("against, times the cost of the colleague")),
    }[key]


def standing_words(ticket: Ticket, place: Place) -> str:
    """Where a waiting customer stands, for the customer: closed, the place alone, or with how long it may take."""
    opens = opens_at(ticket) if place.expected is None else None
    return place_words(place, opens)


def place_words(place: Place, opens_at: dt.datetime | None) -> str:
    """Where a waiting customer stands, for the customer."""
    if opens_at is not None:
        return _("We are closed now and back %(when)s. What you write is kept and answered then.") % {
            "when": when_words(opens_at)
        }
    where = _("You are number %(place)d in the queue.") % {"place": place.position}
    if place.low is None or place.high is None:
        return where
    low, high = max(1, round(place.low / 60)), max(1, math.ceil(place.high / 60))
    if low >= high:
        time = ngettext("About %(n)d minute.", "About %(n)d minutes.", high) % {"n": high}
    else:
        time = _("About %(low)d to %(high)d minutes.") % {"low": low, "high": high}
    return _("%(place)s %(time)s") % {"place": where, "time": time}


def time_words(at: dt.datetime) -> str:
    """A time somebody may choose: 15:30, or with its day when that is not today."""
    local = timezone.localtime(at)
    clock = f"{local:%H:%M}"
    return clock if local.date() == timezone.localdate() else f"{short(at)} {clock}"


def call_time(at: dt.datetime) -> str:
    """When a customer is called, as it is said to him."""
    return _("as soon as we can") if at <= timezone.now() + SOON else when_words(at)


def call_words(call: CallBack) -> str:
    """What a customer who asked to be called is told."""
    return _("We will call you on %(phone)s %(when)s.") % {"phone": call.phone, "when": call_time(call.due_at)}


def call_notice(who: str, data: dict[str, Any]) -> str:
    return _("The customer is to be called now")


def rush_notice(who: str, data: dict[str, Any]) -> str:
    values = {"who": who, "queue": label(data["names"])}
    return _("%(who)s started rush mode: %(queue)s") % values if who else _("Rush mode began: %(queue)s") % values


def effects(plan: Plan) -> list[str]:
    """What a playbook changes, line by line."""
    teams = reference().teams
    borrowed = _(", ").join(teams[pk] for pk in sorted(plan.teams) if pk in teams)
    found = [
        (plan.policy, _("other weights")),
        (plan.capacity > USUAL, _("its work may fill %(n)d %% of the usual capacity") % {"n": plan.capacity}),
        (borrowed, _("helped by %(teams)s") % {"teams": borrowed}),
        (plan.short_forms, _("shorter forms, required fields may wait")),
        (plan.banner, _("a banner for colleagues")),
        (plan.answer, _("an automatic answer to who arrives")),
        (True, _("for %(minutes)d minutes at most") % {"minutes": plan.at_most // 60}),
    ]
    return [text for holds, text in found if holds]


def trigger_words(trigger: Trigger) -> list[str]:
    """When a playbook begins by itself."""
    found = [
        (trigger.waiting, _("%(n)d customers wait") % {"n": trigger.waiting}),
        (trigger.longest, _("one waits %(minutes)d minutes") % {"minutes": trigger.longest // 60}),
        (trigger.arrivals, _("%(n)d arrive within 15 minutes") % {"n": trigger.arrivals}),
    ]
    return [text for holds, text in found if holds]


def limit_words(name: str, trigger: Trigger, why: dict[str, Any]) -> str:
    """A limit that was reached, with the figure of that moment."""
    figure = why[name]
    match name:
        case "waiting":
            return _("%(n)d customers waited, the limit is %(limit)d") % {"n": figure, "limit": trigger.waiting}
        case "longest":
            values = {"n": figure // 60, "limit": trigger.longest // 60}
            return _("one had waited %(n)d minutes, the limit is %(limit)d") % values
        case _other:
            values = {"n": figure, "limit": trigger.arrivals}
            return _("%(n)d had come within 15 minutes, the limit is %(limit)d") % values
