"""Who takes a ticket: the team by subject, hour and language, the agent by tier."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from manyi.demo import library
from manyi.demo.library import Scenario
from manyi.demo.records import Customer, Product, Staff

_TIER_WEIGHTS = {
    "enquiry": {"junior": 6, "intermediate": 4, "senior": 1.5, "super": 0.4},
    "after_sale": {"junior": 4, "intermediate": 5, "senior": 3, "super": 0.8},
    "complaint": {"junior": 0.5, "intermediate": 3, "senior": 5, "super": 3.5},
}
_SKILL = {"junior": -0.1, "intermediate": 0.0, "senior": 0.1, "super": 0.15}
_AUDIO = {"earbuds", "headphones", "speaker", "lamp", "fan"}


def team_for(rng: Random, scenario: Scenario, customer: Customer, product: Product, channel: str, at: datetime) -> str:
    """The team whose ticket this is."""
    if scenario.language == "en":
        return "night" if channel == "chat" and 2 <= at.hour < 9 else "international"
    if channel == "chat" and (at.hour >= 22 or at.hour < 8):
        return "night"
    if scenario.team:
        return scenario.team
    if customer.enterprise and rng.random() < 0.5:
        return "business"
    if scenario.type in ("after_sale.return", "after_sale.exchange", "after_sale.logistics"):
        return "aftersale"
    if scenario.root == "complaint" and scenario.type != "complaint.quality":
        return "aftersale"
    return "audio" if product.category in _AUDIO else "wearables"


@dataclass(slots=True)
class Desk:
    """The agents, with a lasting personal touch each that customers feel in their ratings."""

    rng: Random
    agents: dict[str, list[Staff]] = field(default_factory=dict)
    touch: dict[str, float] = field(default_factory=dict)
    people: dict[str, Staff] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in library.staff():
            self.people[each.login] = each
            if each.team:
                self.agents.setdefault(each.team, []).append(each)
                self.touch[each.login] = _SKILL[each.tier] + self.rng.gauss(0, 0.14)
        self.owners = {each.key: each.interface_owner for each in library.departments()}

    def pick(self, scenario: Scenario, team: str, *, besides: str = "") -> Staff:
        """An agent of the team who speaks the customer's language."""
        able = [each for each in self.agents[team] if scenario.language in each.languages and each.login != besides]
        weights = _TIER_WEIGHTS.get(scenario.root, _TIER_WEIGHTS["enquiry"])
        return self.rng.choices(able, [weights[each.tier] for each in able])[0]
