"""The arithmetic under the charts: round scales, the frame, smooth lines that never overshoot, the width of text."""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """The frame inside a picture, in px, and the scale of its values."""

    width: int
    height: int
    left: float
    ticks: Sequence[float]
    top: float = 10
    right: float = 8
    bottom: float = 24

    @classmethod
    def around(
        cls, values: Sequence[float], low: float | None, form: Callable[[float], str], width: int, height: int
    ) -> Plot:
        """A frame whose scale covers the values, from `low` up (None: from near the smallest)."""
        smallest = min(values, default=0) if low is None else min([low, *values])
        whole = all(float(value).is_integer() for value in values)
        ticks = nice_ticks(smallest, max(values, default=0), whole=whole)
        return cls(width, height, 14 + max(text_width(form(tick), LARGEST) for tick in ticks), ticks)

    @property
    def base(self) -> float:
        """Where the lowest line stands."""
        return self.height - self.bottom

    @property
    def end(self) -> float:
        """Where the plot ends on the right."""
        return self.width - self.right

    def y(self, value: float) -> float:
        """Where a value stands, from the top."""
        share = (value - self.ticks[0]) / ((self.ticks[-1] - self.ticks[0]) or 1)
        return self.base - share * (self.base - self.top)

    def x(self, share: float) -> float:
        """Where a share (0 to 1) of the width stands, from the left."""
        return self.left + share * (self.end - self.left)


def nice_ticks(low: float, high: float, *, whole: bool = False, count: int = 4) -> list[float]:
    """Round values that cover low to high in about `count` steps; only whole numbers where only they make sense."""
    size = max(abs(low), abs(high), 1)
    spread = high - low if high - low > size * 1e-6 else size
    rough = spread / count
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if rough <= factor * magnitude * 1.0001)
    step = max(math.ceil(step), 1) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]


LARGEST = 15
"""The size that words of a chart take on a narrow page, in its own units."""


def text_width(text: str, size: float = 11) -> float:
    """Roughly how many px a text takes: a Chinese character is square, a Latin one a little over half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.54 for char in text)


def label_step(labels: Sequence[str], width: float) -> int:
    """1 if all labels fit side by side, else 2, 3 … for every second, every third."""
    widest = max((text_width(label) for label in labels), default=1) + 10
    return max(1, math.ceil(len(labels) * widest / width))


def polygon_point(centre: Point, radius: float, index: int, count: int) -> Point:
    """A corner of a regular polygon; the first one is at the top, then clockwise."""
    angle = 2 * math.pi * index / count - math.pi / 2
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def monotone_path(points: Sequence[Point]) -> str:
    """An SVG path through the points, as cubic curves that stay between neighbours (Fritsch and Carlson)."""
    start = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    if len(points) < 3:
        return start + "".join(f"L{x:.1f} {y:.1f}" for x, y in points[1:])
    slopes = _tangents(points)
    curves = []
    for ((x0, y0), m0), ((x1, y1), m1) in itertools.pairwise(zip(points, slopes, strict=True)):
        third = (x1 - x0) / 3
        curves.append(
            f"C{x0 + third:.1f} {y0 + m0 * third:.1f} {x1 - third:.1f} {y1 - m1 * third:.1f} {x1:.1f} {y1:.1f}"
        )
    return start + "".join(curves)


def _tangents(points: Sequence[Point]) -> list[float]:
    secants = [(y1 - y0) / ((x1 - x0) or 1) for (x0, y0), (x1, y1) in itertools.pairwise(points)]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in itertools.pairwise(secants)]
    return [secants[0], *inner, secants[-1]]
