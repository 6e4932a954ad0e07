"""Pages elsewhere that texts link to: looked at now and then, shown to editors when they fail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core import outside
from manyi.core.actions import unit
from manyi.core.models import Event
from manyi.knowledge import actions, queries
from manyi.knowledge.models import Article, WebPage
from manyi.knowledge.tests.conftest import publish

BODY = "见[国家标准](https://std.example/gb/1#s2)、[同站](https://std.example/gb/2)、[快递](http://post.example/)。"


@pytest.fixture
def linking(cast: Cast) -> Article:
    made = actions.create_article(by=cast.actor(cast.chen), title="标准", body=BODY, audience="staff")
    return publish(made, cast=cast)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> dict[str, int | Exception]:
    """What each address answers; 200 unless said."""
    answers: dict[str, int | Exception] = {}

    def status(address: str) -> int:
        found = answers.get(address, 200)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(outside, "status", status)
    return answers


def faults(cast: Cast) -> list[tuple[str, str]]:
    return [(one.link.address, one.why) for one in queries.broken_links(cast.actor(cast.chen))]


def look(days: float = 0) -> int:
    with unit(at=timezone.now() + dt.timedelta(days=days)):
        return actions.check_links()


def test_each_site_is_asked_one_page_at_a_time(linking: Article, net: dict) -> None:
    assert [look(), look(), look()] == [2, 1, 0]


def test_a_missing_page_is_shown_until_it_is_there_again(cast: Cast, linking: Article, net: dict) -> None:
    net["http://post.example/"] = 404
    look()
    assert faults(cast) == [("http://post.example/", "missing")]
    page = signed_in(cast.chen).get("/knowledge/faults/").content.decode()
    assert 'href="http://post.example/"' in page
    assert "那里没有这个页面" in page
    net["http://post.example/"] = 200
    look(days=8)
    assert faults(cast) == []
    verbs = Event.objects.filter(verb__startswith="knowledge.link_").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["knowledge.link_failed", "knowledge.link_mended"]


def test_a_silent_site_is_asked_again_before_it_counts_as_broken(cast: Cast, linking: Article, net: dict) -> None:
    net["http://post.example/"] = outside.Unreachable("no answer")
    for day in range(3):
        assert faults(cast) == []
        look(days=day)
    assert faults(cast) == [("http://post.example/", "silent")]


def test_an_address_in_our_house_is_never_called_good(cast: Cast, linking: Article, net: dict) -> None:
    net["http://post.example/"] = outside.Private("post.example")
    look()
    assert faults(cast) == [("http://post.example/", "private")]


def test_who_asks_to_sign_in_is_there(cast: Cast, linking: Article, net: dict) -> None:
    net["http://post.example/"] = 401
    look()
    assert faults(cast) == []


def test_drafts_and_archived_articles_ask_nobody(cast: Cast, linking: Article, net: dict) -> None:
    actions.create_article(by=cast.actor(cast.chen), title="草稿", body="[x](https://draft.example/)")
    actions.archive(linking, by=cast.actor(cast.admin))
    assert look() == 0
    assert WebPage.objects.count() == 4
