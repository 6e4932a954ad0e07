"""Every refusal of the API as problem+json: what an exception means to a program, in the language it asked for."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict

from manyi.core.errors import BadRequest, Conflict, Invalid, NotAllowed, NotFound, Refused, Text

log = logging.getLogger("manyi.api")


class Problem(TypedDict):
    """RFC 9457 problem details. ``code`` is for programs, ``fields`` says what is wrong with which field."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: NotRequired[dict[str, str]]


class NoToken(Refused):
    """No token, or one that is not valid any more."""

    code, status, title = "no_token", 401, _("A valid token is needed")


class WrongMethod(Refused):
    """The address exists, but not for this method."""

    code, status, title = "wrong_method", 405, _("This address does not take this method")


class TooLarge(Refused):
    """More was sent than the installation takes."""

    code, status, title = "too_large", 413, _("The request is too large")


class WrongType(Refused):
    """The body is not of the type the operation reads."""

    code, status, title = "wrong_type", 415, _("The content type can't be read here")


class Broken(Refused):
    """A fault of ours; its details are in the log under the request's id."""

    code, status, title = "broken", 500, _("Something went wrong on our side")


class Busy(Refused):
    """The database did not answer in time."""

    code, status, title = "busy", 503, _("The installation is busy, please try again")


MEANINGS: tuple[tuple[type[Exception], type[Refused]], ...] = (
    (Http404, NotFound),
    (PermissionDenied, NotAllowed),
    (RequestDataTooBig, TooLarge),
    (SuspiciousOperation, BadRequest),
    (UnreadablePostError, BadRequest),
    (MultiPartParserError, BadRequest),
)

SENTENCES: dict[str, Text] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("There is no such field."),
    "string_type": _("This must be text."),
    "string_too_long": _("This is too long."),
    "string_too_short": _("This is too short."),
    "too_long": _("These are too many."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "timezone_aware": _("This time needs a time zone, such as 2026-11-22T09:00:00Z."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
}
OTHERWISE = _("This can't be used.")
ONE_OF = _("Choose one of: %(choices)s")


def refusal(error: Exception) -> Refused:
    """What an exception means to the program that asked."""
    if isinstance(error, Refused):
        return error
    from ninja.errors import HttpError, ValidationError  # 25 MB, for programs only

    if isinstance(error, HttpError):
        return BadRequest()
    if isinstance(error, ValidationError):
        return Invalid(_("Something in the request can't be used."), fields=_fields(error.errors))
    for kind, meaning in MEANINGS:
        if isinstance(error, kind):
            return meaning()
    if isinstance(error, IntegrityError):
        log.warning("a constraint refused a request", exc_info=error)
        return Conflict()
    if isinstance(error, OperationalError):
        log.warning("the database refused a request", exc_info=error)
        return Busy(retry_after=1)
    log.error("a request failed", exc_info=error)
    return Broken()


def _fields(errors: Sequence[Mapping[str, Any]]) -> dict[str, Text]:
    return {_path(error["loc"]): _sentence(error) for error in errors}


def _path(loc: Sequence[int | str]) -> str:
    """``body.message.text`` as the program wrote it: without where it was and ninja's name for it."""
    return ".".join(str(part) for part in loc if part not in ("body", "query", "path")) or "body"


def _sentence(error: Mapping[str, Any]) -> Text | Promise:
    if error["type"] in ("literal_error", "enum"):
        return ONE_OF % {"choices": error.get("ctx", {}).get("expected", "").replace("'", "").replace(" or ", ", ")}
    return SENTENCES.get(error["type"], OTHERWISE)
