"""The colours keep the contrast that WCAG 2.2 AA asks for, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parent.parent / "static/core/css/tokens.css").read_text(encoding="utf-8")
DARK_BLOCKS = re.findall(r'\[data-theme="(?:dark|system)"\] \{(.*?)\}', SHEET, re.DOTALL)
PAPERS = ("paper-0", "paper-1", "paper-2", "chosen", "raised")
TEXT = ("ink-1", "ink-2", "ink-3", "ink-4", "jade", "jade-strong", "vermilion", "amber", "indigo")
PAIRS = [
    *((ink, paper) for ink in TEXT for paper in PAPERS),
    *((ink, "paper-3") for ink in ("ink-1", "ink-2", "ink-3")),
    *((ink, "bubble") for ink in ("ink-1", "ink-2", "ink-3", "indigo")),
    *(("ink-1", soft) for soft in ("jade-soft", "vermilion-soft", "amber-soft", "indigo-soft", "note", "jade-line")),
    ("ink-2", "jade-soft"),
    ("ink-3", "note"),
    ("ink-3", "jade-soft"),
    ("jade-strong", "jade-soft"),
    ("vermilion", "vermilion-soft"),
    ("amber", "amber-soft"),
    ("amber", "note"),
    ("indigo", "indigo-soft"),
    ("indigo", "note"),
    ("jade-strong", "note"),
    ("paper-0", "amber"),
    ("paper-0", "ink-1"),
    *((f"on-{accent}", accent) for accent in ("jade", "vermilion")),
    *((f"on-{accent}", f"{accent}-strong") for accent in ("jade", "vermilion")),
    *((f"face-{number}-ink", f"face-{number}") for number in range(1, 7)),
]
EDGES = [
    *((line, paper) for line in ("line-field", "focus") for paper in ("paper-0", "paper-1", "paper-2")),
    *((f"series-{number}", "paper-0") for number in range(1, 7)),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


LIGHT = tokens(SHEET.split("[data-theme")[0])
THEMES = {"light": LIGHT, "dark": LIGHT | tokens(DARK_BLOCKS[0])}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_is_readable(theme, ink, paper):
    colours = THEMES[theme]
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "paper"), EDGES)
def test_fields_focus_and_series_stand_out(theme, line, paper):
    colours = THEMES[theme]
    assert contrast(colours[line], colours[paper]) >= 3


def test_the_machines_dark_is_the_chosen_dark():
    chosen, by_machine = (re.sub(r"\s+", " ", block).strip() for block in DARK_BLOCKS)
    assert chosen == by_machine


def test_dark_changes_every_colour_but_none_is_new():
    assert tokens(DARK_BLOCKS[0]).keys() == LIGHT.keys()
