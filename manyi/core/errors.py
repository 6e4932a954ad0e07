"""The few ways an action says no. One middleware turns them into a page, a fragment or problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refused(Exception):
    """A request that cannot be done, with a sentence for the person who asked.

    ``code`` is for programs, ``status`` is the HTTP status, ``data`` holds typed details, ``fields`` maps a
    field's name to what is wrong with it. A ``dialog`` in ``data`` is the address of what leads on.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[Text] = _("This can't be done")

    def __init__(self, message: Text = "", *, fields: Mapping[str, Text] | None = None, **data: Any) -> None:
        super().__init__(message or self.title)
        self.message = message or self.title
        self.fields = dict(fields or {})
        self.data = data


class BadRequest(Refused):
    """What a program sent is not what its headers say, or can't be read at all."""

    code, status, title = "bad_request", 400, _("The request can't be read")


class NotAllowed(Refused):
    """The person may see the thing but may not do this with it."""

    code, status, title = "not_allowed", 403, _("You are not allowed to do this")


class NotFound(Refused):
    """There is no such thing, or not for this person: the two are never told apart."""

    code, status, title = "not_found", 404, _("This doesn't exist, or you can't see it")


class Invalid(Refused):
    """What was sent can't be used; ``fields`` says where."""

    code, status, title = "invalid", 422, _("Something in the form needs attention")


class Conflict(Refused):
    """Somebody else was there first, or the thing is not in a state that allows this."""

    code, status, title = "conflict", 409, _("This has changed in the meantime")


class TooMany(Refused):
    """Asked too often; ``retry_after`` in ``data`` is in seconds."""

    code, status, title = "too_many", 429, _("Too many requests, please wait a moment")
