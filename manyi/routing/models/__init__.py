"""Rows of the routing."""

from manyi.routing.models.call_backs import CallBack
from manyi.routing.models.calls import CallIn
from manyi.routing.models.rush import Playbook, Rush
from manyi.routing.models.setup import (
    AgentProfile,
    AgentSkill,
    ChannelUnits,
    ExpertPool,
    Policy,
    PolicyVersion,
    Post,
    Queue,
    Revision,
    Skill,
)
from manyi.routing.models.state import Assessment, Decision, Offer, Promise, Standing, Wait
from manyi.routing.models.trials import Trial

__all__ = [
    "AgentProfile",
    "AgentSkill",
    "Assessment",
    "CallBack",
    "CallIn",
    "ChannelUnits",
    "Decision",
    "ExpertPool",
    "Offer",
    "Playbook",
    "Policy",
    "PolicyVersion",
    "Post",
    "Promise",
    "Queue",
    "Revision",
    "Rush",
    "Skill",
    "Standing",
    "Trial",
    "Wait",
]
