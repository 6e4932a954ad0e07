"""The library for programs."""

from manyi.knowledge.api import articles, tickets, versions

RESOURCES = (("Articles", articles.resource), ("Versions", versions.resource), ("Knowledge", tickets.resource))
