"""The library's pages: every one opens for whom it is for, and for nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.knowledge import actions
from manyi.knowledge.models import Acknowledgement, Article, Feedback, Kind, SearchDone, Version
from manyi.knowledge.tests.conftest import NEW_POLICY, publish
from manyi.people.models import Staff

EDITORS = ("knowledge-reviews", "knowledge-gaps", "knowledge-feedback", "knowledge-faults")
MANAGERS = ("knowledge-import", "knowledge-categories", "knowledge-variables")


@pytest.fixture
def editor_client(editor: Staff) -> Client:
    return signed_in(editor)


@pytest.fixture
def announced(cast: Cast, policy: Article) -> Version:
    """The policy's change, announced for in four days."""
    draft = actions.save_draft(
        policy,
        by=cast.actor(cast.chen),
        title="退货政策",
        body=NEW_POLICY,
        note="7 天改为 15 天",
        effective_from=timezone.now() + dt.timedelta(days=4),
    )
    return actions.approve(actions.request_review(draft, by=cast.actor(cast.chen)), by=cast.actor(cast.admin))


def test_every_page_opens_for_an_editor(editor_client: Client, article: Article, announced: Version) -> None:
    for name in ("knowledge", "knowledge-policies", "knowledge-new", "knowledge-badge", *EDITORS, *MANAGERS):
        assert editor_client.get(reverse(name)).status_code == 200, name
    for name in ("knowledge-article", "knowledge-edit", "knowledge-versions"):
        assert editor_client.get(reverse(name, args=[article.pk])).status_code == 200, name
    for name in ("knowledge-version", "knowledge-change", "knowledge-readers"):
        assert editor_client.get(reverse(name, args=[announced.pk])).status_code == 200, name


def test_an_agent_reads_and_is_kept_from_the_editors_pages(wei_client: Client, article: Article) -> None:
    assert "怎样更换表带" in wei_client.get(reverse("knowledge")).content.decode()
    assert wei_client.get(reverse("knowledge-article", args=[article.pk])).status_code == 200
    for name in (*EDITORS, *MANAGERS, "knowledge-new"):
        assert wei_client.get(reverse(name)).status_code == 403, name
    assert wei_client.get(reverse("knowledge-edit", args=[article.pk])).status_code == 403


def test_strangers_are_sent_to_sign_in(article: Article) -> None:
    for address in (reverse("knowledge"), reverse("knowledge-article", args=[article.pk])):
        assert Client().get(address).status_code == 302


def test_writing_saving_and_asking_for_a_review(cast: Cast, editor: Staff, editor_client: Client) -> None:
    posted = {
        "title": "蓝牙断连",
        "body": "1. 重启\n2. 重新配对",
        "language": "zh-hans",
        "kind": "faq",
        "audience": "public",
        "owner": editor.pk,
        "tags": "蓝牙，连接",
        "review_on": "2027-01-31",
    }
    saved = editor_client.post(reverse("knowledge-new"), {**posted, "then": "save"})
    article = Article.objects.get()
    assert saved.headers["Location"] == f"/knowledge/{article.pk}/edit?language=zh-hans"
    assert set(article.tags.values_list("name", flat=True)) == {"蓝牙", "连接"}
    sent = editor_client.post(
        reverse("knowledge-edit", args=[article.pk]), {**posted, "body": "1. 重启手表", "saves": 1, "then": "review"}
    )
    version = article.versions.get()
    assert sent.headers["Location"] == reverse("knowledge-version", args=[version.pk])
    assert (version.state, version.body) == ("in_review", "1. 重启手表")
    decided = signed_in(cast.admin).post(reverse("knowledge-decision", args=[version.pk, "approval"]), {"text": "好"})
    assert decided.status_code == 302
    article.refresh_from_db()
    assert article.state == "published"


def test_what_is_wrong_stands_in_the_form_with_what_was_typed(editor_client: Client) -> None:
    answer = editor_client.post(
        reverse("knowledge-new"),
        {"title": "", "body": "写好的正文", "language": "zh-hans", "kind": "faq", "audience": "teams"},
    )
    assert answer.status_code == 422
    assert "写好的正文" in answer.content.decode()


