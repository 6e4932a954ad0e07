"""What programs read and say on a ticket."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from manyi.api.tests.programs import BASE, Program
from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.desk.models import Draft, Follower, Message, Status, Ticket


def verbs(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True))


def say(program: Program, ticket: Ticket, kind: str, text: str, *, status: int = 201, **more: object) -> dict:
    return program.ask(
        "POST", f"/tickets/{ticket.number}/messages", {"kind": kind, "text": text, **more}, status=status
    )


def test_what_the_customer_said_is_his(lin: Program, ticket: Ticket, cast: Cast) -> None:
    got = say(lin, ticket, "inbound", "还在吗？", external_id="s-1", channel="email")
    event = Event.objects.get(verb="message.received", ticket_id=ticket.pk, payload__contains=f'"message":{got["id"]}')
    assert (got["kind"], got["customer_id"], got["staff_id"]) == ("inbound", cast.zhou.pk, None)
    assert (event.actor_kind, event.actor_id) == ("customer", cast.zhou.pk)
    assert event.correlation


def test_an_external_id_is_taken_once(lin: Program, ticket: Ticket) -> None:
    first = say(lin, ticket, "inbound", "一次", external_id="s-1")
    before = verbs(ticket)
    assert say(lin, ticket, "inbound", "两次", external_id="s-1") == first
    assert verbs(ticket) == before


def test_an_external_id_of_another_ticket_shows_nothing_of_it(lin: Program, wei: Program, ticket: Ticket) -> None:
    say(lin, ticket, "inbound", "秘密", external_id="s-1")
    other = wei.ask("POST", "/tickets", {"subject": "x", "identity": {"kind": "external", "value": "77"}}, status=201)[
        "number"
    ]
    body = {"kind": "inbound", "text": "y", "external_id": "s-1"}
    problem = wei.ask("POST", f"/tickets/{other}/messages", body, status=409)
    assert "秘密" not in str(problem)


def test_an_answer_makes_the_colleague_owner_and_the_ticket_wait(lin: Program, ticket: Ticket, cast: Cast) -> None:
    got = say(lin, ticket, "outbound", "可以免费更换")
    ticket.refresh_from_db()
    assert (got["kind"], got["staff_id"], got["channel"]) == ("outbound", cast.lin.pk, "email")
    assert (ticket.owner_id, ticket.status, ticket.waiting_since) == (cast.lin.pk, Status.PENDING, None)


def test_an_answer_can_be_the_solution(lin: Program, ticket: Ticket) -> None:
    say(lin, ticket, "outbound", "已补发", then="resolve")
    assert lin.ask("GET", f"/tickets/{ticket.number}")["status"] == "resolved"


def test_a_note_calls_colleagues(lin: Program, ticket: Ticket, cast: Cast) -> None:
    got = say(lin, ticket, "note", "请看一下", mentions=[cast.zhao.pk])
    assert got["kind"] == "note"
    assert Follower.objects.filter(ticket=ticket, staff=cast.zhao).exists()


def test_calling_nobody_known_is_refused(lin: Program, ticket: Ticket) -> None:
    assert "mentions" in say(lin, ticket, "note", "x", mentions=[999], status=422)["fields"]


def test_messages_are_paged_oldest_first(lin: Program, ticket: Ticket) -> None:
    for number in range(4):
        say(lin, ticket, "note", str(number))
    first = lin.ask("GET", f"/tickets/{ticket.number}/messages?limit=2")
    say(lin, ticket, "note", "4")
    rest = lin.ask("GET", f"/tickets/{ticket.number}/messages?limit=9&cursor={first['next']}")
    assert [m["text"] for m in first["items"] + rest["items"]][1:] == ["0", "1", "2", "3", "4"]
    assert rest["next"] is None


def test_one_message_reads_alone(lin: Program, ticket: Ticket) -> None:
    message = Message.objects.get(ticket=ticket)
    got = lin.ask("GET", f"/messages/{message.pk}")
    assert got == lin.ask("GET", f"/tickets/{ticket.number}/messages")["items"][0]
    assert got["ticket"] == ticket.number


def test_a_file_goes_up_with_a_message_and_comes_down_again(lin: Program, ticket: Ticket) -> None:
    sent = lin.client.post(f"{BASE}/files?name=票据.txt", data="发票".encode(), content_type="application/octet-stream")
    upload = sent.json()
    assert (sent.status_code, upload["name"], upload["message_id"]) == (201, "票据.txt", None)
    message = say(lin, ticket, "outbound", "见附件", attachments=[upload["id"]])
    assert [file["id"] for file in message["files"]] == [upload["id"]]
    got = lin.send("GET", f"/files/{upload['id']}")
    assert (got.content, got.status_code) == ("发票".encode(), 200)
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert lin.ask("GET", f"/messages/{message['id']}")["files"] == message["files"]


def test_a_form_carries_a_file_too(lin: Program, cast: Cast) -> None:
    sent = lin.client.post(f"{BASE}/files", {"file": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n0000")})
    assert (sent.status_code, sent.json()["media_type"]) == (201, "image/png")
    assert lin.client.post(f"{BASE}/files", {"other": "x"}).status_code == 400


def test_an_upload_is_ones_own_until_it_is_sent(lin: Program, wei: Program, ticket: Ticket) -> None:
    upload = lin.client.post(f"{BASE}/files", data=b"x", content_type="application/octet-stream").json()
    wei.ask("GET", f"/files/{upload['id']}", status=404)
    assert lin.send("GET", f"/files/{upload['id']}").content == b"x"
    say(lin, ticket, "note", "x", attachments=[upload["id"]])
    wei.ask("GET", f"/files/{upload['id']}", status=404)
    assert "attachments" in say(lin, ticket, "note", "again", attachments=[upload["id"]], status=422)["fields"]


def test_read_marks_are_the_customers(lin: Program, ticket: Ticket) -> None:
    message = say(lin, ticket, "outbound", "好的")
    path = f"/tickets/{ticket.number}/read"
    assert lin.ask("POST", path, {"up_to": message["id"]}) == {"marked": 1}
    assert lin.ask("POST", path, {"up_to": message["id"]}) == {"marked": 0}
    assert lin.ask("GET", f"/messages/{message['id']}")["read_at"] is not None


def test_drafts_are_kept_per_kind_and_go_when_sent(lin: Program, ticket: Ticket, cast: Cast) -> None:
    path = f"/tickets/{ticket.number}/drafts"
    lin.ask("GET", f"{path}/note", status=404)
    lin.ask("PUT", f"{path}/note", {"text": "备注"}, status=204)
    lin.ask("PUT", f"{path}/outbound", {"text": "答复"}, status=204)
    assert lin.ask("GET", f"{path}/outbound")["text"] == "答复"
    say(lin, ticket, "outbound", "答复")
    lin.ask("GET", f"{path}/outbound", status=404)
    lin.ask("DELETE", f"{path}/note", status=204)
    assert not Draft.objects.exists()
