"""Changing what a ticket says about itself, and its tags."""

from __future__ import annotations

from typing import Any

import pytest

from manyi.conftest import Cast
from manyi.core.errors import Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.events import TagsChanged, TicketChanged
from manyi.desk.models import CustomField, FieldKind, Priority, Ticket, TicketTag, TicketType
from manyi.desk.tests.helpers import fresh, logged


def test_columns_and_fields_change_together_with_old_and_new(cast: Cast, ticket: Ticket) -> None:
    CustomField.objects.create(key="order", names={"en": "Order"}, kind=FieldKind.TEXT)
    complaint = TicketType.objects.get(key="complaint")
    actions.change_ticket(
        ticket, by=cast.actor(cast.lin), type=complaint, priority=Priority.URGENT, fields={"order": "SO-1"}
    )
    row = fresh(ticket)
    assert (row.type_id, row.priority, row.fields) == (complaint.pk, Priority.URGENT, {"order": "SO-1"})
    said = logged(ticket, TicketChanged)[-1]
    assert said.new == {"type_id": complaint.pk, "priority": 4, "field:order": "SO-1"}
    assert said.old["priority"] == Priority.NORMAL


def test_the_same_values_again_record_nothing(cast: Cast, ticket: Ticket) -> None:
    actions.change_ticket(ticket, by=cast.actor(cast.lin), priority=Priority.HIGH)
    actions.change_ticket(ticket, by=cast.actor(cast.lin), priority=Priority.HIGH)
    assert len(logged(ticket, TicketChanged)) == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"subject": "  "}, "subject"),
        ({"priority": 9}, "priority"),
        ({"stage": "later"}, "stage"),
        ({"number": "1"}, "number"),
        ({"fields": {"unknown": 1}}, "field:unknown"),
        ({"fields": {"count": "many"}}, "field:count"),
        ({"fields": {"day": "2026-02-31"}}, "field:day"),
        ({"fields": {"kind": "C"}}, "field:kind"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_changes(
    cast: Cast, ticket: Ticket, changes: dict[str, Any], wrong: str
) -> None:
    CustomField.objects.create(key="count", names={"en": "Count"}, kind=FieldKind.NUMBER)
    CustomField.objects.create(key="day", names={"en": "Day"}, kind=FieldKind.DATE)
    CustomField.objects.create(key="kind", names={"en": "Kind"}, kind=FieldKind.CHOICE, options=["A", "B"])
    version = fresh(ticket).version
    with pytest.raises(Invalid) as refused:
        actions.change_ticket(ticket, by=cast.actor(cast.lin), **changes)
    assert list(refused.value.fields) == [wrong]
    assert fresh(ticket).version == version


def test_customers_change_nothing(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.change_ticket(ticket, by=cast.as_customer(cast.zhou), priority=Priority.URGENT)
    with pytest.raises(NotAllowed):
        actions.set_tags(ticket, ["退款"], by=cast.as_customer(cast.zhou))


def test_tags_are_added_and_removed_with_one_event_each_time(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    actions.set_tags(ticket, ["退款", " 表带 "], by=by)
    actions.set_tags(ticket, ["表带", "换货"], by=by)
    actions.set_tags(ticket, ["换货", "表带"], by=by)
    assert set(TicketTag.objects.filter(ticket=ticket).values_list("tag__name", flat=True)) == {"表带", "换货"}
    assert [(e.added, e.removed) for e in logged(ticket, TagsChanged)] == [
        (["表带", "退款"], []),
        (["换货"], ["退款"]),
    ]
