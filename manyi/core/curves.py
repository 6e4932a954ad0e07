"""The arithmetic under the charts: round scales, smooth lines that never overshoot, and the width of text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

Point = tuple[float, float]


def nice_ticks(low: float, high: float, *, whole: bool = False, count: int = 4) -> list[float]:
    """Round values that cover low to high in about `count` steps; only whole numbers where only they make sense."""
    spread = (high - low) or abs(high) or 1
    rough = spread / count
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if rough <= factor * magnitude * 1.0001)
    step = max(math.ceil(step), 1) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]


def text_width(text: str, size: float = 11) -> float:
    """Roughly how many px a text takes: a Chinese character is square, a Latin one a little over half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.54 for char in text)


def monotone_path(points: Sequence[Point]) -> str:
    """An SVG path through the points, as cubic curves that stay between neighbours (Fritsch and Carlson)."""
    start = f"M{points[0][0]:g} {points[0][1]:g}"
    if len(points) < 3:
        return start + "".join(f"L{x:g} {y:g}" for x, y in points[1:])
    slopes = _tangents(points)
    curves = []
    for (x0, y0), (x1, y1), m0, m1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        curves.append(f"C{x0 + third:.1f} {y0 + m0 * third:.1f} {x1 - third:.1f} {y1 - m1 * third:.1f} {x1:g} {y1:g}")
    return start + "".join(curves)


def _tangents(points: Sequence[Point]) -> list[float]:
    secants = [(y1 - y0) / ((x1 - x0) or 1) for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False)]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in zip(secants, secants[1:], strict=False)]
    return [secants[0], *inner, secants[-1]]
