"""What relies on knowledge: answers that cite a version, things that cite a changed policy, answers held back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.desk import actions as desk
from manyi.desk.models import Message, PlannedReply, Ticket, TicketType
from manyi.knowledge import actions, queries, red_marks
from manyi.knowledge.models import Article, Citation, Version
from manyi.knowledge.red_marks import MustRead
from manyi.knowledge.tests.conftest import NEW_POLICY, publish


def announce(policy: Article, cast: Cast, *, days: int = 4) -> Version:
    """Announce the policy's change for in so many days."""
    draft = actions.save_draft(
        policy,
        by=cast.actor(cast.chen),
        title="退货政策",
        body=NEW_POLICY,
        note="7 天改为 15 天",
        effective_from=timezone.now() + dt.timedelta(days=days),
    )
    return actions.approve(actions.request_review(draft, by=cast.actor(cast.chen)), by=cast.actor(cast.admin))


@pytest.fixture
def changed(cast: Cast, policy: Article) -> Version:
    """A policy change that has taken effect; nobody has read it."""
    with unit(at=timezone.now() - dt.timedelta(days=5)):
        draft = actions.save_draft(
            policy,
            by=cast.actor(cast.chen),
            title="退货政策",
            body=NEW_POLICY,
            note="7 天改为 15 天",
            effective_from=timezone.now() - dt.timedelta(days=1),
        )
        version = actions.approve(actions.request_review(draft, by=cast.actor(cast.chen)), by=cast.actor(cast.admin))
    actions.publish_due()
    type(cast.lin).objects.update(created_at=timezone.now() - dt.timedelta(days=60))
    version.refresh_from_db()
    red_marks.forget()
    return version


def test_an_answer_on_the_topic_waits_until_the_change_is_acknowledged(
    cast: Cast, ticket: Ticket, changed: Version
) -> None:
    lin = cast.actor(cast.lin)
    with pytest.raises(MustRead) as refused:
        desk.reply(ticket, by=lin, text="七天内可退。")
    assert refused.value.data["dialog"] == reverse("knowledge-change", args=[changed.pk])
    assert not Message.objects.filter(ticket=ticket, kind="out").exists()
    actions.open_change(changed, by=lin)
    actions.acknowledge(changed, by=lin)
    assert desk.reply(ticket, by=lin, text="十五天内可退。").pk


def test_the_page_opens_the_change_and_keeps_what_was_typed(
    cast: Cast, lin_client: Client, ticket: Ticket, changed: Version
) -> None:
    answer = lin_client.post(
        reverse("ticket-messages", args=[ticket.number]),
        {"kind": "out", "text": "七天内可退。"},
        headers={"hx-request": "true"},
    )
    assert answer.status_code == 409
    assert reverse("knowledge-change", args=[changed.pk]) in answer.headers["HX-Trigger"]


def test_an_answer_on_another_topic_is_not_held_back(cast: Cast, ticket: Ticket, changed: Version) -> None:
    complaint = TicketType.objects.get(key="complaint")
    actions.change_article(changed.article, by=cast.actor(cast.chen), types=[complaint])
    assert desk.reply(ticket, by=cast.actor(cast.lin), text="好的").pk


def test_a_change_that_is_only_announced_holds_nothing_back(cast: Cast, ticket: Ticket, policy: Article) -> None:
    announce(policy, cast)
    assert desk.reply(ticket, by=cast.actor(cast.lin), text="好的").pk


def test_a_change_does_not_concern_other_teams_than_those_it_names(
    cast: Cast, ticket: Ticket, changed: Version
) -> None:
    actions.change_article(changed.article, by=cast.actor(cast.chen), concerned_teams=[cast.audio])
    assert red_marks.unread(cast.actor(cast.lin)) == []
    assert [one.version for one in red_marks.unread(cast.actor(cast.wei))] == [changed.pk]


def test_a_planned_answer_is_held_instead_of_sent_unread(cast: Cast, ticket: Ticket, changed: Version) -> None:
    planned = PlannedReply.objects.create(
        ticket=ticket, staff=cast.lin, text="七天", key="k", send_at=timezone.now(), created_at=timezone.now()
    )
    desk.send_when_due(planned.pk)
    planned.refresh_from_db()
    assert planned.held_at is not None


def test_what_was_inserted_and_left_in_the_answer_is_cited_with_its_version(
    cast: Cast, ticket: Ticket, article: Article
) -> None:
    lin, version = cast.actor(cast.lin), article.versions.get()
    text = actions.insert(version, ticket, by=lin, how="steps", values={})
    assert text == "1. 关机\n2. 按住卡扣\n3. 推入新表带"
    message = desk.reply(ticket, by=lin, text=f"您好，请这样做：\n{text}")
    row = Citation.objects.get()
    assert (row.version_id, row.kind, row.subject, row.how, row.ticket_id) == (
        version.pk,
        "message",
        message.pk,
        "steps",
        ticket.pk,
    )


