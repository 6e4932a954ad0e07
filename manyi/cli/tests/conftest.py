"""Real installations for the tests of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from manyi.cli.tests.installation import Installation, copied, prepared


@pytest.fixture(scope="session")
def prepared_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with prepared(tmp_path_factory.mktemp("installation")) as made:
        yield made


@pytest.fixture
def installation(prepared_installation: Installation, tmp_path: Path) -> Iterator[Installation]:
    """Migrated and empty, of this test alone."""
    with copied(prepared_installation, tmp_path / "home") as made:
        yield made
