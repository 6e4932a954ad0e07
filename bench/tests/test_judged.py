"""The judged queries fit the library they are about."""

from __future__ import annotations

from bench.judged import read
from manyi.demo import shelves


def test_there_are_enough_queries_and_none_twice() -> None:
    queries = [each.query for each in read()]
    assert len(queries) >= 300
    assert len(set(queries)) == len(queries)


def test_every_kind_of_typing_is_there() -> None:
    groups = {each.group for each in read()}
    assert {"pinyin and initials", "slips", "traditional characters", "English", "mixed", "scripts"} <= groups


def test_answers_are_published_texts() -> None:
    published = {item.slug for item in shelves.items() if item.state == "published"}
    for each in read():
        assert set(each.answers) | set(each.helps) <= published, each.query
        assert not set(each.answers) & set(each.helps), each.query


def test_english_queries_have_an_english_answer() -> None:
    english = {item.slug for item in shelves.items() if "en" in item.editions}
    for each in read():
        assert each.group != "English" or set(each.answers) & english, each.query


def test_most_of_the_library_is_asked_for() -> None:
    named = {slug for each in read() for slug in (*each.answers, *each.helps)}
    published = {item.slug for item in shelves.items() if item.state == "published"}
    assert len(named) >= 0.95 * len(published)
