"""An article's life: draft, review by a second person, publication now or later, review due, expiry, archive."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.models import Event
from manyi.knowledge import actions, queries
from manyi.knowledge.models import Article, State, Version
from manyi.knowledge.tests.conftest import publish
from manyi.people.models import Staff


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="knowledge.").order_by("id").values_list("verb", flat=True))


def draft_of(cast: Cast, **values: object) -> Version:
    made = actions.create_article(by=cast.actor(cast.chen), title="充电", body="用原装充电器。", **values)  # type: ignore[arg-type]
    return made.versions.get()


def test_a_new_article_is_a_draft_owned_by_its_author(cast: Cast) -> None:
    version = draft_of(cast, tags=["充电", "#手表"])
    article = version.article
    assert (article.state, article.owner_id, version.number) == (State.DRAFT, cast.chen.pk, 1)
    assert set(article.tags.values_list("name", flat=True)) == {"充电", "手表"}
    assert verbs() == ["knowledge.article_created", "knowledge.draft_saved"]


def test_the_author_cannot_approve_what_he_wrote(cast: Cast) -> None:
    version = actions.request_review(draft_of(cast), by=cast.actor(cast.chen))
    with pytest.raises(NotAllowed):
        actions.approve(version, by=cast.actor(cast.chen))


def test_who_helped_writing_cannot_approve_either(cast: Cast) -> None:
    version = draft_of(cast)
    actions.save_draft(version.article, by=cast.actor(cast.admin), title="充电", body="只用原装充电器。")
    actions.request_review(version, by=cast.actor(cast.chen))
    with pytest.raises(NotAllowed):
        actions.approve(version, by=cast.actor(cast.admin))


def test_approval_by_a_second_person_publishes_at_once(cast: Cast) -> None:
    article = publish(draft_of(cast).article, cast=cast)
    version = queries.current(article)
    assert article.state == State.PUBLISHED
    assert version is not None
    assert (version.approved_by_id, version.state) == (cast.admin.pk, "published")
    assert verbs()[-3:] == ["knowledge.review_requested", "knowledge.approved", "knowledge.published"]


def test_approving_twice_is_refused_and_records_nothing(cast: Cast, article: Article) -> None:
    before = verbs()
    with pytest.raises(Conflict):
        actions.approve(article.versions.get(), by=cast.actor(cast.admin))
    assert verbs() == before


def test_a_version_sent_back_is_a_draft_again_with_the_reason(cast: Cast) -> None:
    version = actions.request_review(draft_of(cast), by=cast.actor(cast.chen))
    actions.return_version(version, by=cast.actor(cast.admin), text="请写明电压")
    version.refresh_from_db()
    assert version.state == "draft"
    assert version.remarks.get().text == "请写明电压"
    with pytest.raises(Invalid):
        actions.return_version(
            actions.request_review(version, by=cast.actor(cast.chen)), by=cast.actor(cast.admin), text=" "
        )


def test_a_scheduled_version_takes_over_when_its_time_has_come(cast: Cast, article: Article) -> None:
    chen, later = cast.actor(cast.chen), timezone.now() + dt.timedelta(hours=5)
    actions.save_draft(article, by=chen, title="怎样更换表带", body="新步骤", effective_from=later)
    publish(article, cast=cast)
    assert queries.current(article).body.startswith("1.")  # type: ignore[union-attr]
    assert actions.publish_due() == 0
    with unit(at=later + dt.timedelta(minutes=1)):
        assert actions.publish_due() == 1
        assert actions.publish_due() == 0
    assert queries.current(article).body == "新步骤"  # type: ignore[union-attr]
    assert sorted(article.versions.values_list("number", "state")) == [(1, "superseded"), (2, "published")]


def test_a_withdrawn_schedule_never_takes_effect(cast: Cast, article: Article) -> None:
    later = timezone.now() + dt.timedelta(hours=5)
    draft = actions.save_draft(article, by=cast.actor(cast.chen), title="表带", body="新", effective_from=later)
    publish(article, cast=cast)
    actions.withdraw(draft, by=cast.actor(cast.admin), reason="步骤有误")
    with unit(at=later + dt.timedelta(days=1)):
        assert actions.publish_due() == 0
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by_id) == ("draft", None)


def test_a_draft_saved_by_a_colleague_meanwhile_is_not_overwritten(cast: Cast) -> None:
    version = draft_of(cast)
    actions.save_draft(version.article, by=cast.actor(cast.admin), title="充电", body="二", saves=1)
    with pytest.raises(Conflict):
        actions.save_draft(version.article, by=cast.actor(cast.chen), title="充电", body="三", saves=1)


def test_saving_the_same_text_again_records_nothing(cast: Cast) -> None:
    version = draft_of(cast)
    before = verbs()
    again = actions.save_draft(version.article, by=cast.actor(cast.chen), title="充电", body="用原装充电器。")
    assert (again.pk, again.saves, verbs()) == (version.pk, 1, before)


def test_an_earlier_version_is_restored_as_a_new_draft(cast: Cast, article: Article) -> None:
    actions.save_draft(article, by=cast.actor(cast.chen), title="表带", body="改坏了")
    publish(article, cast=cast)
    draft = actions.restore_version(article.versions.get(number=1), by=cast.actor(cast.chen))
    assert (draft.number, draft.title, draft.state) == (3, "怎样更换表带", "draft")
    with pytest.raises(Conflict):
        actions.restore_version(article.versions.get(number=1), by=cast.actor(cast.chen))


def test_review_dates_and_expiry_come_by_the_clock_once(cast: Cast, article: Article) -> None:
    today = timezone.localdate()
    actions.change_article(article, by=cast.actor(cast.chen), review_on=today, expires_on=today)
    actions.run_clock()
    article.refresh_from_db()
    assert article.state == State.REVIEW_DUE
    actions.confirm(article, by=cast.actor(cast.chen), review_on=today + dt.timedelta(days=90))
    with unit(at=timezone.now() + dt.timedelta(days=1)):
        assert (actions.run_clock(), actions.run_clock()) == (1, 0)
        article.refresh_from_db()
        assert article.state == State.EXPIRED
        actions.bring_back(article, by=cast.actor(cast.admin))
    article.refresh_from_db()
    assert (article.state, article.expires_on, article.ended_at) == (State.PUBLISHED, None, None)


def test_archiving_twice_records_one_event(cast: Cast, article: Article, editor: Staff) -> None:
    by = cast.actor(editor)
    actions.archive(article, by=by, reason="产品停售")
    actions.archive(article, by=by, reason="产品停售")
    assert verbs().count("knowledge.archived") == 1


def test_a_translation_follows_the_original_and_falls_behind_with_it(cast: Cast, article: Article) -> None:
    chen = cast.actor(cast.chen)
    actions.save_draft(article, by=chen, language="en", title="Changing the strap", body="1. Switch off")
    publish(article, cast=cast)
    assert queries.current(article, "en").title == "Changing the strap"  # type: ignore[union-attr]
    assert queries.behind(article) == {}
    actions.save_draft(article, by=chen, title="怎样更换表带", body="全新步骤")
    publish(article, cast=cast)
    assert list(queries.behind(article)) == ["en"]


def test_an_agent_may_read_but_not_write(cast: Cast, article: Article) -> None:
    lin, before = cast.actor(cast.lin), verbs()
    for attempt in (
        lambda: actions.create_article(by=lin, title="我", body="写"),
        lambda: actions.save_draft(article, by=lin, title="我", body="改"),
        lambda: actions.archive(article, by=lin),
        lambda: actions.restore_version(article.versions.get(), by=lin),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert verbs() == before
