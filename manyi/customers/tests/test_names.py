"""Customers are found by a piece of their name, along an index."""

from __future__ import annotations

import pytest
from django.db import connection

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.customers import actions, queries
from manyi.customers.models import NamePiece
from manyi.customers.names import ids_named, pieces


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("王小明", ["王小明", "小明", "明"]),
        ("Emma  Liu", ["emma liu", "liu"]),
        ("Anne-Marie O'Neill", ["anne-marie o'neill", "marie o'neill", "o'neill", "neill"]),
        ("刘 Emma", ["刘 emma", "emma"]),
        ("", []),
    ],
)
def test_a_name_is_found_from_each_word_and_each_chinese_character_on(name: str, found: list[str]) -> None:
    assert pieces(name) == found


@pytest.mark.django_db
def test_a_customer_is_found_by_a_piece_of_the_name_he_has_now(cast: Cast) -> None:
    emma = actions.recognise("email", "emma@example.org", by=SYSTEM)
    actions.recognise("email", "emma@example.org", name="Emma Liu", by=SYSTEM)
    for text in ("emma", "LIU", "Emma L", "liu"):
        assert [one.pk for one in queries.named(text, 5)] == [emma.pk], text
    assert queries.named("mma", 5) == []
    emma.refresh_from_db()
    actions.change_customer(emma, by=cast.actor(cast.admin), name="Emma 王")
    assert queries.named("liu", 5) == []
    assert [one.pk for one in queries.named("王", 5)] == [emma.pk]
    assert [one.pk for one in queries.named("敏", 5)] == [cast.zhou.pk]


@pytest.mark.django_db
def test_whoever_is_merged_into_another_is_not_found_any_more(cast: Cast) -> None:
    actions.merge_customers(cast.zhou, cast.stranger, by=cast.actor(cast.admin))
    assert queries.named("陌生", 5) == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plan")
def test_names_are_looked_for_along_the_index(cast: Cast) -> None:
    assert "SEARCH" in (plan := ids_named("周").explain()) and "customer_name_piece" in plan
    assert NamePiece.objects.exists()
