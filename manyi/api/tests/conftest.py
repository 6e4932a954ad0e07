"""Programs of the cast: Lin's reaches the ticket, Wei's is the outsider, Admin's reads personal fields."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from manyi.api import limits
from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.desk.queries.reference import forget_reference


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    limits.refill()
    forget_reference()
    yield


@pytest.fixture
def lin(cast: Cast) -> Program:
    return Program(cast.lin)


@pytest.fixture
def wei(cast: Cast) -> Program:
    return Program(cast.wei)


@pytest.fixture
def chen(cast: Cast) -> Program:
    return Program(cast.chen)


@pytest.fixture
def admin(cast: Cast) -> Program:
    return Program(cast.admin)
