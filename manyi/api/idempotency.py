"""A request with an ``Idempotency-Key`` is done once: its answer is kept in the transaction of its effect.

Whoever sends the same request again gets that answer. One that comes while the first is still running waits for it
(the database makes it wait) and gets the same. A request that was refused had no effect and is not kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from manyi.api.models import IdempotentRequest
from manyi.core.actions import now, unit
from manyi.core.errors import BadRequest, Invalid
from manyi.core.rows import insert_once, update

KEPT = dt.timedelta(hours=24)
LONGEST_KEY = 255
KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")


def once(request: HttpRequest, token_id: int, key: str, do: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do a request, or answer as when it was done. Raises :class:`Invalid` when the key came with another request."""
    if not KEY.fullmatch(key):
        raise BadRequest(_("The idempotency key must be 1 to 255 printable ASCII characters."))
    wanted = _hash(request)
    with unit():
        claimed = _claim(token_id, key, wanted)
        if claimed is None:
            return _again(IdempotentRequest.objects.get(token_id=token_id, key=key), wanted)
        response = do()
        if isinstance(response, HttpResponse):
            update(IdempotentRequest(pk=claimed), status=response.status_code, body=response.content.decode())
        return response


def _hash(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    digest.update(request.body)
    return digest.hexdigest()


def _claim(token_id: int, key: str, wanted: str) -> int | None:
    """The id of the new row; None when there is one already. A row that is too old makes room."""
    values = {"token_id": token_id, "key": key, "request_hash": wanted, "created_at": now()}
    claimed = insert_once(IdempotentRequest, **values)
    if claimed is not None:
        return claimed
    same = IdempotentRequest.objects.filter(token_id=token_id, key=key)
    dropped, _rows = same.filter(created_at__lt=now() - KEPT).delete()
    return insert_once(IdempotentRequest, **values) if dropped else None


def _again(row: IdempotentRequest, wanted: str) -> HttpResponse:
    if row.request_hash != wanted:
        raise Invalid(_("This idempotency key was used for another request."))
    response = HttpResponse(row.body, status=row.status)
    if row.body:
        response.headers["Content-Type"] = "application/json"
    response.headers["Idempotency-Replayed"] = "true"
    return response


def forget_old() -> int:
    """Delete what is past its time; returns how many rows went."""
    return IdempotentRequest.objects.filter(created_at__lt=now() - KEPT).delete()[0]
