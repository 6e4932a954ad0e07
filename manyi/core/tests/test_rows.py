"""Rows read and written without the ORM are the same rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.models import Job, StoredFile
from manyi.core.rows import add, delete, insert, insert_once, read, stored_time, update, update_all
from manyi.customers.models import Identity
from manyi.desk.models import Draft, Status, Ticket


def columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_reads_as_the_orm_reads_it(ticket: Ticket, cast: Cast) -> None:
    update(ticket, fields={"order": "A-1", "number": 1.5})
    mine, theirs = read(Ticket, number=ticket.number), Ticket.objects.get(pk=ticket.pk)
    assert mine is not None
    assert columns(mine) == columns(theirs)
    assert (mine.customer, mine.type, mine.owner) == (theirs.customer, theirs.type, None)
    assert (mine, mine._state.adding, model_to_dict(mine)) == (theirs, False, model_to_dict(theirs))


def test_a_read_row_saves_and_refreshes(ticket: Ticket) -> None:
    mine = read(Ticket, id=ticket.pk)
    assert mine is not None
    mine.subject = "新"
    mine.save()
    mine.refresh_from_db()
    assert Ticket.objects.get(pk=ticket.pk).subject == mine.subject == "新"


def test_what_is_not_there_is_none(ticket: Ticket) -> None:
    assert read(Ticket, number="nothing") is None
    assert read(Ticket, lock=True, id=ticket.pk + 1) is None


def test_encrypted_columns_are_encrypted_and_read_back(cast: Cast) -> None:
    values = {"customer_id": cast.zhou.pk, "kind": "phone", "value": "+8613800138000", "value_index": "x" * 32}
    pk = insert(Identity, **values, created_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM customers_identity WHERE id = %s", [pk])
        assert "138" not in cursor.fetchone()[0][:10]
    row = read(Identity, kind="phone", value_index="x" * 32)
    assert row is not None
    assert (row.value, row.is_verified) == ("+8613800138000", False)
    assert Identity.objects.get(pk=pk).value == "+8613800138000"


def test_an_update_writes_choices_times_and_nothing_else(ticket: Ticket) -> None:
    before, at = columns(Ticket.objects.get(pk=ticket.pk)), timezone.now()
    update(ticket, status=Status.HOLD, closed_at=at, owner_id=None)
    after = columns(Ticket.objects.get(pk=ticket.pk))
    assert after == {**before, "status": 3, "closed_at": at, "owner_id": None}


def test_a_unique_value_is_inserted_once(cast: Cast) -> None:
    values = {"name": "x", "args": {"a": 1}, "key": "once", "due_at": timezone.now()}
    first = insert_once(Job, **values)
    assert first is not None
    assert insert_once(Job, **values) is None
    assert Job.objects.get(pk=first).args == {"a": 1}


def test_a_broken_rule_is_an_error_django_knows(cast: Cast) -> None:
    values = {"sha256": "x" * 64, "size": 1, "media_type": "text/plain", "created_at": timezone.now()}
    insert(StoredFile, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(StoredFile, **values)


def test_only_the_named_rows_are_deleted(ticket: Ticket, cast: Cast) -> None:
    for kind in ("out", "note"):
        Draft.objects.create(ticket=ticket, staff=cast.lin, kind=kind, text="x", updated_at=timezone.now())
    delete(Draft, ticket_id=ticket.pk, staff_id=cast.lin.pk, kind="out")
    assert [draft.kind for draft in Draft.objects.all()] == ["note"]


def test_queries_are_counted_as_ever(ticket: Ticket, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        read(Ticket, id=ticket.pk)
        update(ticket, subject="x")


def test_an_added_row_is_the_row_that_is_there(cast: Cast) -> None:
    values = {"number": "20260101-0001", "subject": "x", "channel": "api", "customer_id": cast.zhou.pk}
    at = timezone.now()
    mine = add(Ticket, **values, created_at=at, updated_at=at)
    other = add(Ticket, **{**values, "number": "20260101-0002"}, created_at=at, updated_at=at)
    assert columns(mine) == columns(Ticket.objects.get(pk=mine.pk))
    assert mine.fields is not other.fields


def test_many_rows_are_changed_at_once_and_no_others(cast: Cast) -> None:
    at = timezone.now()
    first, second, third = (insert(Job, name=name, due_at=at) for name in "abc")
    later = at + dt.timedelta(hours=1)
    update_all(
        Job, ("attempts", "leased_until"), [(2, stored_time(later), first), (3, None, second)], "AND name <> 'b'"
    )
    assert [(job.attempts, job.leased_until) for job in Job.objects.order_by("pk")] == [
        (2, later),
        (0, None),
        (0, None),
    ]
    update_all(Job, ("attempts",), [])
    assert third
