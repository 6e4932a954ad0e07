"""What is suggested to do next, and why: pure rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from manyi.desk.next_step import MOST, NextStep, Situation, TaskState, next_steps

NOW = timezone.now()
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def steps(**values: Any) -> list[NextStep]:
    calm: dict[str, Any] = {
        "now": NOW,
        "is_assigned": True,
        "is_pending": False,
        "waiting_since": None,
        "due_at": None,
        "answered_at": NOW - HOUR,
    }
    return next_steps(Situation(**{**calm, **values}))


def task(state: str = "open", *, due: dt.timedelta = DAY, settled: dt.timedelta | None = None) -> TaskState:
    return TaskState("查包裹", "物流部", state, True, NOW + due, NOW + settled if settled is not None else None, "/t/1")


def test_a_calm_ticket_needs_no_suggestion() -> None:
    assert steps() == []


@pytest.mark.parametrize(("due", "is_said"), [(-HOUR, True), (HOUR / 2, True), (DAY, False)])
def test_a_promise_is_spoken_of_when_its_time_is_near(due: dt.timedelta, is_said: bool) -> None:
    assert bool(steps(promises=[("回电", NOW + due)])) is is_said


def test_the_most_pressing_comes_first_and_at_most_two() -> None:
    found = steps(
        waiting_since=NOW - HOUR,
        due_at=NOW - HOUR,
        promises=[("回电", NOW)],
        tasks=[task(due=-HOUR)],
        is_assigned=False,
    )
    assert len(found) == MOST
    assert ["回电" in found[0].text, found[1].deed] == [True, "reply"]


def test_what_a_department_found_is_told_once() -> None:
    news = task("answered", settled=-HOUR / 2)
    assert "查包裹" in steps(tasks=[news])[0].text
    assert steps(tasks=[news], answered_at=NOW, waiting_since=NOW) == []


def test_a_refusal_and_an_overdue_task_lead_to_the_task() -> None:
    for found in (steps(tasks=[task("refused")]), steps(tasks=[task(due=-HOUR)])):
        assert found[0].url == "/t/1"


def test_anger_asks_for_understanding_before_the_clock_presses() -> None:
    assert "理解" in steps(waiting_since=NOW, due_at=NOW + DAY, mood="angry")[0].text
    assert steps(waiting_since=NOW, due_at=NOW + DAY) == []


def test_silence_of_three_days_is_named_with_its_days() -> None:
    assert "4" in steps(is_pending=True, answered_at=NOW - 4 * DAY)[0].why
    assert steps(is_pending=True, answered_at=NOW - 2 * DAY) == []


def test_when_all_have_answered_the_solution_may_be_proposed() -> None:
    assert [step.deed for step in steps(tasks=[task("answered", settled=-2 * HOUR)])] == ["solve"]
    assert [step.deed for step in steps(is_assigned=False)] == ["take"]
    assert "登记" in steps(step="登记")[0].text
    assert "退款" in steps(decisions=[("退款 99", NOW)])[0].text
