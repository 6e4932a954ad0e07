"""Rows of the routing."""

from manyi.routing.models.calls import CallIn
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
    "CallIn",
    "ChannelUnits",
    "Decision",
    "ExpertPool",
    "Offer",
    "Policy",
    "PolicyVersion",
    "Post",
    "Promise",
    "Queue",
    "Revision",
    "Skill",
    "Standing",
    "Trial",
    "Wait",
]
