"""Finding customers who may be one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.log import run_reader
from manyi.core.models import Event
from manyi.customers import actions, queries
from manyi.customers.duplicates import Known, compare, loose_mailbox, loose_phone, name_key
from manyi.customers.models import Customer, DuplicateProposal

KNOWN = st.builds(
    Known,
    name=st.sampled_from(["", "周敏", "周敏女士", "Hannah Weiss", "Weiss, Hannah", "Hanna Weiss", "王伟"]),
    company_id=st.sampled_from([None, 1, 2]),
    phones=st.frozensets(st.sampled_from("ab")),
    mailboxes=st.frozensets(st.sampled_from("xy")),
)


@given(KNOWN, KNOWN)
def test_the_order_does_not_matter_and_the_score_is_a_percentage(one: Known, other: Known) -> None:
    finding = compare(one, other)
    assert finding == compare(other, one)
    assert 0 <= finding.score <= 100
    assert bool(finding.score) == bool(finding.reasons)


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        (Known("周敏"), Known("周敏"), False),
        (Known("周敏", 7), Known("周敏女士", 7), True),
        (Known("周敏", 7), Known("周明", 7), False),
        (Known("", None, frozenset("a")), Known("Zhou", None, frozenset("a")), True),
        (
            Known("Hannah Weiss", None, frozenset(), frozenset("x")),
            Known("WEISS Hanna", None, frozenset(), frozenset("x")),
            True,
        ),
        (Known("周敏", None, frozenset(), frozenset("x")), Known("王伟", None, frozenset(), frozenset("x")), False),
    ],
)
def test_what_is_asked_about(one: Known, other: Known, asked: bool) -> None:
    assert compare(one, other).is_worth_asking is asked


def test_names_are_compared_without_titles_accents_and_order() -> None:
    assert name_key("José García") == name_key("garcia, JOSE")
    assert name_key("周敏女士") == name_key("周敏")


def test_loose_forms_keep_what_stays_the_same() -> None:
    assert loose_phone("+4915123456789") == loose_phone("0151 23456789") == "5123456789"
    assert loose_phone("110") == ""
    assert loose_mailbox("zhou.min+shop@qq.com") == loose_mailbox("zhoumin@163.com") == "zhoumin"
    assert loose_mailbox("info@obsidian.example") == loose_mailbox("li@x.cn") == ""


def settle() -> None:
    while run_reader("customers"):
        pass


def test_a_newcomer_with_the_same_mailbox_and_name_is_proposed_once(cast: Cast) -> None:
    settle()
    twin = actions.recognise("email", "zhou.min@qq.com", name="周敏", by=SYSTEM)
    settle()
    proposal = DuplicateProposal.objects.get()
    assert (proposal.first, proposal.second) == (cast.zhou, twin)
    assert proposal.reasons == ["same_mailbox", "same_name"]
    actions.add_identity(twin, "phone", "13812345678", by=SYSTEM)
    settle()
    assert DuplicateProposal.objects.count() == 1
    assert Event.objects.filter(verb="customer.duplicate_proposed").count() == 1


def test_the_same_phone_in_another_format_is_found_across_kinds(db: None) -> None:
    one = actions.recognise("phone", "13812345678", by=SYSTEM)
    other = actions.recognise("external", "008613812345678", by=SYSTEM)
    settle()
    proposal = DuplicateProposal.objects.get()
    assert {proposal.first, proposal.second} == {one, other}
    assert proposal.reasons == ["same_phone"]


def test_a_name_and_company_written_later_are_compared(cast: Cast) -> None:
    company = actions.create_company("华辰科技", by=cast.actor(cast.lin))
    for name in ("李雷", "韩梅"):
        made = actions.create_customer(name=name, company=company, by=cast.actor(cast.lin))
    settle()
    assert not DuplicateProposal.objects.exists()
    actions.change_customer(made, by=cast.actor(cast.lin), name="李雷")
    settle()
    assert DuplicateProposal.objects.get().reasons == ["same_name", "same_company"]


def test_people_said_to_be_different_are_not_proposed_again(cast: Cast) -> None:
    proposal = actions.propose_duplicate(cast.zhou, cast.stranger, reasons=["same_name"], score=60, by=SYSTEM)
    assert proposal is not None
    for _time in range(2):
        actions.reject_duplicate(proposal, by=cast.actor(cast.chen))
    assert Event.objects.filter(verb="customer.duplicate_rejected").count() == 1
    again = actions.propose_duplicate(cast.stranger, cast.zhou, reasons=["same_phone"], score=90, by=SYSTEM)
    assert again is None


def test_few_are_compared_however_many_there_are(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        actions.recognise("email", f"zhoumin@p{number}.example", name="周敏", by=SYSTEM)
    newcomer = Customer.objects.latest("pk")
    with django_assert_max_num_queries(5):
        _newcomer, others = queries.comparable(newcomer)
    assert len(others) == 20
    assert len(actions.find_duplicates(newcomer, by=SYSTEM)) == 20
