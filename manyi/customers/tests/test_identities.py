"""Addresses: found however they are written, never readable in the database, masked for those without the class."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.errors import Conflict, Invalid
from manyi.core.keyfile import make_keys
from manyi.core.models import Event
from manyi.customers import access, actions, queries
from manyi.customers.identities import mask, normalise
from manyi.customers.models import Customer, Identity


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "０１３８１２３４５６７８"[1:],
        "(+86)13812345678",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(db: None, written: str) -> None:
    owner = actions.recognise("phone", "+8613812345678", by=SYSTEM)
    assert actions.find("phone", written) == owner
    assert queries.owners_of(written) == [owner.pk]


def test_an_email_is_found_in_any_case(db: None) -> None:
    owner = actions.recognise("email", "Zhou.Min@Example.com", by=SYSTEM)
    assert actions.find("email", " zhou.min@EXAMPLE.com ") == owner


@pytest.mark.parametrize(("kind", "value"), [("email", "@x"), ("email", "a@b@c"), ("phone", "123"), ("phone", "abc")])
def test_what_cannot_be_an_address_is_refused(db: None, kind: str, value: str) -> None:
    assert normalise(kind, value) == ""
    with pytest.raises(Invalid):
        actions.recognise(kind, value, by=SYSTEM)
    assert not Customer.objects.exists()


def test_the_database_holds_no_address_in_clear(db: None) -> None:
    actions.recognise("email", "geheim@example.com", name="周敏", by=SYSTEM)
    actions.recognise("phone", "13812345678", by=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM customers_identity")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT payload FROM core_event")
        log = str(cursor.fetchall())
    for clear in ("geheim", "example.com", "13812345678", "1234567"):
        assert clear not in rows
        assert clear not in log


def test_notes_are_encrypted_too(cast: Cast) -> None:
    actions.change_customer(cast.zhou, by=cast.actor(cast.lin), notes="住在建国路 88 号")
    with connection.cursor() as cursor:
        cursor.execute("SELECT notes FROM customers_customer WHERE id = %s", [cast.zhou.pk])
        assert "建国路" not in cursor.fetchone()[0]
    assert Customer.objects.get(pk=cast.zhou.pk).notes == "住在建国路 88 号"


def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys.txt")
    assert stat.S_IMODE((tmp_path / "keys.txt").stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(settings.KEY_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("kind", "value", "seen"),
    [
        ("email", "zhoumin@example.com", "z•••@example.com"),
        ("phone", "+8613812345678", "138 •••• 5678"),
        ("external", "shop-129931", "shop•••"),
    ],
)
def test_a_mask_is_enough_to_recognise_and_not_to_use(kind: str, value: str, seen: str) -> None:
    assert mask(kind, value) == seen


def test_only_the_personal_class_reads_in_clear(cast: Cast) -> None:
    address = Identity.objects.get(customer=cast.zhou)
    assert access.shown(cast.actor(cast.chen), address) == "zhoumin@example.com"
    assert access.shown(cast.actor(cast.lin), address) == "z•••@example.com"
    assert access.shown(cast.as_customer(cast.zhou), address) == "zhoumin@example.com"
    assert access.shown(cast.as_customer(cast.stranger), address) == "z•••@example.com"


def test_one_more_address_is_one_event_however_often_it_is_added(cast: Cast) -> None:
    by = cast.actor(cast.lin)
    first = actions.add_identity(cast.zhou, "phone", "13812345678", by=by)
    again = actions.add_identity(cast.zhou, "phone", "+86 138 1234 5678", by=by)
    assert first == again
    assert Event.objects.filter(verb="customer.identity_added").count() == 1


def test_somebody_elses_address_is_a_conflict_that_names_the_owner(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        actions.add_identity(cast.stranger, "email", "zhoumin@example.com", by=cast.actor(cast.lin))
    assert refused.value.data["customer"] == cast.zhou.pk
    assert Identity.objects.filter(customer=cast.stranger).count() == 1
