"""The pages about customers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from manyi.conftest import Cast, signed_in
from manyi.core.actors import SYSTEM
from manyi.core.models import Event
from manyi.customers import actions
from manyi.customers.models import Company, Customer, CustomerMerge, DuplicateProposal, Identity
from manyi.people.models import Role


def test_the_list_finds_by_name_and_by_exact_address(cast: Cast) -> None:
    actions.add_identity(cast.zhou, "phone", "13812345678", by=SYSTEM)
    client = signed_in(cast.lin)
    for text in ("周", "138-1234-5678", "ZHOUMIN@example.com"):
        page = client.get("/customers/", {"text": text}).text
        assert "周敏" in page and "陌生人" not in page, text
    assert "周敏" not in client.get("/customers/", {"text": "zhoumin@"}).text


def test_the_list_masks_what_the_viewer_may_not_read(cast: Cast) -> None:
    assert "zhoumin@" not in signed_in(cast.lin).get("/customers/").text
    assert "zhoumin@example.com" in signed_in(cast.chen).get("/customers/").text


def test_the_list_is_narrowed_by_class_vip_and_company(cast: Cast) -> None:
    company = actions.create_company("华辰科技", by=SYSTEM)
    actions.change_customer(cast.zhou, by=SYSTEM, value_class="A", is_vip=True, company=company)
    client = signed_in(cast.lin)
    for query in ("value_class=A", "vip=on", f"company={company.pk}"):
        page = client.get(f"/customers/?{query}").text
        assert "周敏" in page and "陌生人" not in page


def test_pages_of_the_list_join_without_gaps(cast: Cast) -> None:
    for number in range(118):
        actions.recognise("email", f"p{number}@example.com", name=f"客户{number}", by=SYSTEM)
    client, seen, path = signed_in(cast.lin), [], "/customers/"
    while path:
        page = client.get(path).text
        seen += [part.split("/")[0] for part in page.split('class="cut" href="/customers/')[1:]]
        path = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in page else ""
        path = f"/customers/{path}" if path else ""
    assert sorted(map(int, seen)) == sorted(Customer.objects.values_list("pk", flat=True))


def test_the_list_asks_as_much_for_many_as_for_few(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        actions.recognise("email", f"p{number}@example.com", name=f"客户{number}", by=SYSTEM)
    client = signed_in(cast.lin)
    client.get("/customers/")
    with django_assert_max_num_queries(6):
        client.get("/customers/")


def test_a_merged_customer_leaves_the_list_and_his_page_leads_on(cast: Cast) -> None:
    actions.merge_customers(cast.zhou, cast.stranger, by=SYSTEM)
    client = signed_in(cast.lin)
    assert "陌生人" not in client.get("/customers/").text
    assert client.get(f"/customers/{cast.stranger.pk}/").headers["Location"] == f"/customers/{cast.zhou.pk}/"


def test_the_file_shows_the_tickets_the_viewer_reaches(cast: Cast, ticket: Any) -> None:
    path = f"/customers/{cast.zhou.pk}/"
    assert ticket.subject in signed_in(cast.lin).get(path).text
    assert ticket.subject not in signed_in(cast.wei).get(path).text


def test_the_file_asks_no_more_with_many_tickets(
    cast: Cast, ticket: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.lin)
    client.get(f"/customers/{cast.zhou.pk}/")
    with django_assert_max_num_queries(14):
        client.get(f"/customers/{cast.zhou.pk}/")


def test_the_file_is_edited_with_one_event_and_a_new_company(cast: Cast) -> None:
    client, path = signed_in(cast.lin), f"/customers/{cast.zhou.pk}/edit/"
    assert "周敏" in client.get(path).text
    sent = {
        "name": "周敏",
        "company": " 华辰  科技 ",
        "language": "zh-hans",
        "value_class": "A",
        "is_vip": "on",
        "notes": "爱喝茶",
    }
    for _time in range(2):
        assert client.post(path, sent).headers["Location"] == f"/customers/{cast.zhou.pk}/"
    cast.zhou.refresh_from_db()
    assert cast.zhou.company == Company.objects.get(name="华辰 科技")
    assert (cast.zhou.value_class, cast.zhou.is_vip, cast.zhou.notes) == ("A", True, "爱喝茶")
    assert Event.objects.filter(verb="customer.changed").count() == 1
    assert client.post(path, {**sent, "name": ""}).status_code == 422
    assert client.post(path, {**sent, "value_class": "Z"}).status_code == 422


def test_a_customer_is_entered_by_hand_or_found(cast: Cast) -> None:
    client = signed_in(cast.lin)
    sent = {"name": "孙岚", "kind": "phone", "value": "13900001111", "company": "华辰"}
    made = client.post("/customers/new/", sent)
    customer = Customer.objects.get(name="孙岚")
    assert made.headers["Location"] == f"/customers/{customer.pk}/"
    again = client.post("/customers/new/", {**sent, "name": "别人", "value": "139 0000 1111", "company": "新公司"})
    assert again.headers["Location"] == f"/customers/{customer.pk}/"
    assert not Customer.objects.filter(name="别人").exists()
    assert not Company.objects.filter(name="新公司").exists()
    assert client.post("/customers/new/", {**sent, "value": "12"}).status_code == 422


def test_an_address_of_somebody_else_offers_to_compare(cast: Cast) -> None:
    path = f"/customers/{cast.stranger.pk}/identities/"
    sent = {"kind": "email", "value": "zhoumin@example.com"}
    answer = signed_in(cast.chen).post(path, sent)
    assert answer.status_code == 422
    assert f"/customers/{cast.stranger.pk}/compare/{cast.zhou.pk}/" in answer.text
    assert signed_in(cast.lin).post(path, {"kind": "phone", "value": "13812345678"}).status_code == 302
    assert signed_in(cast.lin).post(path, {"kind": "phone", "value": "1"}).status_code == 422
    assert Identity.objects.filter(customer=cast.stranger).count() == 2


def test_proposals_are_compared_merged_undone_and_refused(cast: Cast) -> None:
    client = signed_in(cast.chen)
    actions.propose_duplicate(cast.zhou, cast.stranger, reasons=["same_phone"], score=70, by=SYSTEM)
    page = client.get("/customers/duplicates/").text
    assert "周敏" in page and "陌生人" in page and "70%" in page
    assert "周敏" in client.get(f"/customers/{cast.stranger.pk}/").text
    assert client.get(f"/customers/{cast.zhou.pk}/compare/{cast.stranger.pk}/").status_code == 200
    client.post(f"/customers/{cast.zhou.pk}/merge/{cast.stranger.pk}/")
    client.post(f"/customers/{cast.zhou.pk}/merge/{cast.stranger.pk}/")
    merge = CustomerMerge.objects.get()
    assert f"/customers/merges/{merge.pk}/undo/" in client.get(f"/customers/{cast.zhou.pk}/").text
    assert f"/customers/merges/{merge.pk}/undo/" in client.get("/customers/duplicates/").text
    client.post(f"/customers/merges/{merge.pk}/undo/")
    cast.stranger.refresh_from_db()
    assert cast.stranger.merged_into is None
    third = actions.recognise("email", "x@example.com", by=SYSTEM)
    proposal = actions.propose_duplicate(cast.zhou, third, reasons=["same_name"], score=60, by=SYSTEM)
    assert proposal is not None
    client.post(f"/customers/duplicates/{proposal.pk}/reject/")
    assert not DuplicateProposal.objects.filter(settled_at=None).exists()


def test_the_other_one_is_found_by_address_or_number(cast: Cast) -> None:
    client, path = signed_in(cast.chen), f"/customers/{cast.zhou.pk}/seek/"
    goal = f"/customers/{cast.zhou.pk}/compare/{cast.stranger.pk}/"
    for text in ("stranger@example.org", f"#{cast.stranger.pk}", str(cast.stranger.pk)):
        assert client.post(path, {"text": text}).headers["Location"] == goal
    for text in ("nobody@example.org", "", f"#{cast.zhou.pk}"):
        assert client.post(path, {"text": text}).headers["Location"] == f"/customers/{cast.zhou.pk}/"


def test_companies_are_listed_and_renamed(cast: Cast) -> None:
    company = actions.create_company("华辰", by=SYSTEM)
    actions.create_company("星海", by=SYSTEM)
    actions.change_customer(cast.zhou, by=SYSTEM, company=company)
    client = signed_in(cast.lin)
    assert "华辰" in client.get("/customers/companies/?text=华").text
    assert client.post(f"/customers/companies/{company.pk}/", {"name": "星海"}).status_code == 422
    assert client.post(f"/customers/companies/{company.pk}/", {"name": "华辰科技"}).status_code == 302
    assert Event.objects.filter(verb="company.renamed").count() == 1


PAGES = ("", "new/", "duplicates/", "companies/", "companies/1/", "{zhou}/", "{zhou}/edit/", "{zhou}/compare/{other}/")
POSTS = (
    "{zhou}/identities/", "{zhou}/seek/", "{zhou}/merge/{other}/", "duplicates/1/reject/", "merges/1/undo/",
)  # fmt: skip


def filled(cast: Cast, path: str) -> str:
    return "/customers/" + path.format(zhou=cast.zhou.pk, other=cast.stranger.pk)


@pytest.mark.parametrize("path", [*PAGES, *POSTS])
def test_strangers_are_sent_to_the_sign_in_page(cast: Cast, path: str) -> None:
    before = Event.objects.count()
    client = Client()
    answer = client.post(filled(cast, path)) if path in POSTS else client.get(filled(cast, path))
    assert answer.headers["Location"].startswith("/accounts/login/?next=")
    assert Event.objects.count() == before


@pytest.mark.parametrize("path", [*PAGES, *POSTS])
def test_a_role_without_customers_sees_and_changes_none(cast: Cast, path: str) -> None:
    Role.objects.filter(key="agent").update(permissions=["ticket.see"])
    before = Event.objects.count()
    client = signed_in(cast.wei)
    if path not in POSTS:
        assert client.get(filled(cast, path)).status_code in (403, 404)
    sent = {"name": "X", "kind": "email", "value": "x@x.example", "text": "x@x.example"}
    assert client.post(filled(cast, path), sent).status_code in (403, 404, 405)
    assert Event.objects.count() == before


@pytest.mark.parametrize("path", ["new/", "{zhou}/edit/", "{zhou}/identities/", "companies/1/", *POSTS])
def test_who_only_looks_changes_nothing(cast: Cast, path: str) -> None:
    actions.create_company("华辰", by=SYSTEM)
    Role.objects.filter(key="agent").update(permissions=["customer.see"])
    before = Event.objects.count()
    sent = {"name": "X", "kind": "email", "value": "x@x.example", "text": "x@x.example"}
    assert signed_in(cast.wei).post(filled(cast, path), sent).status_code in (403, 404)
    assert Event.objects.count() == before
