"""Single rows read and written by the hot actions: plain SQL prepared once, 5 to 10 times cheaper than the ORM.

Values still pass through the model's fields, so encryption, JSON and time zones behave as everywhere else. Fields left
out of an insert take the model's default.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import Col

M = TypeVar("M", bound=models.Model)
Reader = tuple[int, Callable[[Any, Any, Any], Any], Col]
"""The place of a column that does not come as the model holds it, how it is converted, and the column."""


@lru_cache(maxsize=256)
def _read_plan(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[str], list[Reader]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    by_name = {field.attname: connection.ops.quote_name(str(field.column)) for field in fields}
    where = " AND ".join(f"{by_name[name]} = %s" for name in names)
    readers = []
    for place, field in enumerate(fields):
        column = Col(model._meta.db_table, field)
        converters = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        readers += [(place, convert, column) for convert in converters]
    sql = f"SELECT {columns} FROM {connection.ops.quote_name(model._meta.db_table)} WHERE {where}"  # noqa: S608
    return sql, [field.attname for field in fields], readers


def read(model: type[M], *, lock: bool = False, **equals: Any) -> M | None:
    """The row whose columns have these values (keyed by attribute name), locked to the end of the transaction or not.

    Not locked by itself on SQLite, where a transaction of :func:`manyi.core.actions.unit` is the only writer.
    """
    sql, names, readers = _read_plan(model, tuple(equals))
    if lock and connection.vendor == "postgresql":
        sql += " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(sql, list(equals.values()))
        found = cursor.fetchone()
    if found is None:
        return None
    values = list(found)
    for place, convert, column in readers:
        values[place] = convert(values[place], column, connection)
    return model.from_db("default", names, values)


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
    with connection.cursor() as cursor:
        cursor.execute(sql, _prepared(fields, values))
        return int(cursor.fetchone()[0])


def insert_once(model: type[models.Model], **values: Any) -> int | None:
    """As :func:`insert`, but None when a row with the same unique values is there already.

    On PostgreSQL it waits for another transaction that is just inserting such a row.
    """
    sql, fields = _insert_plan(model, frozenset(values))
    with connection.cursor() as cursor:
        cursor.execute(sql.replace(" RETURNING ", " ON CONFLICT DO NOTHING RETURNING "), _prepared(fields, values))
        row = cursor.fetchone()
    return row[0] if row is not None else None


def _prepared(fields: tuple[models.Field[Any, Any], ...], values: dict[str, Any]) -> list[Any]:
    return [
        field.get_db_prep_save(values[field.attname] if field.attname in values else field.get_default(), connection)
        for field in fields
    ]


def delete(model: type[models.Model], **equals: Any) -> int:
    """Delete the rows whose columns have these values, when nothing refers to them; returns how many."""
    where = " AND ".join(f"{connection.ops.quote_name(name)} = %s" for name in equals)
    sql = f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)} WHERE {where}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, list(equals.values()))
        return int(cursor.rowcount)


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
