"""The routing for programs: queues, weights, abilities, decisions, offers, presence and rush mode."""

from manyi.routing.api import rush, setup, work

RESOURCES = (("Routing", work.resource), ("Routing setup", setup.resource), ("Rush mode", rush.resource))
