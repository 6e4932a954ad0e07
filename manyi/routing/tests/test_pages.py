"""The pages of the routing."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.routing import actions
from manyi.routing.models import Offer, Policy, Queue
from manyi.routing.tests.helpers import ask, assignees, online, react


def test_a_ticket_tells_why_this_agent(cast: Cast, lin_client: Client) -> None:
    online(cast, cast.lin)
    online(cast, cast.zhao, state="busy")
    made = ask(cast, "为什么是她")
    react()
    page = lin_client.get(f"/tickets/{made.number}/routing").content.decode()
    assert "分配给 林晓" in page
    assert "赵雨" in page
    assert "忙碌" in page


def test_a_waiting_ticket_tells_why_nobody_has_it(cast: Cast, lin_client: Client) -> None:
    made = ask(cast, "没人")
    online(cast, cast.lin, state="away")
    react()
    page = lin_client.get(f"/tickets/{made.number}/routing").content.decode()
    assert "还没有人处理" in page
    assert "离开" in page


def test_the_outsider_learns_nothing(cast: Cast, wei_client: Client) -> None:
    made = ask(cast, "不给看")
    assert wei_client.get(f"/tickets/{made.number}/routing").status_code == 404


def test_an_offer_is_accepted_on_any_page(cast: Cast, lin_client: Client) -> None:
    Queue.objects.create(names={"en": "Offers"}, terms={"offers": 20})
    actions.revise()
    online(cast, cast.lin)
    made = ask(cast, "请接单")
    react()
    assert "派给您：请接单" in lin_client.get("/offers/").content.decode()
    offer = Offer.objects.get(ticket=made)
    assert signed_in(cast.zhao).post(f"/offers/{offer.pk}", {"answer": "accept"}).status_code == 404
    answer = lin_client.post(f"/offers/{offer.pk}", {"answer": "accept"})
    assert made.number in answer["Location"]
    assert assignees(made) == [cast.lin.pk]
    assert "请接单" not in lin_client.get("/offers/").content.decode()


def test_declining_leaves_the_page_where_it_is(cast: Cast, lin_client: Client) -> None:
    Queue.objects.create(names={"en": "Offers"}, terms={"offers": 20})
    actions.revise()
    online(cast, cast.lin)
    made = ask(cast, "不接")
    react()
    offer = Offer.objects.get(ticket=made)
    answer = lin_client.post(f"/offers/{offer.pk}", {"answer": "decline"}, headers={"HX-Request": "true"})
    assert "不接" not in answer.content.decode()
    offer.refresh_from_db()
    assert offer.outcome == "declined"


def test_every_page_hears_what_is_offered(lin_client: Client) -> None:
    page = lin_client.get("/customers/").content.decode()
    assert re.search(r'<div class="float" id="offers" data-live-topic="verb:offer.made', page)
    assert re.search(r'<m-live url="[^"]+/live" token="[^"]+" position="\d+" while-seen>', page)


def test_a_queue_that_is_refused_keeps_what_was_chosen(cast: Cast) -> None:
    weights = Policy.objects.get(is_default=True)
    values = {
        "name-en": "Sales",
        "policy": weights.pk,
        "served_by": cast.audio.pk,
        "within": "soon",
        "teams": cast.audio.pk,
    }
    page = signed_in(cast.admin).post(reverse("routing-queue-new"), values).content.decode()
    assert 'value="soon"' in page
    assert f'name="served_by" value="{cast.audio.pk}" checked' in page
    assert f'name="teams" value="{cast.audio.pk}" checked' in page
    assert f'<option value="{weights.pk}" selected>' in page
    assert 'name="is_active" value="on">' in page
