"""The library for programs."""

from manyi.knowledge.api import articles, questions, setup, tickets, versions

RESOURCES = (
    ("Articles", articles.resource),
    ("Versions", versions.resource),
    ("Knowledge", questions.resource),
    ("Knowledge", setup.resource),
    ("Knowledge", tickets.resource),
)
