"""Schemathesis asks every operation things nobody would ask; no answer may break its own description."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from manyi.api import v1
from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.customers import actions as customers
from manyi.desk import actions as desk
from manyi.desk.models import CustomField, Message, Ticket

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    allow_header_conformance,
]
DESCRIPTION = deepcopy(v1.schema())
for described in (one for path in DESCRIPTION["paths"].values() for one in path.values()):
    del described["security"]  # every question carries a good token; bad ones have tests of their own
SCHEMA: Any = schemathesis.openapi.from_dict(DESCRIPTION)
SCHEMA.app = get_wsgi_application()
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
WITH_INPUT = [
    operation
    for operation in OPERATIONS
    if operation.body
    or operation.query
    or any(one.definition["schema"]["type"] == "integer" for one in operation.path_parameters)
]
EXAMPLES = 6
SEED = crc32(connection.vendor.encode())
"""Each database is asked other things."""


@pytest.fixture
def known(cast: Cast, ticket: Ticket) -> dict[str, Any]:
    """Ids that lead somewhere, by the name of the path's parameter."""
    CustomField.objects.create(key="order", names={"en": "Order"}, kind="number")
    message = Message.objects.get(ticket=ticket)
    upload = desk.upload(None, by=cast.actor(cast.admin), name="a.txt", content=b"a")
    proposal = customers.propose_duplicate(cast.zhou, cast.stranger, reasons=["same_name"], score=80, by=SYSTEM)
    assert proposal is not None
    return {
        "number": ticket.number,
        "message_id": message.pk,
        "file_id": upload.pk,
        "customer_id": cast.zhou.pk,
        "identity_id": cast.zhou.identities.get().pk,
        "duplicate_id": proposal.pk,
        "staff_id": cast.zhao.pk,
        "kind": "note",
        "key": "mine",
    }


@pytest.fixture
def undone(db: None) -> Iterator[Any]:
    """Runs something and takes its effects back, so that each question meets the same desk."""

    def run(do: Any) -> None:
        with transaction.atomic():
            do()
            transaction.set_rollback(True)

    # As Django's test client does: the end of a request must not end the test's transaction.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield run
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_every_answer_is_as_described(admin: Program, known: dict[str, Any], undone: Any, operation: Any) -> None:
    headers = {"Authorization": f"Bearer {admin.secret}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(SEED)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: Any) -> None:
        for name, value in known.items():
            if name in case.path_parameters and crc32(str(case.path_parameters[name]).encode()) % 4:
                case.path_parameters[name] = value
        undone(lambda: case.call_and_validate(headers=headers, checks=CHECKS))

    ask()


@pytest.mark.parametrize("operation", WITH_INPUT, ids=[operation.label for operation in WITH_INPUT])
def test_nonsense_is_refused(admin: Program, known: dict[str, Any], undone: Any, operation: Any) -> None:
    headers = {"Authorization": f"Bearer {admin.secret}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(SEED)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: Any) -> None:
        undone(lambda: case.call_and_validate(headers=headers, checks=CHECKS))

    ask()
