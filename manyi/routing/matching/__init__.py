"""Who gets which waiting work: pure calculation, without a database. Times are Unix seconds."""

from manyi.routing.matching.batch import match
from manyi.routing.matching.board import Board
from manyi.routing.matching.rules import choose, priority, priority_parts, rule_out, score, total, unable
from manyi.routing.matching.values import NOBODY, ONLINE, USUAL, Agent, Item, Needs, Profile
from manyi.routing.matching.weights import FIFO, STANDARD, Weights

__all__ = [
    "FIFO",
    "NOBODY",
    "ONLINE",
    "STANDARD",
    "USUAL",
    "Agent",
    "Board",
    "Item",
    "Needs",
    "Profile",
    "Weights",
    "choose",
    "match",
    "priority",
    "priority_parts",
    "rule_out",
    "score",
    "total",
    "unable",
]
