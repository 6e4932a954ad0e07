"""The description of the API: for programs as OpenAPI, for people as a page. Both are open."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from manyi.api import reading, v1


@lru_cache(maxsize=1)
def _described() -> tuple[bytes, str]:
    content = msgspec.json.encode(v1.schema())
    return content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    content, etag = _described()
    headers = {"ETag": etag, "Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"}
    response = HttpResponse(content, content_type="application/json", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    return render(request, "api/docs.html", {"schema": v1.schema(), "groups": reading.groups(v1.schema())})
