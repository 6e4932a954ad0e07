"""The description of the API, for programs and for people, is open and true."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import is_typeddict

import pytest
from django.conf import settings
from django.test import Client

from manyi.api import reference, v1
from manyi.conftest import Cast
from manyi.core.permissions import scopes

DOCS = Path(settings.PACKAGE).parent / "docs" / "api.md"


def test_the_description_is_open_and_cacheable(cast: Cast) -> None:
    response = Client().get("/api/v1/openapi.json")
    assert response.json()["openapi"] == "3.1.0"
    assert response.json() == v1.schema()
    again = Client().get("/api/v1/openapi.json", headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304


def test_every_operation_has_a_name_of_its_own_and_a_known_scope() -> None:
    operations = [one for path in v1.schema()["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
    assert {one["x-scope"] for one in operations} - {""} <= set(scopes())
    assert all(one["summary"] and not one["summary"].endswith(".") for one in operations)


def test_no_two_shapes_share_a_name() -> None:
    """In the description the second would stand for both."""
    shapes = [
        f"{module.__name__}.{name}"
        for module in list(sys.modules.values())
        if module.__name__.startswith("manyi.") and ".api" in module.__name__
        for name, found in vars(module).items()
        if is_typeddict(found) and found.__module__ == module.__name__
    ]
    names = [shape.rsplit(".", 1)[1] for shape in shapes]
    assert sorted(shape for shape in shapes if names.count(shape.rsplit(".", 1)[1]) > 1) == []


def test_every_reference_leads_somewhere() -> None:
    schema = v1.schema()
    for name in re.findall(r"'\$ref': '#/([^']+)'", str(schema)):
        found = schema
        for part in name.split("/"):
            found = found[part]
        assert found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_every_operation_without_foreign_code(cast: Cast, language: str) -> None:
    response = Client(headers={"accept-language": language}).get("/api/v1/docs")
    page = response.content.decode()
    assert response.status_code == 200
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert not re.search(r'(?:src|href)="https?://', page)
    assert not re.search(r"<script(?![^>]*src=)", page)
    for operations in v1.schema()["paths"].values():
        assert all(f'id="{one["operationId"]}"' in page for one in operations.values())
    assert ("参数" if language == "zh-hans" else "Parameters") in page


def test_the_written_reference_is_the_description() -> None:
    assert DOCS.read_text(encoding="utf-8") == reference.written(DOCS.read_text(encoding="utf-8"))
