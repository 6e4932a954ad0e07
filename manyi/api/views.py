"""The description of the API: for programs as OpenAPI, for people as a page. Both are open."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from manyi.api import PREFIX, reading

TONES = {"GET": "info", "POST": "good", "PUT": "soon", "PATCH": "soon", "DELETE": "late"}


def _schema() -> dict[str, Any]:
    from manyi.api import v1

    return v1.schema()


@lru_cache(maxsize=1)
def _described() -> tuple[bytes, str]:
    content = msgspec.json.encode(_schema())
    return content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    content, etag = _described()
    headers = {"ETag": etag, "Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"}
    response = HttpResponse(content, content_type="application/json", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    schema = _schema()
    parts = {"groups": reading.groups(schema), "shapes": reading.shapes(schema), "tones": TONES}
    parts["sample"] = f'curl -H "Authorization: Bearer manyi_…" {request.build_absolute_uri(f"{PREFIX}me")}'
    return render(request, "api/docs.html", {"schema": schema, **parts})
