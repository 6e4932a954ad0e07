"""One's own account: profile, picture, presence, sessions."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Invalid, NotAllowed
from manyi.core.models import Event
from manyi.people import actions
from manyi.people.models import Presence

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


def link_client(cast: Cast) -> Client:
    """A browser signed in through a link, so that its session is on the list."""
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    client.post(f"/login-link/{actions.make_login_link(cast.lin)}/")
    return client


def test_the_profile_is_saved_with_one_event_and_shows_at_once(cast: Cast) -> None:
    client = signed_in(cast.lin)
    sent = {"name": "林晓晓", "language": "en", "time_zone": "Europe/Berlin", "theme": "dark"}
    assert client.post("/account/", sent).status_code == 302
    assert client.post("/account/", sent).status_code == 302
    cast.lin.refresh_from_db()
    assert (cast.lin.name, cast.lin.language, cast.lin.time_zone) == ("林晓晓", "en", "Europe/Berlin")
    assert Event.objects.filter(verb="staff.changed").count() == 1
    assert "My account" in client.get("/account/").text


def test_a_time_zone_that_does_not_exist_is_refused(cast: Cast) -> None:
    sent = {"name": "林晓", "language": "en", "time_zone": "Mars/Olympus", "theme": "dark"}
    assert signed_in(cast.lin).post("/account/", sent).status_code == 422


def test_nobody_changes_somebody_elses_profile(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.change_staff(cast.zhao, by=cast.actor(cast.lin), name="别人")


def test_a_picture_is_kept_shown_sandboxed_and_removed(cast: Cast) -> None:
    client = signed_in(cast.lin)
    client.post("/account/photo/", {"photo": SimpleUploadedFile("me.png", PNG)})
    shown = signed_in(cast.zhao).get(f"/people/{cast.lin.pk}/photo/")
    assert shown.content == PNG
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    client.post("/account/photo/", {"remove": "1"})
    assert client.get(f"/people/{cast.lin.pk}/photo/").status_code == 404
    assert Event.objects.filter(verb="staff.photo_changed").count() == 2


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"not a picture", PNG + b"0" * 2_100_000])
def test_what_is_not_a_small_picture_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Invalid):
        actions.change_photo(cast.lin, content, by=cast.actor(cast.lin))
    signed_in(cast.lin).post("/account/photo/", {"photo": SimpleUploadedFile("me.png", content)})
    cast.lin.refresh_from_db()
    assert cast.lin.photo is None


def test_presence_is_chosen_with_one_event(cast: Cast) -> None:
    client = signed_in(cast.lin)
    for _time in range(2):
        said = client.post("/presence/", {"presence": "busy"})
        assert (said.status_code, said.headers["HX-Trigger"]) == (204, '{"manyi:presence": {"state": "busy"}}')
    assert Presence.objects.get(staff=cast.lin).state == "busy"
    assert Event.objects.filter(verb="staff.presence_changed").count() == 1
    assert 'aria-checked="true"' in client.get("/account/").text
    assert client.post("/presence/", {"presence": "asleep"}).status_code == 422


def test_the_account_page_lists_where_i_am_signed_in(cast: Cast) -> None:
    page = link_client(cast).get("/account/").text
    assert "Firefox · Windows" in page


def test_signing_out_elsewhere_takes_effect_at_once_and_keeps_this_browser(cast: Cast) -> None:
    here, there = link_client(cast), link_client(cast)
    assert there.get("/account/").status_code == 200
    assert here.post("/account/sessions/end/").status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert UserSession.objects.filter(user=cast.lin).count() == 1
    here.post("/account/sessions/end/")
    assert Event.objects.filter(verb="staff.sessions_ended").count() == 1


def test_signing_out_ends_the_session_for_a_copied_cookie_too(cast: Cast) -> None:
    client = link_client(cast)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert thief.get("/account/").status_code == 302


def test_signing_out_of_the_last_browser_is_going_offline(cast: Cast) -> None:
    one, other = link_client(cast), link_client(cast)
    one.post("/presence/", {"presence": "online"})
    one.post("/accounts/logout/")
    assert Presence.objects.get(staff=cast.lin).state == "online"
    other.post("/accounts/logout/")
    assert Presence.objects.get(staff=cast.lin).state == "offline"


def test_an_administrator_signs_a_colleague_out(cast: Cast) -> None:
    client = link_client(cast)
    signed_in(cast.admin).post(f"/people/{cast.lin.pk}/sign-out/")
    assert client.get("/account/").status_code == 302


def test_language_and_theme_are_switched_from_the_menu(cast: Cast) -> None:
    client = signed_in(cast.lin)
    back = client.post("/account/language/", {"language": "en", "next": "/account/"})
    assert back.headers["Location"] == "/account/"
    assert client.post("/account/language/", {"language": "en", "next": "//evil.example"}).headers["Location"] == "/"
    assert client.post("/account/theme/", {"theme": "dark"}).status_code == 204
    cast.lin.refresh_from_db()
    assert (cast.lin.language, cast.lin.theme) == ("en", "dark")