def test_what_was_deleted_before_sending_is_not_cited(cast: Cast, ticket: Ticket, article: Article) -> None:
    lin = cast.actor(cast.lin)
    actions.insert(article.versions.get(), ticket, by=lin, how="text", values={})
    desk.reply(ticket, by=lin, text="您好，我们正在核实。")
    desk.reply(ticket, by=lin, text="1. 关机\n2. 按住卡扣\n3. 推入新表带")
    assert not Citation.objects.exists()


def test_a_later_change_can_be_traced_to_what_customers_were_told(
    cast: Cast, lin_client: Client, ticket: Ticket, article: Article
) -> None:
    lin = cast.actor(cast.lin)
    text = actions.insert(article.versions.get(), ticket, by=lin, how="text", values={})
    desk.reply(ticket, by=lin, text=text)
    actions.save_draft(article, by=cast.actor(cast.chen), title="怎样更换表带", body="送修")
    publish(article, cast=cast)
    assert queries.told_counts(article) == {article.versions.get(number=1).pk: 1}
    assert "之后已变更" in lin_client.get(reverse("ticket-knowledge", args=[ticket.number])).content.decode()


def test_everything_that_cites_a_changed_policy_is_flagged_until_checked(cast: Cast, policy: Article) -> None:
    chen, link = cast.actor(cast.chen), f"[退货](article:{policy.pk})"
    script = actions.create_article(by=chen, title="退货话术", body=f"请看{link}", kind="script")
    publish(script, cast=cast)
    wording = desk.save_wording(None, by=cast.actor(cast.lin), name="退货", text=f"见 /knowledge/{policy.pk}/")
    desk.save_macro(None, by=cast.actor(cast.lin), name="退货", steps=[{"do": "reply", "value": link}])
    assert {row.kind for row in queries.citing(policy)} == {"script", "wording", "macro"}
    version = announce(policy, cast)
    flagged = queries.flagged(cast.actor(cast.admin))
    assert {row.kind for row in flagged} == {"script", "wording", "macro"}
    with unit(at=version.effective_from):
        actions.publish_due()
        for row in flagged:
            actions.check_citation(row, by=chen)
    assert queries.flagged(cast.actor(cast.admin)) == []
    assert {row.version_id for row in queries.citing(policy)} == {version.pk}
    desk.delete_wording(wording, by=cast.actor(cast.lin))
    assert {row.kind for row in queries.citing(policy)} == {"script", "macro"}


def test_an_article_written_anew_cites_the_version_in_force(cast: Cast, policy: Article) -> None:
    chen = cast.actor(cast.chen)
    made = actions.create_article(by=chen, title="退货步骤", body=f"[退货](article:{policy.pk})")
    publish(made, cast=cast)
    actions.save_draft(made, by=chen, title="退货步骤", body="不再引用")
    publish(made, cast=cast)
    assert queries.citing(policy) == []


def test_questions_are_answered_by_a_second_person_for_one_version(cast: Cast, policy: Article) -> None:
    asked = actions.ask(policy, by=cast.actor(cast.lin), question="拆封了还能退吗？", answer="可以")
    again = actions.ask(policy, by=cast.actor(cast.zhao), question="拆封了还能退吗？")
    assert (again.pk, again.asked) == (asked.pk, 2)
    assert queries.questions(policy) == []
    done = actions.answer_question(asked, by=cast.actor(cast.chen), answer="不影响二次销售即可退。")
    assert (done.version_id, done.approved_by_id) == (policy.versions.get().pk, cast.chen.pk)
    assert [row.pk for row in queries.questions(policy)] == [asked.pk]


def test_links_that_lead_nowhere_are_found(cast: Cast, article: Article, policy: Article) -> None:
    chen = cast.actor(cast.chen)
    staff = publish(actions.create_article(by=chen, title="内部", body="内部"), cast=cast)
    body = f"[无](article:99999) [内部](article:{staff.pk}) [退货](article:{policy.pk})"
    publish(actions.create_article(by=chen, title="公开", body=body, audience="public"), cast=cast)
    assert [one.why for one in queries.broken_links(cast.actor(cast.admin))] == ["gone", "narrower"]
    actions.archive(policy, by=cast.actor(cast.admin))
    assert [one.why for one in queries.broken_links(cast.actor(cast.admin))] == ["gone", "narrower", "ended"]


def test_near_duplicates_are_found_among_what_the_viewer_may_read(cast: Cast, policy: Article) -> None:
    chen = cast.actor(cast.chen)
    body = policy.versions.get().body.replace("买家", "客户")
    twin = actions.create_article(by=chen, title="退货政策", body=body, audience="teams", teams=[cast.wearables])
    publish(twin, cast=cast)
    assert [one.article.pk for one in queries.doubles(chen, policy.versions.get())] == [twin.pk]
    assert [(one.article_id, other.article.pk) for one, other in queries.all_doubles(chen)] == [(policy.pk, twin.pk)]
    assert queries.doubles(cast.actor(cast.wei), policy.versions.get()) == []
