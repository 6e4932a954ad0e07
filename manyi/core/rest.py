"""What every app's API is built from: resources whose operations name a scope, exact types, keyset pages.

An operation is a view that returns a plain dict of a declared shape; it is written as JSON at once. Everything else
(tokens, limits, idempotency, problems) is done around it by ``manyi.api``.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from inspect import getdoc
from typing import Annotated, Any, ClassVar, Generic, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router
from ninja.operation import Operation
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from typing_extensions import TypedDict

from manyi.core.actors import Actor
from manyi.core.errors import Invalid, NotAllowed

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])
LARGEST_ID = 2**63 - 1
EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


class MissingScope(NotAllowed):
    """The token may not be used for this operation."""

    code, title = "missing_scope", gettext_lazy("This token is not allowed to do this")


class ApiRequest(HttpRequest):
    """A request of a program: ``viewer`` is who its token acts as, within ``scopes``."""

    viewer: Actor
    scopes: frozenset[str]


class Bearer:
    """Ninja's security object of one operation: a bearer token with this scope."""

    openapi_security_schema: ClassVar[dict[str, str]] = {"type": "http", "scheme": "bearer"}

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: ApiRequest) -> Actor:
        if self.scope and self.scope not in request.scopes:
            raise MissingScope(_("This needs a token with the scope “%(scope)s”.") % {"scope": self.scope})
        return request.viewer


class Resource(Router):
    """A ninja router whose operations name their scope (empty: any token)."""

    def on(
        self,
        method: str,
        path: str,
        *,
        scope: str,
        returns: Any = None,
        status: int = 200,
        extra: dict[str, Any] | None = None,
    ) -> Callable[[View], View]:
        """Declare an operation; its name, summary and description come from the view."""

        def declare(view: View) -> View:
            summary, _blank, rest = (getdoc(view) or "").partition("\n")
            self.add_api_operation(
                path,
                [method],
                view,
                auth=Bearer(scope),
                response={status: returns},
                operation_id=view.__name__,
                summary=summary,
                description=rest.strip() or summary,
                openapi_extra={"x-scope": scope, **(extra or {})},
            )
            # Ninja reads the view's own signature; what it calls is the view with its result written as JSON.
            operation: Operation = view._ninja_operation  # type: ignore[attr-defined]
            operation.view_func = _written(view, status, _query_names(operation))
            return view

        return declare


def _query_names(operation: Operation) -> frozenset[str]:
    models = (model for model in operation.models if model.__ninja_param_source__ == "query")
    return frozenset(name for model in models for name in model.__ninja_flatten_map__)


def _written(view: Callable[..., Any], status: int, known: frozenset[str]) -> Callable[..., HttpResponseBase]:
    def run(request: HttpRequest, **values: Any) -> HttpResponseBase:
        if request.META.get("QUERY_STRING") and not known.issuperset(request.GET):
            raise Invalid(fields={name: _("There is no such parameter.") for name in set(request.GET) - known})
        result = view(request, **values)
        return result if isinstance(result, HttpResponseBase) else answer(result, status)

    return run


def answer(content: Any, status: int = 200) -> HttpResponse:
    """A JSON answer; without content an empty one."""
    if content is None:
        return HttpResponse(status=204)
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)


class Body(BaseModel):
    """Base of what programs send: unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL")
    return text


def _as_text(value: object) -> object:
    """Days and times come as text; numbers would be read as seconds of Unix."""
    if isinstance(value, int | float):
        raise ValueError("a number")
    return value


def _in_utc(at: dt.datetime) -> dt.datetime:
    if not EARLIEST <= at <= LATEST:
        raise ValueError("out of range")
    return at.astimezone(dt.UTC)


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_storable)]
Key = Annotated[str, Field(max_length=255), AfterValidator(_storable)]
Text = Annotated[str, Field(max_length=200_000), AfterValidator(_storable)]
When = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_as_text), AfterValidator(_in_utc)]
Amount = Annotated[Decimal, Field(max_digits=12, decimal_places=2, strict=False)]
Day = Annotated[dt.date, Field(strict=False), BeforeValidator(_as_text)]
Limit = Annotated[int, Field(ge=1, le=200)]


class Page(TypedDict, Generic[T]):
    """One page of a list; ``next`` is the cursor of the following one, null at the end."""

    items: list[T]
    next: str | None


class PageQuery(BaseModel):
    """How much of a list, from where."""

    limit: Limit = 50
    cursor: Key = ""


def cursor_of(*place: int | str) -> str:
    """Where a page ended, as an opaque word."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_of(cursor: str, *kinds: type) -> tuple[Any, ...] | None:
    """The place a cursor names, None for the beginning. Raises :class:`Invalid` for a word that is no cursor."""
    if not cursor:
        return None
    try:
        padded = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return tuple(_checked(part) for part in msgspec.json.decode(padded, type=tuple[kinds]))  # type: ignore[valid-type]
    except (msgspec.MsgspecError, ValueError, TypeError):
        raise Invalid(fields={"cursor": _("This is not a cursor of this list.")}) from None


def _checked(part: Any) -> Any:
    if isinstance(part, dt.datetime):
        return _in_utc(part)
    return _storable(part) if isinstance(part, str) else _within(part)


def _within(number: int) -> int:
    if not 0 <= number <= LARGEST_ID:
        raise ValueError("out of range")
    return number


def page(rows: Sequence[Any], limit: int, place: Callable[[Any], Sequence[int | str]]) -> tuple[list[Any], str | None]:
    """Up to ``limit`` rows of those read (one more than that, if there are more) and the cursor of the next page."""
    shown = list(rows[:limit])
    return shown, cursor_of(*place(shown[-1])) if len(rows) > limit else None
