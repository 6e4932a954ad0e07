"""What a new company begins with: two sets of weights, one queue for everything, a playbook for a surge."""

from __future__ import annotations

from manyi.core.actors import SYSTEM
from manyi.desk.conditions import Conditions
from manyi.routing.actions.playbooks import save_playbook
from manyi.routing.actions.queues import save_queue
from manyi.routing.actions.weights import save_weights
from manyi.routing.matching import FIFO, STANDARD
from manyi.routing.models import Policy
from manyi.routing.queues import Overflow, Terms
from manyi.routing.rush import Plan

ANY_TIER, ANY_TEAM = 600, 1800
SURGE = Plan(
    capacity=150,
    short_forms=True,
    banner={
        "zh-hans": "咨询激增，请先回复等待中的客户，必填项可以稍后补。",
        "en": "Many customers are waiting: answer them first, required fields may wait.",
    },
    answer={
        "zh-hans": "现在咨询的客户较多，我们已经收到您的消息，正在增派人手，会尽快回复您，感谢您的耐心等待。",
        "en": "Many customers are writing to us just now. We have your message and more of us are coming to help.",
    },
)
"""Begins by hand until somebody says at which numbers it should begin by itself."""


def found() -> None:
    """Enter them, unless there are some. Inside an action."""
    if Policy.objects.exists():
        return
    save_weights(STANDARD.name, STANDARD.as_json(), by=SYSTEM, is_default=True)
    save_weights(FIFO.name, FIFO.as_json(), by=SYSTEM)
    steps = (Overflow(after=ANY_TIER, any_tier=True), Overflow(after=ANY_TEAM, any_team=True))
    names = {"zh-hans": "全部工单", "en": "All tickets"}
    save_queue(None, by=SYSTEM, names=names, conditions=Conditions(), terms=Terms(overflow=steps))
    save_playbook(None, by=SYSTEM, names={"zh-hans": "来访激增", "en": "Surge"}, plan=SURGE)
