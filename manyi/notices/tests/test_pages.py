"""The notice centre, its badge, choices, announcements, mail and push."""

from __future__ import annotations

import base64
import socket

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Invalid, NotAllowed, NotFound
from manyi.core.models import Event
from manyi.desk.models import Ticket
from manyi.notices import actions, push, queries, sending
from manyi.notices.models import Notice, Preference, Receipt, Subscription


@pytest.fixture
def notice(cast: Cast, ticket: Ticket) -> Notice:
    actions.tell([cast.lin.pk], "mention", by=cast.actor(cast.zhao), ticket=ticket)
    return Notice.objects.get()


def test_the_centre_shows_what_is_new_and_the_badge_counts_it(
    cast: Cast, notice: Notice, lin_client: Client, wei_client: Client
) -> None:
    html = lin_client.get(reverse("notices")).content.decode()
    assert "赵雨在备注中提到了您" in html
    assert "表带断裂" in html
    assert ">1</span>" in lin_client.get(reverse("notices-badge")).content.decode()
    assert "赵雨" not in wei_client.get(reverse("notices")).content.decode()
    lin_client.post(reverse("notices-seen"), {"only": str(notice.pk)})
    assert queries.unseen(cast.actor(cast.lin)) == 0
    assert "赵雨在备注中提到了您" not in lin_client.get(reverse("notices"), {"new": "1"}).content.decode()


def test_nobody_sees_for_another(cast: Cast, notice: Notice, wei_client: Client) -> None:
    for sent in ({"only": str(notice.pk)}, {"up_to": str(notice.pk)}, {"ticket": str(notice.ticket_id)}):
        wei_client.post(reverse("notices-seen"), sent)
    assert queries.unseen(cast.actor(cast.lin)) == 1


def test_opening_the_ticket_empties_the_badge(notice: Notice, lin_client: Client) -> None:
    sent = {"ticket": str(notice.ticket_id)}
    answer = lin_client.post(reverse("notices-seen"), sent, headers={"hx-request": "true"}).content.decode()
    assert "hidden" in answer


def test_choices_are_kept(cast: Cast, lin_client: Client) -> None:
    sent = {"way-mention": ["centre"], "digest": "daily", "quiet_from": "22:00", "quiet_to": "07:30"}
    assert lin_client.post(reverse("notice-choices"), sent).status_code == 302
    row = Preference.objects.get()
    assert row.choices["mention"] == ["centre"]
    assert row.choices["message"] == []
    assert (row.digest, str(row.quiet_to), row.has_sound) == ("daily", "07:30:00", False)
    assert lin_client.get(reverse("notice-choices")).status_code == 200
    assert lin_client.post(reverse("notice-choices"), {**sent, "quiet_to": ""}).status_code == 422


def test_the_desktop_is_told_the_newest_and_whether_it_is_quiet(notice: Notice, lin_client: Client) -> None:
    found = lin_client.get(reverse("notices-newest")).json()
    assert found["notice"]["title"] == "赵雨在备注中提到了您"
    assert (found["quiet"], found["sound"]) == (False, True)


def test_the_gathered_mail_says_each_thing_once(cast: Cast, notice: Notice) -> None:
    wanted: dict[str, object] = {
        "choices": {},
        "digest": "hourly",
        "quiet_from": None,
        "quiet_to": None,
        "has_sound": True,
    }
    actions.save_preference(by=cast.actor(cast.lin), **wanted)  # type: ignore[arg-type]
    assert sending.mail_digests() == 1
    assert mail.outbox[0].to == ["lin@obsidian.example"]
    assert "赵雨在备注中提到了您" in mail.outbox[0].body
    Preference.objects.update(digested_at=None)
    assert sending.mail_digests() == 0
    assert len(mail.outbox) == 1


