"""What an action does at its end."""

from __future__ import annotations

import pytest

from manyi.core.actions import action, at_end


def test_an_ending_runs_once_after_all_nested_actions(db: None) -> None:
    told: list[str] = []

    @action
    def inner() -> None:
        at_end(lambda: told.append("end"))
        told.append("inner")

    @action
    def outer() -> None:
        inner()
        told.append("outer")

    outer()
    assert told == ["inner", "outer", "end"]


def test_an_ending_may_ask_for_another(db: None) -> None:
    told: list[str] = []

    @action
    def do() -> None:
        at_end(lambda: at_end(lambda: told.append("second")))

    do()
    assert told == ["second"]


def test_there_is_no_end_outside_an_action() -> None:
    with pytest.raises(RuntimeError):
        at_end(lambda: None)
