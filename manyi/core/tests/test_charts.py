"""Charts: true to the numbers, readable without seeing them, and within the content policy."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from manyi.core import charts
from manyi.core.charts import Series
from manyi.core.curves import monotone_path, nice_ticks

IN = Series("In", [3, 8, None, 5], links=["/t?h=1", "/t?h=2", "", "/t?h=4"])
OUT = Series("Out", [1, 6, 7, 4], dashed=True)
HOURS = ["08", "09", "10", "11"]
DRAW = {
    "line": lambda **more: charts.line_chart([IN, OUT], HOURS, title="Flow", **more),
    "bars": lambda **more: charts.bar_chart([IN, OUT], HOURS, title="Flow", **more),
    "stack": lambda **more: charts.stacked_bars([IN, OUT], HOURS, title="Flow", **more),
    "radar": lambda **more: charts.radar([IN, OUT], HOURS, title="Flow", **more),
}


def parse(markup):
    return ElementTree.fromstring(str(markup))  # noqa: S314 - our own output


@pytest.mark.parametrize("kind", DRAW)
def test_a_chart_names_itself_and_lists_its_numbers(kind):
    figure = parse(DRAW[kind](sentence="More came in than went out."))
    svg = figure.find(".//svg")
    names = {element.get("id"): element.text for element in svg if element.tag in {"title", "desc"}}
    spoken = [names[name] for name in svg.get("aria-labelledby").split()]
    cells = [[cell.text or cell[0].text for cell in row][1:] for row in figure.iterfind(".//tbody/tr")]
    assert spoken == ["Flow", "More came in than went out."]
    assert cells == [["3", "1"], ["8", "6"], ["–", "7"], ["5", "4"]]


@pytest.mark.parametrize("kind", DRAW)
def test_nothing_in_a_chart_breaks_the_content_policy(kind):
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|javascript:", DRAW[kind]())


@pytest.mark.parametrize("kind", DRAW)
def test_points_lead_to_what_they_count(kind):
    links = [link.get("href") for link in parse(DRAW[kind]()).iterfind(".//svg/a")]
    assert links == ["/t?h=1", "/t?h=2", "/t?h=4"]


def test_a_chart_with_links_stays_open_to_screen_readers():
    linked = parse(charts.line_chart([IN], HOURS, title="Flow"))
    plain = parse(charts.line_chart([OUT], HOURS, title="Flow"))
    assert (linked.find(".//svg").get("role"), plain.find(".//svg").get("role")) == ("group", "img")


@pytest.mark.parametrize("kind", DRAW)
def test_words_are_escaped(kind):
    evil = "<script>alert(1)</script>"
    drawn = {
        "line": lambda: charts.line_chart(
            [Series(evil, [1, 2])], [evil, "b"], title=evil, sentence=evil, mark=(0, evil)
        ),
        "bars": lambda: charts.bar_chart([Series(evil, [1, 2])], [evil, "b"], title=evil, sentence=evil),
        "stack": lambda: charts.stacked_bars([Series(evil, [1, 2])], [evil, "b"], title=evil, sentence=evil),
        "radar": lambda: charts.radar([Series(evil, [1, 2, 3])], [evil, "b", "c"], title=evil, sentence=evil),
    }[kind]()
    assert "<script" not in drawn


def test_bars_are_as_high_as_their_values():
    bars = parse(charts.bar_chart([Series("n", [10, 20, 40])], ["a", "b", "c"], title="t")).iterfind(
        ".//rect[@class='chart-bar s1']"
    )
    heights = [float(bar.get("height")) for bar in bars]
    assert heights[1] / heights[0] == pytest.approx(2, abs=0.01)
    assert heights[2] / heights[0] == pytest.approx(4, abs=0.02)


def test_parts_of_a_stack_stand_on_each_other():
    drawn = parse(charts.stacked_bars([Series("a", [10]), Series("b", [30])], ["x"], title="t"))
    low, high = drawn.iterfind(".//g[@class='chart-column']/rect[@rx='2']")
    assert float(high.get("y")) + float(high.get("height")) == pytest.approx(float(low.get("y")) - 1, abs=0.15)


def test_a_gap_breaks_the_line():
    lines = parse(charts.line_chart([IN], HOURS, title="t")).findall(".//path[@class='chart-line']")
    assert len(lines) == 2


def test_a_target_is_inside_the_picture_even_above_all_values():
    drawn = parse(charts.line_chart([OUT], HOURS, title="t", target=50))
    assert 0 < float(drawn.find(".//line[@class='chart-target']").get("y1")) < 240


@pytest.mark.parametrize("kind", DRAW)
def test_no_data_is_an_empty_frame_not_an_error(kind):
    draw = {"line": charts.line_chart, "bars": charts.bar_chart, "stack": charts.stacked_bars, "radar": charts.radar}
    figure = parse(draw[kind]([Series("In", [])], [], title="Flow"))
    assert figure.findall(".//tbody/tr") == []


def test_a_ranking_links_its_names_and_scales_to_the_first():
    table = parse(charts.ranking([("Late", 40, "/late"), ("Broken", 10, "")], title="Reasons"))
    widths = [bar.get("width") for bar in table.iterfind(".//rect")]
    assert widths == ["100", "25"]
    assert {link.get("href"): link.text for link in table.iterfind(".//td/a")} == {"/late": "40"}
    assert [link.text for link in table.iterfind(".//th/a")] == ["Late"]


def test_a_sparkline_needs_two_values():
    assert charts.sparkline([None, 4]) == ""
    assert parse(charts.sparkline([1, None, 4], title="Rising")).get("aria-label") == "Rising"


def test_numbers_follow_the_language():
    with translation.override("de"):
        assert charts.plain(12345.678) == "12.345,68"


@settings(max_examples=200)
@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.booleans())
def test_ticks_cover_the_values_in_few_even_steps(low, spread, whole):
    high = low + spread
    ticks = nice_ticks(low, high, whole=whole)
    steps = [b - a for a, b in itertools.pairwise(ticks)]
    assert ticks[0] <= low + 1e-6 * max(steps)
    assert ticks[-1] >= high - 1e-6 * max(steps)
    assert 2 <= len(ticks) <= 8
    assert 0 < max(steps) <= min(steps) * 1.0001
    assert not whole or all(tick.is_integer() for tick in map(float, ticks))


@given(st.lists(st.integers(0, 200), min_size=3, max_size=30))
def test_a_curve_never_leaves_the_range_of_its_neighbours(values):
    points = [(10.0 * index, float(value)) for index, value in enumerate(values)]
    curves = monotone_path(points).split("C")[1:]
    for (_, start), curve in zip(points, curves, strict=False):
        _, y1, _, y2, _, end = map(float, curve.split())
        low, high = sorted((start, end))
        assert low - 0.06 <= min(y1, y2)
        assert max(y1, y2) <= high + 0.06
