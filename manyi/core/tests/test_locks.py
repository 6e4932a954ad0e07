"""Who has locked a row holds up nobody who only refers to it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.rows import read
from manyi.desk import actions
from manyi.desk.models import Tag, Ticket, TicketTag


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="there whoever writes is alone")
@pytest.mark.parametrize("by_orm", [False, True])
def test_a_reference_to_a_locked_row_is_committed_at_once(cast: Cast, by_orm: bool) -> None:
    # Else this one waits for the ticket, and who has the ticket for the log, which this one holds until its end.
    ticket = actions.create_ticket(cast.zhou, by=SYSTEM, subject="锁住", channel="form")
    tag = Tag.objects.create(name="引用")
    failed: list[Exception] = []

    def refer() -> None:
        try:
            with transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '3s'")
                TicketTag.objects.create(ticket_id=ticket.pk, tag_id=tag.pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        if by_orm:
            Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
        else:
            read(Ticket, lock=True, id=ticket.pk)
        thread = threading.Thread(target=refer)
        thread.start()
        thread.join(timeout=30)
    assert failed == []
    assert TicketTag.objects.filter(ticket_id=ticket.pk).count() == 1
