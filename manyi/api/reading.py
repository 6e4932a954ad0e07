"""The OpenAPI description as a person reads it: groups of operations with what goes in and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a body, an answer or a query: its name, its type in words, whether it must be there."""

    name: str
    type: str
    is_required: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class OperationPart:
    """One operation as a section of the page."""

    id: str
    method: str
    path: str
    summary: str
    text: list[str]
    scope: str
    parameters: list[FieldLine]
    body: list[FieldLine]
    status: str
    answer: list[FieldLine]


def groups(schema: Schema) -> dict[str, list[OperationPart]]:
    """The operations by tag, in the order of the description."""
    found: dict[str, list[OperationPart]] = {tag["name"]: [] for tag in schema["tags"]}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            found[operation["tags"][0]].append(_part(schema, path, method, operation))
    return found


def shapes(schema: Schema) -> dict[str, list[FieldLine]]:
    """The named objects that answers and bodies are made of, by name."""
    named = sorted(schema["components"]["schemas"].items())
    return {name: _fields(schema, shape) for name, shape in named if "properties" in shape}


def _part(schema: Schema, path: str, method: str, operation: Schema) -> OperationPart:
    status = next(iter(operation["responses"]))
    text = operation["description"].split("\n\nScope:")[0]
    return OperationPart(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=[] if text == operation["summary"] else [part.replace("\n", " ") for part in text.split("\n\n")],
        scope=operation["x-scope"],
        parameters=[_parameter(schema, one) for one in operation.get("parameters", [])],
        body=_fields(schema, _json_of(operation.get("requestBody", {}))),
        status=status,
        answer=_fields(schema, _json_of(operation["responses"][status])),
    )


def _parameter(schema: Schema, one: Schema) -> FieldLine:
    where = {"path": "path", "header": "header"}.get(one["in"], "query")
    return FieldLine(
        one["name"], f"{where}: {words(schema, one['schema'])}", one["required"], one.get("description", "")
    )


def _json_of(holder: Schema) -> Schema:
    found: Schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _fields(schema: Schema, shape: Schema) -> list[FieldLine]:
    shape = _resolved(schema, shape)
    required = set(shape.get("required", ()))
    return [
        FieldLine(name, words(schema, field), name in required, field.get("description", ""))
        for name, field in shape.get("properties", {}).items()
    ]


def _resolved(schema: Schema, shape: Schema) -> Schema:
    if "$ref" in shape:
        found: Schema = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
        return found
    return shape


def words(schema: Schema, shape: Schema) -> str:
    """A JSON schema in a few words."""
    if "$ref" in shape:
        return str(shape["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(words(schema, one) for one in shape["anyOf"]))
    if "enum" in shape:
        return " | ".join(f'"{one}"' for one in shape["enum"])
    if "const" in shape:
        return f'"{shape["const"]}"'
    if shape.get("type") == "array":
        return f"[{words(schema, shape.get('items', {}))}]"
    if shape.get("format") == "date-time":
        return "time"
    return str(shape.get("type", "any"))
