"""One address is one customer, also when two channels meet it in the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from manyi.core.actors import SYSTEM
from manyi.core.models import Event
from manyi.customers import actions
from manyi.customers.models import Customer, Identity


def test_the_second_contact_finds_the_first_and_fills_gaps(db: None) -> None:
    first = actions.recognise("email", "a@example.com", by=SYSTEM)
    second = actions.recognise("email", "A@example.com", name="安", language="en", by=SYSTEM)
    third = actions.recognise("email", "a@example.com", name="别人", by=SYSTEM)
    assert first == second == third
    assert Customer.objects.get().name == "安"
    assert Event.objects.filter(verb="customer.created").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_connections_at_once_make_one_customer() -> None:
    together, found, failed = threading.Barrier(2), [], []

    def arrive() -> None:
        try:
            together.wait(timeout=10)
            found.append(actions.recognise("phone", "13812345678", name="周敏", by=SYSTEM).pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    for _round in range(5):
        threads = [threading.Thread(target=arrive) for _thread in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert not failed
        assert len(set(found)) == 1
        assert Customer.objects.count() == Identity.objects.count() == 1
        assert Event.objects.filter(verb="customer.created").count() == 1
        Identity.objects.all().delete()
        Customer.objects.all().delete()
        Event.objects.all().delete()
        found.clear()
