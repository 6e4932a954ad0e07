"""Acting on a ticket from its page, with and without scripts."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.models import StoredFile
from manyi.desk import actions
from manyi.desk.models import Attachment, CustomField, Draft, Mention, Message, Status, Ticket, TicketMerge

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
FROM_CONVERSATION = {"hx-request": "true", "hx-target": "conversation"}
FROM_SIDE = {"hx-request": "true", "hx-target": "side"}


def address(ticket: Ticket, noun: str = "") -> str:
    return reverse("ticket", args=[ticket.number]) + noun


def part(html: str, tag: str, name: str) -> str:
    """An element of a page by its id, without what is new on every page (keys and form tokens)."""
    found = re.search(rf'<{tag} class="[^"]*" id="{name}".*?</{tag}>\n?(?=\s*(?:<aside|</m-desk|$))', html, re.DOTALL)
    assert found, name
    return re.sub(r'(name="(?:key|csrfmiddlewaretoken)" value=)"[^"]*"', r"\1", found.group()).strip()


@pytest.fixture
def second(cast: Cast, ticket: Ticket) -> Ticket:
    by = cast.as_customer(cast.zhou)
    made = actions.create_ticket(cast.zhou, by=by, subject="再问一次", channel="chat", team=cast.wearables)
    actions.receive_message(made, by=by, text="有人吗？", channel="chat")
    return made


ACTIONS: list[tuple[str, dict[str, str]]] = [
    ("assignment", {"to": "me"}),
    ("assignment", {"to": "staff-zhao", "reason": "请跟进"}),
    ("owner", {"to": "zhao", "reason": "换人"}),
    ("status", {"status": "3"}),
    ("resolution", {}),
    ("closure", {"reason": "无需处理"}),
    ("tags", {"add": "退款"}),
    ("fields", {"priority": "4", "field:order": "SO-1"}),
    ("followers/me", {"on": "1"}),
    ("messages", {"kind": "out", "text": "您好"}),
    ("messages", {"kind": "note", "text": "@赵雨 请看"}),
    ("messages", {"kind": "out", "text": "好了", "then": "resolve"}),
    ("messages", {"kind": "out", "text": "马上", "undo": "1", "key": "k1"}),
    ("messages", {"kind": "out", "text": "明天", "send_at": "tomorrow", "key": "k2"}),
    ("snooze", {"until": "tomorrow"}),
    ("merges", {"number": "second"}),
    ("links", {"number": "second"}),
]


@pytest.mark.parametrize(
    ("noun", "values"), ACTIONS, ids=[f"{noun}-{place}" for place, (noun, _v) in enumerate(ACTIONS)]
)
@pytest.mark.parametrize("target", [FROM_CONVERSATION, FROM_SIDE], ids=["conversation", "side"])
def test_what_an_action_answers_equals_a_fresh_page(
    cast: Cast,
    ticket: Ticket,
    second: Ticket,
    lin_client: Client,
    noun: str,
    values: dict[str, str],
    target: dict[str, str],
) -> None:
    CustomField.objects.create(key="order", names={"zh-hans": "订单号"}, kind="text")
    named = {"staff-zhao": f"staff-{cast.zhao.pk}", "zhao": str(cast.zhao.pk), "second": second.number}
    sent = {name: named.get(value, value) for name, value in values.items()}
    response = lin_client.post(address(ticket, noun), {**sent, "list": "mine"}, headers=target)
    assert response.status_code == 200, response.content.decode()
    assert "desk:changed" in response.headers["HX-Trigger"]
    page = lin_client.get(address(ticket)).content.decode()
    name = target["hx-target"]
    tag = "section" if name == "conversation" else "aside"
    assert part(response.content.decode(), tag, name) == part(page, tag, name)
    other = "side" if name == "conversation" else "conversation"
    live = lin_client.get(address(ticket, other), headers={"hx-request": "true"}).content.decode()
    other_tag = "section" if other == "conversation" else "aside"
    assert part(live, other_tag, other) == part(page, other_tag, other)


@pytest.mark.parametrize(("noun", "values"), [("status", {"status": "3"}), ("resolution", {}), ("followers/me", {})])
def test_without_scripts_the_way_leads_back_to_the_page(
    ticket: Ticket, lin_client: Client, noun: str, values: dict[str, str]
) -> None:
    response = lin_client.post(address(ticket, noun), {**values, "list": "team"})
    assert response.status_code == 302
    assert response.headers["Location"] == f"{address(ticket)}?list=team"


def test_forms_open_in_a_dialog_or_as_pages(ticket: Ticket, lin_client: Client) -> None:
    for noun in ("assignment", "owner", "closure", "merges", "links"):
        inside = lin_client.get(address(ticket, noun), headers={"hx-request": "true"}).content.decode()
        whole = lin_client.get(address(ticket, noun)).content.decode()
        assert "<!doctype html>" not in inside
        assert "<!doctype html>" in whole
        assert f'action="{address(ticket, noun)}"' in inside
        assert f'action="{address(ticket, noun)}"' in whole


def test_a_refused_form_keeps_what_was_typed(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    response = lin_client.post(address(ticket, "links"), {"number": "20200101-0001"})
    assert response.status_code == 422
    assert 'value="20200101-0001"' in response.content.decode()


def test_a_refused_answer_comes_back_with_every_word(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    CustomField.objects.create(key="model", names={"zh-hans": "型号"}, kind="text", is_required=True)
    sent = {"kind": "out", "text": "写了很久的答复\n第二段", "then": "resolve"}
    plain = lin_client.post(address(ticket, "messages"), sent)
    assert plain.status_code == 422
    html = unescape(plain.content.decode())
    assert "写了很久的答复\n第二段</textarea>" in html
    assert "请填写“型号”。" in html
    scripted = lin_client.post(address(ticket, "messages"), sent, headers=FROM_CONVERSATION)
    assert scripted.status_code == 422
    assert scripted.headers["HX-Reswap"] == "none"
    assert not Message.objects.filter(ticket=ticket, kind="out").exists()


def test_a_text_with_an_open_blank_is_not_sent_and_comes_back(ticket: Ticket, lin_client: Client) -> None:
    address = reverse("ticket-messages", args=[ticket.number])
    refused = lin_client.post(address, {"kind": "out", "text": "{customer.name}您好，{未知} {x.y}"})
    assert refused.status_code == 422
    assert "{customer.name}您好" in refused.content.decode()
    assert lin_client.post(address, {"kind": "note", "text": "{customer.name}"}).status_code == 302
    assert lin_client.post(address, {"kind": "out", "text": "{未知} {x.y}"}).status_code == 302
    assert Message.objects.filter(ticket=ticket, kind="out").count() == 1


def test_sending_twice_with_one_key_sends_once(ticket: Ticket, lin_client: Client) -> None:
    for _ in range(2):
        lin_client.post(address(ticket, "messages"), {"kind": "out", "text": "您好", "key": "k1"})
    assert Message.objects.filter(ticket=ticket, kind="out").count() == 1


def test_a_note_calls_those_it_names(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    lin_client.post(address(ticket, "messages"), {"kind": "note", "text": "@赵雨@陈静 请看，@不存在 也看"})
    assert set(Mention.objects.values_list("staff_id", flat=True)) == {cast.zhao.pk, cast.chen.pk}


def test_sending_and_going_on_opens_the_next_ticket_of_the_list(
    cast: Cast, ticket: Ticket, second: Ticket, lin_client: Client
) -> None:
    sent = {"kind": "out", "text": "您好", "then": "next", "list": "team"}
    response = lin_client.post(address(second, "messages"), sent, headers=FROM_CONVERSATION)
    place = json.loads(response.headers["HX-Location"])
    assert (place["path"], place["target"]) == (f"{address(ticket)}?list=team", "#conversation")
    plain = lin_client.post(address(ticket, "closure"), {"then": "next", "list": "team"})
    assert plain.headers["Location"] == f"{address(second)}?list=team"


def test_a_ticket_handed_out_of_reach_leads_back_to_the_list(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    sent = {"to": f"team-{cast.audio.pk}", "reason": "影音产品", "list": "team"}
    response = lin_client.post(address(ticket, "assignment"), sent, headers=FROM_CONVERSATION)
    assert response.headers["HX-Redirect"] == reverse("inbox-list", args=["team"])
    assert lin_client.get(address(ticket)).status_code == 404


def test_drafts_and_their_files_come_back_with_the_page(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    kept = lin_client.post(address(ticket, "attachments"), {"file": SimpleUploadedFile("图.png", PNG)}).json()
    saved = lin_client.post(address(ticket, "drafts/out"), {"text": "写到一半", "files": kept["id"], "typed_at": "1"})
    assert saved.status_code == 204
    html = lin_client.get(address(ticket)).content.decode()
    assert "写到一半</textarea>" in html
    assert "图.png" in html
    assert "写到一半" not in signed_in(cast.zhao).get(address(ticket)).content.decode()
    lin_client.post(address(ticket, "messages"), {"kind": "out", "text": "写完了", "files": kept["id"]})
    assert Attachment.objects.get().message == Message.objects.get(kind="out")
    assert not Draft.objects.exists()


def test_nobody_sends_another_one_s_upload(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    kept = signed_in(cast.zhao).post(address(ticket, "attachments"), {"file": SimpleUploadedFile("a.txt", b"x")}).json()
    sent = lin_client.post(address(ticket, "messages"), {"kind": "out", "text": "您好", "files": kept["id"]})
    assert sent.status_code == 404
    assert Attachment.objects.get().message is None


def test_pictures_and_pdf_are_shown_locked_in_and_everything_else_is_only_kept(
    cast: Cast, ticket: Ticket, lin_client: Client, wei_client: Client
) -> None:
    by = cast.as_customer(cast.zhou)
    page = b"<html><script>alert(1)</script></html>"
    files = [
        actions.upload(ticket, by=by, name=name, content=content, claimed_type=claimed)
        for name, content, claimed in (
            ("图.png", PNG, "image/png"), ("页.html", page, "text/html"), ("x.pdf", b"%PDF-1.4\n%\n", ""),
        )
    ]  # fmt: skip
    actions.receive_message(ticket, by=by, text="附件", channel="email", attachments=files)
    image, html, pdf = (lin_client.get(reverse("attachment-view", args=[one.pk])) for one in files)
    assert (image.headers["Content-Type"], image.headers["Content-Disposition"][:6]) == ("image/png", "inline")
    assert "sandbox" in image.headers["Content-Security-Policy"]
    assert html.headers["Content-Type"] == "application/octet-stream"
    assert html.headers["Content-Disposition"].startswith("attachment")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    for shown in (image, html, pdf):
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    kept = lin_client.get(reverse("attachment", args=[files[0].pk]))
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert wei_client.get(reverse("attachment", args=[files[0].pk])).status_code == 404
    assert wei_client.get(reverse("attachment-view", args=[files[0].pk])).status_code == 404
    assert StoredFile.objects.count() == 3


def test_a_mail_is_shown_without_scripts_and_without_pictures_from_elsewhere(
    cast: Cast, ticket: Ticket, lin_client: Client
) -> None:
    message = actions.receive_message(
        ticket,
        by=cast.as_customer(cast.zhou),
        text="你好",
        channel="email",
        html='<p>你好<img data-remote-src="https://t.example/p.gif"></p>',
    )
    shown = reverse("message-html", args=[message.pk])
    assert f'data-frame="{shown}"' in lin_client.get(address(ticket)).content.decode()
    policy = lin_client.get(shown).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src 'self' data:;" in policy
    assert "allow-scripts" not in policy
    assert "sandbox" in policy
    wanted = lin_client.get(shown, {"images": "1"})
    assert "https:" in wanted.headers["Content-Security-Policy"]
    assert '<img src="https://t.example/p.gif">' in wanted.content.decode()
    assert lin_client.get(reverse("message-html", args=[message.pk - 1])).status_code == 404


def test_merging_can_be_undone_from_the_page(cast: Cast, ticket: Ticket, second: Ticket, lin_client: Client) -> None:
    lin_client.post(address(ticket, "merges"), {"number": f"#{second.number}"})
    merge = TicketMerge.objects.get()
    assert f"merges/{merge.pk}/undo" in lin_client.get(address(ticket)).content.decode()
    assert ticket.number in lin_client.get(address(second)).content.decode()
    lin_client.post(address(ticket, f"merges/{merge.pk}/undo"))
    assert Ticket.objects.get(pk=second.pk).merged_into_id is None
    assert lin_client.post(address(second, f"merges/{merge.pk}/undo")).status_code == 404


def test_a_message_is_split_off_from_the_page(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    message = actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="另外一件事", channel="email")
    assert lin_client.post(address(ticket, f"splits/{message.pk}"), {"subject": " "}).status_code == 422
    done = lin_client.post(address(ticket, f"splits/{message.pk}"), {"subject": "另一件"})
    new = Ticket.objects.get(subject="另一件")
    assert done.headers["Location"].startswith(address(new))


def test_a_settled_ticket_is_opened_again_by_its_status(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    lin_client.post(address(ticket, "status"), {"status": "1"})
    assert Ticket.objects.get(pk=ticket.pk).status == Status.OPEN
