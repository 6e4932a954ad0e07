"""The library for programs."""

from manyi.knowledge.api import articles, questions, scripts, setup, tickets, versions

RESOURCES = (
    ("Articles", articles.resource),
    ("Versions", versions.resource),
    ("Knowledge", questions.resource),
    ("Knowledge", setup.resource),
    ("Knowledge", tickets.resource),
    ("Knowledge", scripts.resource),
)
