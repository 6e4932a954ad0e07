"""Colours a company chooses, as contrast and as tokens."""

from __future__ import annotations


def contrast(one: str, other: str) -> float:
    """How well one colour is read on another (WCAG): 1 not at all, 21 black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def tokens(accent: str, paper: str, ink: str) -> str:
    """The tokens that follow from an accent on a paper."""
    return (
        f"--jade: {accent}; --jade-strong: color-mix(in srgb, {accent} 82%, {ink});"
        f" --jade-soft: color-mix(in srgb, {accent} 12%, {paper});"
        f" --jade-line: color-mix(in srgb, {accent} 32%, {paper});"
    )
