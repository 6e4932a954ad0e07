"""The OpenAPI description, completed by what holds for every operation: problems, headers, idempotency, scopes."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from manyi.api.idempotency import LONGEST_KEY
from manyi.api.problems import Problem

INTRODUCTION = """\
Everything people do at the desk, for programs. A token acts as one colleague: it reaches what that colleague reaches,
within its scopes. Times are UTC, lists are paged by an opaque `cursor`, errors are problem+json, and a POST with an
`Idempotency-Key` is done once however often it is sent.
"""
REFUSALS = {
    "400": "The request can't be read",
    "401": "No valid token",
    "403": "Not allowed, or the token lacks the scope",
    "404": "No such thing, or not in reach",
    "405": "Not for this method",
    "409": "Somebody else was first, or the state does not allow it",
    "413": "Too large",
    "415": "Not a content type this operation reads",
    "422": "Something in the request can't be used; `fields` says where",
    "429": "Too many requests; wait `Retry-After` seconds",
    "500": "A fault of ours",
    "503": "Busy; try again",
}
HEADERS = {
    "RateLimit-Limit": "Requests a minute",
    "RateLimit-Remaining": "Requests left",
    "RateLimit-Reset": "Seconds until all are left again",
}
IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Any word of your own. The same request sent again within 24 hours gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[\\x21-\\x7e]+$"},
}


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """Ninja's description with problems, headers and the idempotency key on every operation."""
    components = schema["components"]
    components["schemas"]["Problem"] = _problem_schema()
    components["responses"] = {status: _refusal(status, text) for status, text in REFUSALS.items()}
    components["headers"] = {
        name: {"description": text, "schema": {"type": "integer"}} for name, text in HEADERS.items()
    }
    schema["tags"] = []
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
            tag = {"name": operation["tags"][0]}
            schema["tags"] += [tag] if tag not in schema["tags"] else []
    return schema


def _problem_schema() -> dict[str, Any]:
    return TypeAdapter(Problem).json_schema()


def _refusal(status: str, text: str) -> dict[str, Any]:
    headers = {"Retry-After": {"schema": {"type": "integer"}}} if status in ("429", "503") else {}
    return {
        "description": text,
        "headers": headers,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _complete(method: str, operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
        if status == "204":
            response.pop("content", None)
    operation["responses"] |= {status: {"$ref": f"#/components/responses/{status}"} for status in REFUSALS}
    if method == "post":
        operation["parameters"] = [*operation.get("parameters", []), IDEMPOTENCY]
    scope = operation["x-scope"]
    operation["security"] = [{"Bearer": []}]
    operation["description"] = operation["description"].replace("``", "`")
    if scope:
        operation["description"] = f"{operation['description']}\n\nScope: `{scope}`"
