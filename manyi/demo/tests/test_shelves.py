"""The written library fits together: counts, links, variables, dates, and no text twice."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from manyi.demo import library, shelves
from manyi.demo.shelves import Edition, Item
from manyi.desk.variables import PATTERN, variables
from manyi.knowledge.text.markdown import steps

ITEMS = shelves.items()
BY_SLUG = {item.slug: item for item in ITEMS}
WIDTH = {"public": 0, "signed_in": 1, "staff": 2, "teams": 3}
FUTURE = dt.timedelta(days=14)


def newest(item: Item, language: str = "zh") -> Edition:
    return item.editions[language][-1]


def test_the_shelves_are_full() -> None:
    live = Counter(item.part for item in ITEMS if item.state == "published")
    assert live["articles"] >= 150
    assert live["policies"] == 25
    assert live["scripts"] == 60
    for part in ("articles", "policies", "scripts"):
        of_part = [item for item in ITEMS if item.part == part]
        assert sum("en" in item.editions for item in of_part) >= len(of_part) / 3


def test_names_are_unique_and_every_state_is_shown() -> None:
    assert len(BY_SLUG) == len(ITEMS)
    assert {item.state for item in ITEMS} == {"published", "draft", "in_review", "scheduled", "expired", "archived"}
    assert {item.kind for item in ITEMS} == {"article", "case", "faq", "sop", "script", "policy"}


def test_every_piece_fits_the_company() -> None:
    people = {each.login.split("@")[0].replace(".", "_") for each in library.staff()}
    for item in ITEMS:
        assert {item.owner, item.reviewer, *shelves.translators()} <= people, item.slug
        assert item.owner != item.reviewer, item.slug
        assert {*item.teams, *item.concerns} <= {each.key for each in library.teams()}, item.slug
        assert set(item.types) <= {each.key for each in library.types()}, item.slug
        assert item.audience in WIDTH, item.slug
        assert 1 <= len(item.tags) <= 6, item.slug


def test_links_lead_to_something_its_readers_may_read() -> None:
    for item in ITEMS:
        targets = item.links | ({item.cites} - {""})
        assert targets <= set(BY_SLUG), item.slug
        assert item.slug not in targets, item.slug
        for slug in targets:
            assert BY_SLUG[slug].state == "published", item.slug
            assert WIDTH[BY_SLUG[slug].audience] <= WIDTH[item.audience], slug


def test_nothing_is_said_twice() -> None:
    titles = Counter(newest(item, language).title for item in ITEMS for language in item.editions)
    assert [title for title, count in titles.items() if count > 1] == []
    sentences = Counter(
        sentence
        for item in ITEMS
        for sentence in {each.strip() for each in re.split(r"[。\n]", newest(item).body)}
        if len(sentence) >= 24 and not sentence.startswith("|")
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_texts_have_the_length_of_their_kind() -> None:
    for item in ITEMS:
        shortest, longest = (40, 150) if item.kind == "script" else (150, 900)
        assert shortest <= len(newest(item).body) <= longest, item.slug


def test_policies_have_a_history_that_says_what_changed_and_why() -> None:
    for item in (each for each in ITEMS if each.part == "policies"):
        for editions in item.editions.values():
            assert 2 <= len(editions) <= 5, item.slug
            assert len({each.body for each in editions}) == len(editions), item.slug
            assert [each.day for each in editions] == [each.day for each in item.editions["zh"]], item.slug
            assert all("\n\n" in each.note for each in editions[1:]), item.slug
        assert item.concerns, item.slug


def test_days_go_forward_within_two_years() -> None:
    today = shelves.written_on()
    for item in ITEMS:
        for editions in item.editions.values():
            days = [each.day for each in editions]
            assert days == sorted(set(days)), item.slug
            assert today - dt.timedelta(days=727) <= days[0], item.slug
            assert days[-1] <= (today + FUTURE if item.kind == "policy" else today), item.slug


def test_some_policies_are_about_to_change() -> None:
    coming = [item for item in ITEMS if newest(item).day > shelves.written_on()]
    assert 1 <= len(coming) <= 3


def test_every_variable_of_a_script_exists(db: None) -> None:
    fields = {f"field.{field.key}" for field in library.fields()}
    known = {variable.name for variable in variables()} | fields | shelves.blanks()
    for item in ITEMS:
        used = {name for texts in item.editions.values() for each in texts for name in PATTERN.findall(each.body)}
        assert used <= known, item.slug
        assert not used or item.kind == "script" or "`" in newest(item).body


def test_scripts_use_variables() -> None:
    scripts = [item for item in ITEMS if item.kind == "script"]
    assert sum(bool(PATTERN.search(newest(item).body)) for item in scripts) >= 45


def test_english_texts_are_english() -> None:
    for item in ITEMS:
        for each in item.editions.get("en", ()):
            assert not re.search(r"[一-鿿]", each.title + each.body), item.slug


def test_prices_agree_with_the_range() -> None:
    prices = {each.name.zh: each.price_cny for each in library.products()}
    body = newest(BY_SLUG["choose-band-or-watch"]).body
    for name in ("曜石智能手环 5", "曜石智能手表 S2", "曜石智能手表 Lite"):
        assert f"（{prices[name]} 元）" in body


def test_what_readers_did_is_about_texts_that_are_there() -> None:
    policies = {item.slug for item in ITEMS if item.part == "policies"}
    assert set(shelves.read("questions.toml")) <= policies
    live = {item.slug for item in ITEMS if item.state == "published"}
    assert set(shelves.read("opinions.toml")) <= live
    assert {slug for _times, _found, slug in shelves.read("searches.toml")["found"].values()} <= live
    assert {entry["fate"] for entry in shelves.read("contributions.toml").values()} == {
        "approved",
        "declined",
        "waiting",
    }


def test_steps_can_be_taken_out_of_every_sop() -> None:
    for item in ITEMS:
        assert item.kind != "sop" or len(steps(newest(item).body)) >= 4, item.slug
