"""Contributions and their credit; what the library lacks."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.models import Event
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.knowledge import actions, queries
from manyi.knowledge.models import Article, Contribution, Gap
from manyi.people.models import Staff


def contributed(cast: Cast, ticket: Ticket) -> Article:
    return actions.contribute(
        ticket,
        by=cast.actor(cast.lin),
        title="表带断裂怎么办",
        problem="周敏的表带断了，电话 13812345678",
        solution="免费更换",
        names=("周敏",),
    )


def test_a_contribution_goes_to_review_without_personal_data(cast: Cast, ticket: Ticket) -> None:
    article = contributed(cast, ticket)
    version = article.versions.get()
    assert (article.state, article.kind, version.author_id) == ("in_review", "case", cast.lin.pk)
    assert "周敏" not in version.body
    assert "1381" not in version.body
    assert article.contribution.removed == {"name": 1, "phone": 1}


def test_publishing_credits_who_contributed_once(cast: Cast, ticket: Ticket) -> None:
    article = contributed(cast, ticket)
    actions.approve(article.versions.get(), by=cast.actor(cast.chen))
    event = Event.objects.get(verb="knowledge.contribution_accepted")
    assert f'"staff":{cast.lin.pk}' in event.payload
    assert Contribution.objects.get().accepted_at is not None


def test_a_contribution_is_declined_with_an_answer(cast: Cast, ticket: Ticket) -> None:
    row = contributed(cast, ticket).contribution
    for _again in range(2):
        actions.decline_contribution(row, by=cast.actor(cast.chen), answer="已有同样的文章")
        row.refresh_from_db()
    assert Event.objects.filter(verb="knowledge.contribution_declined").count() == 1
    row.article.refresh_from_db()
    version = row.article.versions.get()
    assert (row.article.state, version.state, version.remarks.get().text) == ("archived", "draft", "已有同样的文章")
    assert list(queries.reviewable(cast.actor(cast.chen))) == []


def test_nobody_declines_what_he_contributed(cast: Cast, ticket: Ticket) -> None:
    row = actions.contribute(ticket, by=cast.actor(cast.chen), title="x", problem="x", solution="y").contribution
    with pytest.raises(NotAllowed):
        actions.decline_contribution(row, by=cast.actor(cast.chen), answer="x")


def test_an_accepted_contribution_can_no_longer_be_declined(cast: Cast, ticket: Ticket) -> None:
    article = contributed(cast, ticket)
    actions.approve(article.versions.get(), by=cast.actor(cast.chen))
    with pytest.raises(Conflict):
        actions.decline_contribution(article.contribution, by=cast.actor(cast.chen), answer="x")


@pytest.mark.parametrize(
    ("language", "body"),
    [("en", "## Problem\n\n【phone number】"), ("zh-hans", "## 问题\n\n【电话号码】")],
)
def test_a_contribution_is_written_in_the_language_of_its_ticket(
    cast: Cast, ticket: Ticket, language: str, body: str
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(language=language)
    ticket.refresh_from_db()
    article = actions.contribute(
        ticket, by=cast.actor(cast.lin), title="x", problem="13812345678 broke", solution="A new one."
    )
    assert article.versions.get().body.startswith(body)


def test_a_contribution_needs_a_problem_and_a_solution(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(Invalid):
        actions.contribute(ticket, by=cast.actor(cast.lin), title="x", problem=" ", solution="y")


def test_a_customer_contributes_nothing(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.contribute(ticket, by=cast.as_customer(cast.zhou), title="x", problem="x", solution="y")


def test_searches_in_vain_are_ranked_by_how_often(cast: Cast) -> None:
    for words, times in (("以旧换新", 3), ("发票抬头", 1)):
        for _time in range(times):
            actions.note_search(words, place="help", found=0)
    actions.find_gaps()
    assert [(gap.words, gap.count) for gap in queries.gaps()] == [("以旧换新", 3), ("发票抬头", 1)]


def test_questions_of_many_tickets_without_an_article_are_a_gap(cast: Cast, article: Article) -> None:
    for subject in ("蓝牙耳机连不上手机", "蓝牙耳机连不上手机了", "蓝牙耳机连不上手机"):
        desk.create_ticket(cast.zhou, by=cast.as_customer(cast.zhou), subject=subject, channel="email")
    actions.find_gaps()
    (gap,) = queries.gaps(kind="question")
    assert gap.count == len(gap.tickets) == 3


def test_an_article_readers_complain_of_is_a_gap(cast: Cast, article: Article) -> None:
    actions.give_feedback(article.versions.get(), by=cast.actor(cast.wei), opinion="unhelpful")
    actions.find_gaps()
    assert [gap.article_id for gap in queries.gaps(kind="article")] == [article.pk]


def test_what_is_done_stays_done_and_what_nobody_lacks_goes(cast: Cast, article: Article, editor: Staff) -> None:
    actions.note_search("以旧换新", place="help", found=0)
    actions.find_gaps()
    actions.close_gap(Gap.objects.get(), by=cast.actor(editor), answer=article)
    actions.find_gaps()
    assert queries.gaps() == []
    assert [gap.answer_id for gap in queries.closed_gaps()] == [article.pk]
