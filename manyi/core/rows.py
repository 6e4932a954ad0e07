"""Single-row writes for the hot actions: plain SQL prepared once, 5 to 10 times cheaper than the ORM's ``save``.

Values still pass through the model's fields, so encryption, JSON and time zones behave as everywhere else. Fields left
out take the model's default.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connection, models


@lru_cache(maxsize=256)
def _insert_plan(model: type[models.Model], names: frozenset[str]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key or field.attname in names)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id", fields  # noqa: S608


def insert(model: type[models.Model], **values: Any) -> int:
    """Insert one row and return its id. ``values`` are keyed by attribute name (``ticket_id``, not ``ticket``)."""
    sql, fields = _insert_plan(model, frozenset(values))
    params = [
        field.get_db_prep_save(values[field.attname] if field.attname in values else field.get_default(), connection)
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])


@lru_cache(maxsize=256)
def _update_plan(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    sets = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)
    return f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {sets} WHERE id = %s", fields  # noqa: S608


def update(row: models.Model, **values: Any) -> None:
    """Change columns of one loaded row, in the database and on the object."""
    sql, fields = _update_plan(type(row), tuple(values))
    params = [field.get_db_prep_save(values[field.attname], connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, row.pk])
    for name, value in values.items():
        setattr(row, name, value)
