"""The routing for programs: queues, weights, abilities, decisions, offers and presence."""

from manyi.routing.api import setup, work

RESOURCES = (("Routing", work.resource), ("Routing setup", setup.resource))
