"""What a new company begins with: answers around the clock, sooner in conversations."""

from __future__ import annotations

from manyi.core.actions import action
from manyi.core.actors import SYSTEM
from manyi.core.models import Installation
from manyi.desk.conditions import Conditions
from manyi.sla.actions.calendars import save_calendar
from manyi.sla.actions.policies import save_policy
from manyi.sla.actions.recomputing import revise
from manyi.sla.business_time import ROUND_THE_CLOCK
from manyi.sla.models import Kind, Policy, Revision
from manyi.sla.rules import Target, Terms

HOUR = 3600


def found() -> None:
    """Enter the first calendar and policies, unless there are some. Inside an action."""
    if Policy.objects.exists():
        return
    zone = Installation.objects.values_list("time_zone", flat=True).first() or "UTC"
    names = {"zh-hans": "全天候", "en": "Around the clock"}
    save_calendar(None, by=SYSTEM, names=names, zone=zone, week=[ROUND_THE_CLOCK] * 7, is_default=True)
    _answer({"zh-hans": "在线聊天", "en": "Chat"}, 5 * 60, "chat")
    _answer({"zh-hans": "电话", "en": "Calls"}, 60, "voice")
    _answer({"zh-hans": "标准", "en": "Standard"}, 24 * HOUR)


@action
def begin() -> None:
    """Give an installation that is older than its clocks something to begin with, and its open tickets clocks."""
    if Installation.objects.exists():
        if not Revision.objects.exists():
            found()
        revise()


def _answer(names: dict[str, str], seconds: int, *channels: str) -> None:
    targets = {kind.value: Target(seconds) for kind in (Kind.FIRST, Kind.NEXT)}
    save_policy(None, by=SYSTEM, names=names, conditions=Conditions(channels=frozenset(channels)), terms=Terms(targets))
