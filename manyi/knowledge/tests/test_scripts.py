"""Scripts: offered by / while writing in the ticket's language, filled in; kept for oneself, proposed to everybody."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Conflict, NotFound
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.knowledge import access, actions, queries
from manyi.knowledge.models import Article, Audience, Citation, Link, Version, WebPage
from manyi.knowledge.tests.conftest import publish

HELLO = "{greeting}，{customer.name}，这里是{agent.name}。\n工单 {ticket.number}，{plan}。"


@pytest.fixture
def own(cast: Cast) -> Article:
    return actions.keep_script(None, by=cast.actor(cast.lin), title="开场白", body=HELLO, tags=["问候"])


@pytest.fixture
def shared(cast: Cast) -> Article:
    made = actions.create_article(by=cast.actor(cast.chen), title="安抚客户", body="非常抱歉。", kind="script")
    return publish(made, cast=cast)


def names(found: list[Version]) -> list[str]:
    return [one.title for one in found]


def test_one_s_own_script_is_used_at_once_and_nobody_else_finds_it(cast: Cast, ticket: Ticket, own: Article) -> None:
    assert names(queries.scripts(cast.actor(cast.lin), ticket, "开场")) == ["开场白"]
    for other in (cast.zhao, cast.chen, cast.admin):
        viewer = cast.actor(other)
        assert queries.scripts(viewer, ticket, "开场") == []
        assert queries.find_articles(viewer, "开场白").hits == []
        with pytest.raises(NotFound):
            access.get_article(viewer, own.pk)


def test_the_composer_fills_a_script_in_and_counts_its_use(
    cast: Cast, ticket: Ticket, own: Article, lin_client: Client, wei_client: Client
) -> None:
    desk.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    found = lin_client.get(reverse("ticket-insertions", args=[ticket.number, "scripts"]), {"q": "kcb"}).json()
    assert [entry["name"] for entry in found["entries"]] == ["开场白"]
    address = reverse("ticket-insertion", args=[ticket.number, "scripts", found["entries"][0]["id"]])
    answer = lin_client.post(address).json()
    assert answer["text"].endswith(f"，周敏，这里是林晓。\n工单 {ticket.number}，{{plan}}。")
    assert answer["missing"] == ["plan"]
    assert wei_client.post(address).status_code == 404
    own.refresh_from_db()
    assert own.uses == 1
    message = desk.reply(ticket, by=cast.actor(cast.lin), text=answer["text"].replace("{plan}", "今天就办"))
    assert Citation.objects.get().subject == message.pk


def test_own_scripts_come_first_then_the_most_used(
    cast: Cast, ticket: Ticket, shared: Article, own: Article, article: Article
) -> None:
    assert names(queries.scripts(cast.actor(cast.lin), ticket)) == ["开场白", "安抚客户"]


def test_a_script_speaks_the_language_of_its_ticket(cast: Cast, ticket: Ticket, shared: Article) -> None:
    actions.save_draft(shared, by=cast.actor(cast.chen), title="Calming", body="So sorry.", language="en")
    publish(shared, cast=cast)
    assert names(queries.scripts(cast.actor(cast.lin), ticket, "安抚")) == ["安抚客户"]
    Ticket.objects.filter(pk=ticket.pk).update(language="en")
    ticket.refresh_from_db()
    assert names(queries.scripts(cast.actor(cast.lin), ticket, "安抚")) == ["Calming"]


def test_changing_one_s_own_script_keeps_what_it_said_before(cast: Cast, own: Article) -> None:
    lin = cast.actor(cast.lin)
    actions.keep_script(own, by=lin, title="开场白", body="您好。", tags=["问候"])
    actions.keep_script(own, by=lin, title="开场白", body="您好。", tags=["问候"])
    states = list(own.versions.order_by("number").values_list("state", "body"))
    assert states == [("superseded", HELLO), ("published", "您好。")]
    with pytest.raises(NotFound):
        actions.keep_script(own, by=cast.actor(cast.chen), title="x", body="y")


def test_what_was_kept_for_oneself_is_shared_only_by_review(cast: Cast, own: Article) -> None:
    lin = cast.actor(cast.lin)
    actions.keep_script(own, by=cast.actor(cast.lin), title="开场白", body=HELLO)
    type(own).objects.filter(pk=own.pk).update(owner=cast.chen)
    with pytest.raises(Conflict):
        actions.change_article(own, by=cast.actor(cast.chen), audience=Audience.STAFF)
    type(own).objects.filter(pk=own.pk).update(owner=cast.lin)
    proposed = actions.propose_script(own, by=lin)
    assert (proposed.state, proposed.article.audience, proposed.body) == ("in_review", "staff", HELLO)
    actions.approve(proposed, by=cast.actor(cast.chen))
    assert access.get_article(cast.actor(cast.zhao), proposed.article_id)


def test_the_pages_keep_change_propose_and_delete(cast: Cast, lin_client: Client) -> None:
    sent = {"title": "谢谢", "body": "谢谢您\r\n再见", "tags": "结束，感谢", "language": "zh-hans"}
    assert lin_client.post(reverse("knowledge-script-new"), {**sent, "body": " "}).status_code == 422
    assert lin_client.post(reverse("knowledge-script-new"), sent).status_code == 302
    made = Article.objects.get()
    page = lin_client.get(reverse("knowledge-article", args=[made.pk])).content.decode()
    assert "谢谢您<br" in page
    assert reverse("knowledge-script-proposal", args=[made.pk]) in page
    assert "这篇文章有帮助吗" not in page
    form = reverse("knowledge-script", args=[made.pk])
    assert "感谢, 结束" in lin_client.get(form).content.decode()
    assert signed_in(cast.chen).get(form).status_code == 404
    assert lin_client.post(reverse("knowledge-script-proposal", args=[made.pk])).status_code == 302
    assert lin_client.post(reverse("knowledge-script-deletion", args=[made.pk])).status_code == 302
    assert list(Article.objects.order_by("pk").values_list("state", flat=True)) == ["archived", "in_review"]


def test_scripts_kept_beside_the_library_move_into_it(cast: Cast, shared: Article) -> None:
    """The migration is asked with the rows it finds, as the models were then."""
    migration = importlib.import_module("manyi.knowledge.migrations.0007_scripts")
    rows = [
        OldWording("我的", "您好", staff_id=cast.lin.pk, used=3),
        OldWording("班组的", "Hello", team_id=cast.wearables.pk, keywords="hi"),
        OldWording("大家的", "再见"),
        OldWording("安抚客户", "非常抱歉。", used=7),
    ]
    made = [Article.objects.get(pk=migration._moved(apps, row)) for row in rows]
    assert [row.audience for row in made] == ["own", "teams", "staff", "staff"]
    assert (made[0].owner_id, made[0].uses, made[1].language) == (cast.lin.pk, 3, "en")
    assert made[3] == shared
    assert made[3].uses == 7
    actions.reindex([row.pk for row in made])
    assert [hit.article for hit in queries.find_articles(cast.actor(cast.zhao), "hi").hits] == [made[1]]
    assert queries.find_articles(cast.actor(cast.wei), "班组的").hits == []


class OldWording:
    """A script as the desk kept it."""

    def __init__(
        self, name: str, text: str, *, staff_id: int = 0, team_id: int = 0, used: int = 0, keywords: str = ""
    ) -> None:
        self.name, self.text, self.used, self.keywords = name, text, used, keywords
        self.staff_id, self.team_id = staff_id or None, team_id or None
        self.created_at = Article.objects.values_list("created_at", flat=True).first()


def test_texts_saved_before_links_were_looked_at_are_looked_at_now(cast: Cast, shared: Article) -> None:
    migration = importlib.import_module("manyi.knowledge.migrations.0006_link_pages")
    Version.objects.filter(article=shared).update(body="见[标准](https://std.example/1#a)")
    for _twice in range(2):
        migration.note_pages(apps, connection.schema_editor())
    assert list(WebPage.objects.values_list("address", flat=True)) == ["https://std.example/1"]
    assert Link.objects.filter(version__article=shared, page__isnull=False).count() == 1
