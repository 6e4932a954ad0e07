"""The desk's pages: who sees them, what they show, what they cost."""

from __future__ import annotations

from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.customers.models import Customer
from manyi.desk import actions, queries
from manyi.desk.models import CustomField, Message, SavedView, Ticket, TicketType

HTMX = {"hx-request": "true"}


def page_of(ticket: Ticket, noun: str = "") -> str:
    return reverse("ticket", args=[ticket.number]) + noun


def read(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


GET_ADDRESSES = (
    "",
    "conversation",
    "side",
    "earlier?before=9",
    "assignment",
    "owner",
    "closure",
    "merges",
    "links",
    "tasks",
    "snooze",
)
POST_ADDRESSES = (
    "messages", "drafts/out", "attachments", "assignment", "owner", "status", "resolution", "closure", "tags",
    "fields", "followers/me", "archive", "merges", "merges/1/undo", "links", "splits/1", "tasks", "snooze",
    "planned/1/withdrawal", "planned/1/sending", "planned/1/time", "macros/1", "insertions/scripts/1",
)  # fmt: skip


def test_the_outsider_reaches_no_page_fragment_or_action_of_a_ticket(
    cast: Cast, ticket: Ticket, wei_client: Client
) -> None:
    message = Message.objects.get(ticket=ticket)
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    version = Ticket.objects.get(pk=ticket.pk).version
    for noun in GET_ADDRESSES:
        assert wei_client.get(page_of(ticket, noun)).status_code == 404, noun
        assert wei_client.get(page_of(ticket, noun), headers=HTMX).status_code == 404, noun
    for noun in POST_ADDRESSES:
        sent = wei_client.post(page_of(ticket, noun), {"text": "x", "kind": "out", "to": "me", "status": "1"})
        assert sent.status_code == 404, noun
    assert wei_client.get(reverse("message-html", args=[message.pk])).status_code == 404
    assert wei_client.get(page_of(ticket, f"splits/{message.pk}")).status_code == 404
    assert Ticket.objects.get(pk=ticket.pk).version == version
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_the_outsider_finds_nothing_of_it_in_lists_and_search(cast: Cast, ticket: Ticket, wei_client: Client) -> None:
    for entry in queries.lists_for(cast.actor(cast.wei)):
        assert ticket.number not in read(wei_client, reverse("inbox-list", args=[entry.key]))
    for words in ("表带", ticket.number, "周敏", "zhoumin@example.com"):
        assert ticket.subject not in read(wei_client, f"{reverse('search')}?q={words}")
        assert ticket.subject not in wei_client.get(reverse("commands"), {"q": words}).content.decode()


def test_strangers_are_sent_to_sign_in(client: Client, ticket: Ticket) -> None:
    for address in (reverse("inbox"), reverse("inbox-list", args=["mine"]), page_of(ticket), reverse("search")):
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/")
    assert client.get(page_of(ticket), headers=HTMX).status_code == 401


def test_the_list_shows_who_what_and_how_long(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    Customer.objects.filter(pk=cast.zhou.pk).update(is_vip=True)
    actions.set_tags(ticket, ["表带"], by=cast.actor(cast.lin))
    html = read(lin_client, reverse("inbox-list", args=["team"]))
    for words in (
        "周敏",
        "VIP",
        ticket.subject,
        "你好，表带昨天断了",
        "售后",
        "剩 ",
        f"/tickets/{ticket.number}/?list=team",
    ):
        assert words in html


def test_a_list_asks_few_questions(cast: Cast, busy_desk: list[Ticket], lin_client: Client) -> None:
    address = reverse("inbox-list", args=["open"])
    read(lin_client, address)
    queries.forget_counts()
    with CaptureQueriesContext(connection) as asked:
        read(lin_client, address)
    assert len(asked.captured_queries) <= 5, [one["sql"][:90] for one in asked.captured_queries]


def test_the_next_rows_come_as_rows(cast: Cast, lin_client: Client) -> None:
    by = cast.actor(cast.lin)
    for number in range(queries.PAGE + 3):
        actions.create_ticket(cast.zhou, by=by, subject=f"第 {number} 件", channel="email", team=cast.wearables)
    html = read(lin_client, reverse("inbox-list", args=["team"]))
    more = html.split('hx-get="')[1].split('"')[0]
    assert html.count('class="row') - html.count('class="row-') == queries.PAGE
    rest = read(lin_client, more, **HTMX)
    assert rest.count("data-number=") == 3
    assert "<section" not in rest


def test_the_ticket_page_shows_conversation_and_context(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    CustomField.objects.create(key="order", names={"zh-hans": "订单号"}, kind="text")
    actions.reply(ticket, by=cast.actor(cast.lin), text="看 https://example.com/a ，<b>谢谢</b>")
    actions.note(ticket, by=cast.actor(cast.zhao), text="@林晓 注意", mentions=[cast.lin])
    html = lin_client.get(page_of(ticket)).content.decode()
    assert '<a href="https://example.com/a" rel="noopener noreferrer nofollow" target="_blank">' in html
    assert "&lt;b&gt;谢谢&lt;/b&gt;" in html
    assert '<span class="mention">@林晓</span>' in html
    assert "由 林晓 负责到底" in html
    assert "订单号" in html
    assert "z•••@example.com" in html
    assert "zhoumin@example.com" not in html


def test_opening_a_ticket_marks_its_mentions_seen(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    actions.note(ticket, by=cast.actor(cast.zhao), text="@林晓", mentions=[cast.lin])
    read(lin_client, page_of(ticket))
    viewer = cast.actor(cast.lin)
    assert queries.counts(viewer, queries.lists_for(viewer))["mentions"] == 0


def test_the_ticket_page_asks_as_much_for_long_conversations_as_for_short_ones(
    cast: Cast, ticket: Ticket, lin_client: Client
) -> None:
    def asked() -> list[str]:
        read(lin_client, page_of(ticket))
        with CaptureQueriesContext(connection) as captured:
            read(lin_client, page_of(ticket), **HTMX)
        return [one["sql"][:90] for one in captured.captured_queries]

    short = asked()
    for number in range(30):
        actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text=f"第 {number} 句", channel="email")
        actions.note(ticket, by=cast.actor(cast.zhao), text=f"备注 {number}")
    assert len(asked()) == len(short)
    assert len(short) <= 18, short


def test_earlier_messages_come_a_page_at_a_time(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    for number in range(70):
        actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text=f"第 {number} 句", channel="email")
    html = read(lin_client, page_of(ticket))
    assert "第 20 句" in html
    assert "第 19 句" not in html
    address = html.split('id="earlier"')[1].split('hx-get="')[1].split('"')[0]
    earlier = read(lin_client, address, **HTMX)
    assert "第 19 句" in earlier
    assert "你好，表带昨天断了" in earlier
    assert "第 20 句" not in earlier


def test_going_back_in_the_history_gives_the_whole_page(ticket: Ticket, lin_client: Client) -> None:
    part = read(lin_client, page_of(ticket), **HTMX)
    whole = read(lin_client, page_of(ticket), **HTMX, **{"hx-history-restore-request": "true"})
    assert "<!doctype html>" not in part
    assert "<!doctype html>" in whole


def test_search_finds_by_number_name_address_and_words_and_marks_them(
    cast: Cast, ticket: Ticket, lin_client: Client
) -> None:
    search = reverse("search")
    for words in (ticket.number, f"#{ticket.number}", ticket.number[-4:], "周", "zhoumin@example.com"):
        assert ticket.subject in read(lin_client, f"{search}?q={words.replace('#', '%23')}").replace(
            "<mark>", ""
        ).replace("</mark>", ""), words
    html = read(lin_client, f"{search}?q=昨天断")
    assert "<mark>昨天断</mark>" in html
    assert "没有找到" in read(lin_client, f"{search}?q=不存在的词")
    assert "要找什么" in read(lin_client, search)


def test_what_is_searched_for_is_never_markup(ticket: Ticket, lin_client: Client) -> None:
    html = lin_client.get(reverse("search"), {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html


def test_the_command_bar_knows_lists_places_and_tickets(ticket: Ticket, lin_client: Client) -> None:
    places = lin_client.get(reverse("commands")).json()["entries"]
    assert {"我的工单", "新建工单", "工作台"} <= {entry["label"] for entry in places}
    found = lin_client.get(reverse("commands"), {"q": "表带"}).json()["entries"]
    assert found[0]["url"] == page_of(ticket)


def test_a_ticket_is_entered_by_hand(cast: Cast, lin_client: Client) -> None:
    address = reverse("ticket-new")
    refused = lin_client.post(address, {"subject": "改地址", "text": "", "customer": cast.zhou.pk})
    assert refused.status_code == 422
    assert 'value="改地址"' in refused.content.decode()
    done = lin_client.post(address, {"subject": "改地址", "text": "想改地址", "customer": cast.zhou.pk})
    made = Ticket.objects.get()
    assert done.headers["Location"] == page_of(made)
    assert made.assignee_id == cast.lin.pk
    assert "周敏" in read(lin_client, f"{reverse('customer-choices')}?customer_query=周")


def test_a_filter_is_kept_as_a_list_for_me_or_by_a_leader_for_the_team(cast: Cast, lin_client: Client) -> None:
    saved = lin_client.post(reverse("view-save"), {"name": "紧急", "priority": "4", "audience": "me"})
    mine = SavedView.objects.get()
    assert saved.headers["Location"] == reverse("inbox-list", args=[f"saved-{mine.pk}"])
    assert "紧急" in read(lin_client, saved.headers["Location"])
    assert lin_client.post(reverse("view-save"), {"name": "x", "audience": "team"}).status_code == 403
    chen = signed_in(cast.chen)
    chen.post(reverse("view-save"), {"name": "本组投诉", "audience": "team"})
    assert "本组投诉" in read(signed_in(cast.zhao), reverse("inbox-list", args=["mine"]))
    assert "本组投诉" not in read(signed_in(cast.wei), reverse("inbox-list", args=["mine"]))
    assert signed_in(cast.zhao).get(reverse("inbox-list", args=[f"saved-{mine.pk}"])).status_code == 404


def test_only_whoever_made_a_list_deletes_it(cast: Cast, lin_client: Client, wei_client: Client) -> None:
    view = actions.save_view("我的", {}, by=cast.actor(cast.lin))
    address = reverse("view-delete", args=[view.pk])
    assert wei_client.post(address).status_code == 404
    for _ in range(2):
        assert lin_client.post(address).status_code == 302
    assert not SavedView.objects.exists()


def test_administrators_set_types_and_fields_up(cast: Cast, lin_client: Client) -> None:
    admin = signed_in(cast.admin)
    for name in ("desk-types", "desk-type-new", "desk-fields", "desk-field-new"):
        assert lin_client.get(reverse(name)).status_code == 403
        read(admin, reverse(name))
    admin.post(reverse("desk-type-new"), {"name-zh-hans": "建议", "key": "suggestion", "is_active": "on"})
    made = TicketType.objects.get(key="suggestion")
    again = admin.post(reverse("desk-type-new"), {"name-zh-hans": "又一个", "key": "suggestion"})
    assert again.status_code == 422
    admin.post(reverse("desk-type", args=[made.pk]), {"name-zh-hans": "意见", "silence_hours": "24", "is_active": "on"})
    made.refresh_from_db()
    assert (made.names["zh-hans"], made.silence_hours) == ("意见", 24)
    field = {"name-en": "Colour", "key": "colour", "kind": "choice", "options": "red\nblue\n", "types": made.pk}
    assert admin.post(reverse("desk-field-new"), field | {"options": " "}).status_code == 422
    assert admin.post(reverse("desk-field-new"), field).status_code == 302
    row = CustomField.objects.get()
    assert (row.options, [kind.key for kind in row.types.all()]) == (["red", "blue"], ["suggestion"])
    assert "Colour" in read(admin, reverse("desk-field", args=[row.pk]))


def test_a_message_of_a_customer_without_a_name_is_not_called_automatic(cast: Cast, lin_client: Client) -> None:
    nobody = Customer.objects.create(name="", created_at=timezone.now())
    made = actions.create_ticket(
        nobody, by=cast.as_customer(nobody), subject="在吗", channel="chat", team=cast.wearables
    )
    actions.receive_message(made, by=cast.as_customer(nobody), text="在吗", channel="chat")
    html = read(lin_client, page_of(made))
    assert "<b>未知客户</b> <time" in html
    assert "<b>自动</b>" not in html