def test_an_announcement_counts_who_has_read_it(cast: Cast) -> None:
    row = actions.publish(by=cast.actor(cast.chen), title="台风", text="华东停运两天", team=cast.wearables)
    assert set(Receipt.objects.values_list("staff__name", flat=True)) == {"林晓", "赵雨"}
    lin = signed_in(cast.lin)
    assert "台风" in lin.get(reverse("notices")).content.decode()
    for _ in range(2):
        lin.post(reverse("announcement-reading", args=[row.pk]))
    assert Event.objects.filter(verb="announcement.read").count() == 1
    (line,) = queries.announcements(cast.actor(cast.chen))
    assert (line.readers, line.read) == (2, 1)
    html = signed_in(cast.chen).get(reverse("announcement", args=[row.pk])).content.decode()
    assert "2 人中 1 人已读" in html
    assert signed_in(cast.wei).get(reverse("announcement", args=[row.pk])).status_code == 404


def test_announcing_needs_the_permission_and_withdrawn_it_is_gone(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.publish(by=cast.actor(cast.lin), title="x", text="y")
    with pytest.raises(Invalid):
        actions.publish(by=cast.actor(cast.chen), title=" ", text="")
    chen = signed_in(cast.chen)
    chen.post(reverse("announcement-new"), {"title": "系统维护", "text": "今晚", "team": ""})
    (line,) = queries.announcements(cast.actor(cast.wei))
    chen.post(reverse("announcement-withdrawal", args=[line.row.pk]))
    assert queries.announcements(cast.actor(cast.wei)) == []
    with pytest.raises(NotFound):
        queries.get_announcement(cast.actor(cast.wei), line.row.pk)


def test_a_push_message_is_encrypted_as_the_standard_says() -> None:
    """The example of RFC 8291, appendix A."""
    number = push.unpadded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    own = ec.derive_private_key(int.from_bytes(number, "big"), push.CURVE)
    body = push.encrypted(
        b"When I grow up, I want to be a watermelon",
        push.unpadded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        push.unpadded("BTBZMqHH6r4Tts7J_aSIgg"),
        own=own,
        salt=push.unpadded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    expected = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert base64.urlsafe_b64encode(body).rstrip(b"=").decode() == expected


BROWSER = {
    "endpoint": "https://push.example.com/send/abc",
    "key": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "secret": "BTBZMqHH6r4Tts7J_aSIgg",
}


def test_a_browser_that_has_left_is_forgotten(
    cast: Cast, notice: Notice, lin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    for _ in range(2):
        assert lin_client.post(reverse("notices-browsers"), BROWSER, content_type="application/json").status_code == 204
    assert Subscription.objects.count() == 1
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", ("93.184.216.34", 443))])
    answers = iter((201, 410))

    def post(url: str, **options: object) -> httpx.Response:
        sent.append((url, options))
        return httpx.Response(next(answers), request=httpx.Request("POST", url))

    monkeypatch.setattr(httpx, "post", post)
    sending.push_notice(notice.pk)
    assert sent[0][0] == BROWSER["endpoint"]
    assert Subscription.objects.count() == 1
    sending.push_notice(notice.pk)
    assert not Subscription.objects.exists()


def test_push_never_knocks_at_the_house_s_own_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("127.0.0.1", "10.0.0.8", "169.254.169.254", "::1"):
        found = [(0, 0, 0, "", (address, 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, found=found, **_k: found)
        with pytest.raises(push.Gone):
            push.send("https://inside.example/x", BROWSER["key"], BROWSER["secret"], b"x")


@pytest.mark.parametrize("change", [{"endpoint": "http://push.example.com"}, {"key": "AAAA"}, {"secret": "AAAA"}])
def test_what_no_browser_would_give_is_refused(lin_client: Client, change: dict[str, str]) -> None:
    sent = {**BROWSER, **change}
    answer = lin_client.post(reverse("notices-browsers"), sent, content_type="application/json")
    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_a_browser_s_address_is_a_secret(cast: Cast) -> None:
    row = actions.subscribe(by=cast.actor(cast.lin), **BROWSER)
    assert row.created_at <= timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT endpoint, key, secret FROM notices_subscription")
        stored = cursor.fetchone()
    assert not set(stored) & set(BROWSER.values())