def test_a_refused_approval_says_the_earliest_moment(cast: Cast, policy: Article) -> None:
    draft = actions.save_draft(policy, by=cast.actor(cast.chen), title="退货", body=NEW_POLICY, note="变了")
    actions.request_review(draft, by=cast.actor(cast.chen))
    answer = signed_in(cast.admin).post(reverse("knowledge-decision", args=[draft.pk, "approval"]))
    assert answer.status_code == 422
    assert "72" in answer.content.decode()


def test_paste_preview_and_upload_answer_the_editor(editor_client: Client, article: Article) -> None:
    pasted = editor_client.post(
        reverse("knowledge-pasted", args=[article.pk]),
        {"html": '<p><b>粗</b><img src="data:image/png;base64,iVBORw0KGgo="></p><iframe></iframe>'},
    ).json()
    assert pasted["markdown"].startswith("**粗**![](file:")
    assert len(pasted["report"]) == 1
    shown = editor_client.post(reverse("knowledge-preview"), {"body": "> [!TIP]\n> 提示"}).content.decode()
    assert "call-out tip" in shown
    sent = SimpleUploadedFile("说明.txt", b"text", content_type="text/plain")
    kept = editor_client.post(reverse("knowledge-upload", args=[article.pk]), {"file": sent}).json()
    assert kept["markdown"] == f"[说明.txt](file:{kept['id']})"
    assert editor_client.get(reverse("knowledge-file", args=[kept["id"]])).status_code == 200


def test_versions_are_compared_and_restored(cast: Cast, editor_client: Client, article: Article) -> None:

    actions.save_draft(article, by=cast.actor(cast.chen), title="怎样更换表带", body="1. 关机\n2. 按住按钮")
    publish(article, cast=cast)
    page = editor_client.get(reverse("knowledge-versions", args=[article.pk])).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    old = article.versions.get(number=1)
    editor_client.post(reverse("knowledge-restoration", args=[old.pk]))
    assert article.versions.get(state="draft").body == old.body


def test_an_opinion_is_counted_once_per_colleague(lin_client: Client, article: Article) -> None:
    where = reverse("knowledge-opinions", args=[article.versions.get().pk])
    lin_client.post(where, {"opinion": "helpful"})
    lin_client.post(where, {"opinion": "outdated", "text": "已改版"})
    article.refresh_from_db()
    assert (Feedback.objects.get().opinion, article.helpful) == ("outdated", 0)


def test_a_search_is_remembered_without_personal_data_and_with_what_was_opened(
    lin_client: Client, article: Article
) -> None:
    lin_client.get(reverse("knowledge"), {"q": "表带 13812345678"})
    assert "1381" not in SearchDone.objects.get().words
    lin_client.get(reverse("knowledge"), {"q": "表带"})
    lin_client.get(reverse("knowledge-article", args=[article.pk]))
    assert SearchDone.objects.get(words="表带").opened_id == article.pk


def test_the_red_mark_stays_until_the_change_is_read_and_acknowledged(
    cast: Cast, lin_client: Client, announced: Version
) -> None:
    badge = lin_client.get(reverse("knowledge-badge")).content.decode()
    assert ">1</span>" in badge
    refused = lin_client.post(reverse("knowledge-acknowledgement", args=[announced.pk]))
    assert refused.status_code == 409
    page = lin_client.get(reverse("knowledge-change", args=[announced.pk])).content.decode()
    assert "7 天改为 15 天" in page
    lin_client.post(reverse("knowledge-acknowledgement", args=[announced.pk]))
    assert Acknowledgement.objects.get(staff=cast.lin).acknowledged_at is not None
    assert "hidden" in lin_client.get(reverse("knowledge-badge")).content.decode()


def test_leaders_see_who_has_not_read_it_in_their_own_teams(cast: Cast, announced: Version) -> None:
    page = signed_in(cast.chen).get(reverse("knowledge-readers", args=[announced.pk])).content.decode()
    assert "林晓" in page
    assert "魏明" not in page
    assert signed_in(cast.lin).get(reverse("knowledge-readers", args=[announced.pk])).status_code == 403


