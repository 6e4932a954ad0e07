"""Who is able to do what, found for a thousand colleagues at once: profiles are bits of large numbers."""

from __future__ import annotations

from collections.abc import Iterator

from manyi.routing.matching.rules import fit
from manyi.routing.matching.values import Needs, Profile
from manyi.routing.matching.weights import Weights

HIGHEST = 4
Thing = tuple[str, str | int, int]
"""Something that may be asked for: the kind, which one, the level."""


class Crowd:
    """Profiles by number; for each thing that may be asked for, the set of those who have it."""

    def __init__(self, weights: Weights) -> None:
        self.profiles: list[Profile] = []
        self._weights = weights
        self._numbers: dict[Profile, int] = {}
        self._having: dict[Thing, int] = {}
        self._able: dict[Needs, tuple[int, int]] = {}
        self._fits: dict[tuple[Needs, int], float] = {}

    def number(self, profile: Profile) -> int:
        """The number of a profile, the same for equal ones."""
        known = self._numbers.get(profile)
        if known is None:
            known = self._numbers[profile] = len(self.profiles)
            self.profiles.append(profile)
            for thing in _things(profile):
                self._having[thing] = self._having.get(thing, 0) | 1 << known
        return known

    def able(self, needs: Needs) -> int:
        """The profiles that meet all hard needs, as bits; the same as ``unable`` one by one."""
        count, found = self._able.get(needs, (-1, 0))
        if count != len(self.profiles):
            found = self._find(needs)
            self._able[needs] = len(self.profiles), found
        return found

    def fit(self, needs: Needs, number: int) -> float:
        """What an able profile is worth for needs."""
        key = (needs, number)
        found = self._fits.get(key)
        if found is None:
            found = self._fits[key] = fit(needs, self.profiles[number], self._weights)
        return found

    def _find(self, needs: Needs) -> int:
        having = self._having
        found = (1 << len(self.profiles)) - 1
        if needs.channel:
            found &= having.get(("channel", needs.channel, 0), 0) | having.get(("channel", "", 0), 0)
        if needs.language:
            found &= having.get(("language", needs.language, 0), 0) | having.get(("language", "", 0), 0)
        if needs.teams:
            teams = having.get(("team", 0, 0), 0)
            for team in needs.teams:
                teams |= having.get(("team", team, 0), 0)
            found &= teams
        if needs.slot:
            found &= having.get(("slot", needs.slot, 0), 0)
        if needs.complexity:
            found &= having.get(("tier", needs.complexity, 0), 0)
        for key, level in needs.skills:
            found &= having.get(("skill", key, level), 0)
        return found


def _things(profile: Profile) -> Iterator[Thing]:
    """Everything a profile has; what it does not restrict stands under an empty word or 0."""
    yield from (("channel", channel, 0) for channel in profile.channels or {""})
    yield from (("language", language, 0) for language in profile.languages or {""})
    yield from (("team", team, 0) for team in profile.teams or {0})
    yield ("slot", profile.slot, 0)
    yield from (("tier", tier, 0) for tier in range(1, (profile.tier or HIGHEST) + 1))
    yield from (("skill", key, level) for key, most in profile.skills.items() for level in range(1, most + 1))


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
