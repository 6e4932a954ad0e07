"""Who reads what: visitors, customers, colleagues, teams, and the outsider."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.knowledge import access, actions
from manyi.knowledge.models import Article
from manyi.knowledge.tests.conftest import publish


@pytest.fixture
def shelf(cast: Cast) -> dict[str, Article]:
    """A published article for each audience; the team's one is for wearables."""
    made = {}
    for audience in ("public", "signed_in", "staff", "teams"):
        teams = [cast.wearables] if audience == "teams" else []
        row = actions.create_article(
            by=cast.actor(cast.chen), title=audience, body="正文", audience=audience, teams=teams
        )
        made[audience] = publish(row, cast=cast)
    return made


def readable(shelf: dict[str, Article], viewer: Actor | None) -> set[str]:
    visible = set(access.visible_articles(viewer).values_list("pk", flat=True))
    return {name for name, row in shelf.items() if row.pk in visible}


def test_each_reader_finds_what_is_for_him(cast: Cast, shelf: dict[str, Article]) -> None:
    assert readable(shelf, None) == {"public"}
    assert readable(shelf, cast.as_customer(cast.zhou)) == {"public", "signed_in"}
    assert readable(shelf, cast.actor(cast.wei)) == {"public", "signed_in", "staff"}
    assert readable(shelf, cast.actor(cast.lin)) == set(shelf)
    assert readable(shelf, cast.actor(cast.admin)) == set(shelf)


def test_the_outsider_never_reaches_a_text_of_another_team(cast: Cast, shelf: dict[str, Article]) -> None:
    wei = cast.actor(cast.wei)
    with pytest.raises(NotFound):
        access.get_article(wei, shelf["teams"].pk)
    with pytest.raises(NotFound):
        access.get_version(wei, shelf["teams"].versions.get().pk)


def test_drafts_are_for_editors(cast: Cast) -> None:
    made = actions.create_article(by=cast.actor(cast.chen), title="草稿", body="正文", audience="public")
    for viewer in (None, cast.as_customer(cast.zhou), cast.actor(cast.wei)):
        with pytest.raises(NotFound):
            access.get_article(viewer, made.pk)
    assert access.get_article(cast.actor(cast.chen), made.pk) == made


def test_a_draft_of_a_published_article_stays_among_editors(cast: Cast, article: Article) -> None:
    draft = actions.save_draft(article, by=cast.actor(cast.chen), title="新", body="未审")
    with pytest.raises(NotFound):
        access.get_version(cast.actor(cast.wei), draft.pk)
    assert access.get_version(cast.actor(cast.chen), draft.pk) == draft


def test_archived_articles_disappear_for_readers(cast: Cast, article: Article) -> None:
    actions.archive(article, by=cast.actor(cast.admin))
    for viewer in (None, cast.actor(cast.wei)):
        with pytest.raises(NotFound):
            access.get_article(viewer, article.pk)


def test_files_follow_their_article(cast: Cast, article: Article) -> None:
    row = actions.add_file(article, by=cast.actor(cast.chen), name="图.txt", content=b"x", claimed_type="text/plain")
    assert access.get_file(None, row.pk) == row
    actions.change_article(article, by=cast.actor(cast.chen), audience="staff")
    with pytest.raises(NotFound):
        access.get_file(None, row.pk)