def test_policy_express_shows_the_text_of_the_chosen_moment(
    cast: Cast, lin_client: Client, ticket: Ticket, announced: Version
) -> None:
    where = reverse("ticket-policies", args=[ticket.number])
    assert "7 天内" in lin_client.get(where).content.decode()
    later = (timezone.now() + dt.timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    assert "15 天内" in lin_client.get(where, {"moment": later, "policy": str(announced.article_id)}).content.decode()
    early = (timezone.now() - dt.timedelta(days=60)).strftime("%Y-%m-%dT%H:%M")
    page = lin_client.get(where, {"moment": early, "policy": str(announced.article_id)}).content.decode()
    assert "7 天内" not in page


def test_the_outsider_gets_no_express_for_a_ticket_he_cannot_see(wei_client: Client, ticket: Ticket) -> None:
    for name in ("ticket-policies", "ticket-knowledge", "ticket-contribution"):
        assert wei_client.get(reverse(name, args=[ticket.number])).status_code == 404, name
    assert wei_client.post(reverse("ticket-insertions", args=[ticket.number]), {"version": 1}).status_code == 404


def test_the_side_of_a_ticket_suggests_what_fits(lin_client: Client, ticket: Ticket, article: Article) -> None:
    page = lin_client.get(reverse("ticket-knowledge", args=[ticket.number])).content.decode()
    assert "怎样更换表带" in page
    workspace = lin_client.get(f"/tickets/{ticket.number}/").content.decode()
    assert reverse("ticket-knowledge", args=[ticket.number]) in workspace
    assert reverse("ticket-policies", args=[ticket.number]) in workspace


def test_a_contribution_takes_two_clicks(cast: Cast, lin_client: Client, ticket: Ticket) -> None:
    lin = cast.actor(cast.lin)
    desk.reply(ticket, by=lin, text="周敏您好，请拨打 13812345678，我们免费更换表带。", then="resolve")
    where = reverse("ticket-contribution", args=[ticket.number])
    page = lin_client.get(where).content.decode()
    assert "<del>13812345678</del>" in page
    proposed = {"title": "表带断裂怎么办", "problem": "表带断了", "solution": "免费更换，电话 13912345678"}
    assert lin_client.post(where, proposed).status_code == 302
    article = Article.objects.get()
    assert article.state == "in_review"
    assert "13912345678" not in article.versions.get().body
    assert lin_client.post(where, proposed).status_code == 422


def test_files_are_imported_with_a_report(editor_client: Client) -> None:
    table = SimpleUploadedFile("faq.csv", "标题,正文,备注\n怎么充电,用原装充电器,x\n".encode())
    broken = SimpleUploadedFile("x.docx", b"nothing")
    page = editor_client.post(reverse("knowledge-import"), {"files": [table, broken], "kind": "faq"}).content.decode()
    assert Article.objects.get().kind == "faq"
    assert "备注" in page
    assert "x.docx" in page


def test_categories_and_variables_are_set_up(editor_client: Client, article: Article) -> None:
    name = {"name-zh-hans": "退换货", "name-en": "Returns"}
    assert editor_client.post(reverse("knowledge-categories"), {**name, "key": "returns"}).status_code == 302
    assert editor_client.post(reverse("knowledge-categories"), {**name, "key": "returns"}).status_code == 422
    value = {"key": "hotline", "value-zh-hans": "400-100", "value-en": "+86 400-100"}
    assert editor_client.post(reverse("knowledge-variables"), value).status_code == 302
    shown = editor_client.post(reverse("knowledge-preview"), {"body": "{{ hotline }}", "language": "zh-hans"})
    assert "400-100" in shown.content.decode()


def test_every_kind_and_state_has_its_picture_and_colour(cast: Cast, lin_client: Client) -> None:
    for kind in Kind.values:
        made = actions.create_article(by=cast.actor(cast.chen), title=f"文章 {kind}", body="正文", kind=kind)
        publish(made, cast=cast)
    page = lin_client.get(reverse("knowledge")).content.decode()
    assert all(f"文章 {kind}" in page for kind in Kind.values)
