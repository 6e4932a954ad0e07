"""Near-duplicates: fingerprints that make like texts meet, and how alike two texts are."""

from __future__ import annotations

import unicodedata
import zlib
from hashlib import blake2b

SHINGLE = 3
BUCKETS = 64
BANDS = 16
ALIKE = 0.6
"""Share of common shingles from which two texts count as near-duplicates."""


def shingles(text: str) -> frozenset[int]:
    """The overlapping runs of three characters of a text, without blanks, marks and case, as numbers."""
    folded = "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())
    if len(folded) < SHINGLE:
        return frozenset({zlib.crc32(folded.encode())} if folded else ())
    runs = (folded[place : place + SHINGLE] for place in range(len(folded) - SHINGLE + 1))
    return frozenset(zlib.crc32(run.encode()) for run in runs)


def bands(text: str) -> list[int]:
    """Numbers two texts share at least one of when they are about as alike as :data:`ALIKE`; none for no text.

    One-permutation MinHash: each shingle falls into one of 64 buckets, the least of each stays; four stand for a band.
    """
    found = shingles(text)
    if not found:
        return []
    least: list[int | None] = [None] * BUCKETS
    for number in found:
        bucket, rest = number % BUCKETS, number // BUCKETS
        known = least[bucket]
        if known is None or rest < known:
            least[bucket] = rest
    full = _filled(least)
    width = BUCKETS // BANDS
    return [_number(band, full[band * width : (band + 1) * width]) for band in range(BANDS)]


def _filled(least: list[int | None]) -> list[int]:
    """An empty bucket borrows from the next that is not, the same way in every text."""
    filled = []
    for place in range(BUCKETS):
        step = next(step for step in range(BUCKETS) if least[(place + step) % BUCKETS] is not None)
        filled.append((least[(place + step) % BUCKETS] or 0) + step)
    return filled


def _number(band: int, values: list[int]) -> int:
    digest = blake2b(repr((band, values)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def alike(one: str, other: str) -> float:
    """The share of common shingles, 0 to 1."""
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second) if first or second else 0.0
