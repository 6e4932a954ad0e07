"""Version 1, assembled from the apps, with its description.

Imported by the first request of a program: what describes its operations takes 25 MB and half a second.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any, NoReturn

import msgspec
from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from manyi.api import PREFIX, description

PARTS = (
    "manyi.desk.api",
    "manyi.notices.api",
    "manyi.customers.api",
    "manyi.customers.orders_api",
    "manyi.people.api",
    "manyi.sla.api",
    "manyi.channels.sides.api",
    "manyi.knowledge.api",
    "manyi.routing.api",
    "manyi.routing.floor.api",
    "manyi.routing.simulation.api",
)


def _build() -> NinjaAPI:
    api = NinjaAPI(
        title="Manyi",
        version="1",
        description=description.INTRODUCTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api-v1",
    )
    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, _pass_on)
    for part in PARTS:
        for tag, resource in import_module(part).RESOURCES:
            api.add_router("", resource, tags=[tag])
    return api


def _pass_on(request: HttpRequest, error: Exception | type[Exception]) -> NoReturn:
    """The gate answers for every exception, so that idempotent requests roll back."""
    raise error


api = _build()


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The OpenAPI 3.1 description."""
    plain = msgspec.json.decode(msgspec.json.encode(dict(api.get_openapi_schema(path_prefix=PREFIX))))
    return description.completed(plain)
