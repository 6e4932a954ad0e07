"""Single rows read and written by the hot actions: plain SQL prepared once, 5 to 10 times cheaper than the ORM.

Values still pass through the model's fields, so encryption, JSON and time zones behave as everywhere else. Fields left
out of an insert take the model's default.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.expressions import Col

M = TypeVar("M", bound=models.Model)
Reader = tuple[int, Callable[[Any, Any, Any], Any], Col]
"""The place of a column that does not come as the model holds it, how it is converted, and the column."""
Fields = tuple[tuple[Any, bool], ...]
"""Fields in the order of the parameters, and whether plain values go in as they are."""
Defaults = tuple[dict[str, Any], dict[str, Callable[[], Any]]]
"""What fields that are left out take: values, and makers of values."""
PLAIN = frozenset(
    {models.CharField, models.TextField, models.BooleanField, models.ForeignKey, models.IntegerField}
    | {models.BigIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField}
)
PLAIN_VALUES = frozenset({str, int, bool, type(None)})


class _PerThread(threading.local):
    """This thread's connection, found once: Django's own look-up costs several microseconds each time."""

    def __init__(self) -> None:
        self.connection: BaseDatabaseWrapper = connections["default"]


_here = _PerThread()


def database() -> BaseDatabaseWrapper:
    """The connection of this thread; where an event loop runs in it, Django gives each context one of its own."""
    return _here.connection if asyncio._get_running_loop() is None else connections["default"]


def run(sql: str, params: Sequence[Any]) -> tuple[Any, ...] | None:
    """Execute one statement; returns its first row, if it has any.

    On SQLite straight on the driver's connection, unless somebody counts or watches queries: Django's cursor costs more
    than the statement.
    """
    connection = database()
    if connection.vendor == "sqlite" and not connection.execute_wrappers and not connection.force_debug_cursor:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            cursor = connection.connection.execute(_as_sqlite(sql), params)
            row: tuple[Any, ...] | None = cursor.fetchone()
            cursor.close()
            return row
    with connection.cursor() as wrapped:
        wrapped.execute(sql, params)
        return wrapped.fetchone() if wrapped.description else None


def fetch(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of one query, as the driver gives them; as cheap as :func:`run`."""
    connection = database()
    if connection.vendor == "sqlite" and not connection.execute_wrappers and not connection.force_debug_cursor:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            found: list[tuple[Any, ...]] = connection.connection.execute(_as_sqlite(sql), params).fetchall()
            return found
    with connection.cursor() as wrapped:
        wrapped.execute(sql, params)
        return list(wrapped.fetchall())


@lru_cache(maxsize=512)
def _as_sqlite(sql: str) -> str:
    return sql.replace("%s", "?")


@lru_cache(maxsize=256)
def _read_plan(model: type[models.Model], names: tuple[str, ...], lock: bool) -> tuple[str, list[str], list[Reader]]:
    connection = database()
    fields = model._meta.concrete_fields
    by_name = {field.attname: connection.ops.quote_name(str(field.column)) for field in fields}
    where = " AND ".join(f"{by_name[name]} = %s" for name in names)
    readers = []
    for place, field in enumerate(fields):
        column = Col(model._meta.db_table, field)
        converters = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        readers += [(place, convert, column) for convert in converters]
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"SELECT {', '.join(by_name.values())} FROM {table} WHERE {where}"  # noqa: S608
    return sql + (" FOR NO KEY UPDATE" if lock and connection.vendor == "postgresql" else ""), list(by_name), readers


def read(model: type[M], *, lock: bool = False, **equals: Any) -> M | None:
    """The row whose columns have these values (keyed by attribute name), locked to the end of the transaction or not.

    Not locked by itself on SQLite, where a transaction of :func:`manyi.core.actions.unit` is the only writer.
    """
    sql, names, readers = _read_plan(model, tuple(equals), lock)
    found = run(sql, tuple(equals.values()))
    if found is None:
        return None
    values = list(found)
    connection = database()
    for place, convert, column in readers:
        if values[place] is not None:
            values[place] = convert(values[place], column, connection)
    return made(model, dict(zip(names, values, strict=True)))


def made(model: type[M], values: dict[str, Any]) -> M:
    """An instance as the ORM would load it, without the signals nobody here listens to: half the price of a read."""
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, "default"
    row.__dict__.update(values)
    return row


@lru_cache(maxsize=256)
def _insert_plan(model: type[models.Model], names: frozenset[str]) -> tuple[str, Fields, Defaults]:
    connection = database()
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key or field.attname in names)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id"  # noqa: S608
    left_out = [field for field in fields if field.attname not in names]
    fresh = {field.attname: field.default for field in left_out if field.has_default() and callable(field.default)}
    fixed = {field.attname: field.get_default() for field in left_out if field.attname not in fresh}
    return sql, tuple((field, type(field) in PLAIN) for field in fields), (fixed, fresh)


def add(model: type[M], **values: Any) -> M:
    """Insert one row and return it. ``values`` are keyed by attribute name (``ticket_id``, not ``ticket``)."""
    sql, fields, (fixed, fresh) = _insert_plan(model, frozenset(values))
    row = {**fixed, **{name: make() for name, make in fresh.items()}, **values}
    found = run(sql, _params(fields, row))
    assert found is not None  # noqa: S101 -- RETURNING
    return made(model, {"id": found[0], **row})


def insert(model: type[models.Model], **values: Any) -> int:
    """As :func:`add`, for the id alone."""
    return int(add(model, **values).pk)


def insert_once(model: type[models.Model], **values: Any) -> int | None:
    """As :func:`insert`, but None when a row with the same unique values is there already.

    On PostgreSQL it waits for another transaction that is just inserting such a row.
    """
    sql, fields, (fixed, fresh) = _insert_plan(model, frozenset(values))
    row = {**fixed, **{name: make() for name, make in fresh.items()}, **values}
    found = run(sql.replace(" RETURNING ", " ON CONFLICT DO NOTHING RETURNING "), _params(fields, row))
    return found[0] if found is not None else None


def _params(fields: Fields, values: dict[str, Any]) -> list[Any]:
    params = []
    for field, is_plain in fields:
        value = values[field.attname]
        if is_plain and type(value) in PLAIN_VALUES:
            params.append(value)
        elif type(value) is dt.datetime and type(field) is models.DateTimeField:
            params.append(stored_time(value))
        else:
            params.append(field.get_db_prep_save(value, database()))
    return params


@lru_cache(maxsize=64)
def stored_time(at: dt.datetime) -> Any:
    """A time as a parameter; an action writes the same one many times."""
    return database().ops.adapt_datetimefield_value(at)


def delete(model: type[models.Model], **equals: Any) -> None:
    """Delete the rows whose columns have these values, when nothing refers to them."""
    quote = database().ops.quote_name
    where = " AND ".join(f"{quote(name)} = %s" for name in equals)
    run(f"DELETE FROM {quote(model._meta.db_table)} WHERE {where}", tuple(equals.values()))  # noqa: S608


@lru_cache(maxsize=256)
def _update_plan(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    quote = database().ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE id = %s"  # noqa: S608
    return sql, tuple((field, type(field) in PLAIN) for field in fields)


@lru_cache(maxsize=64)
def _update_all_plan(model: type[models.Model], names: tuple[str, ...], where: str) -> str:
    connection = database()
    quote = connection.ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    table = quote(model._meta.db_table)
    if connection.vendor != "postgresql":
        sets = ", ".join(f"{quote(str(by_name[name].column))} = %s" for name in names)
        return f"UPDATE {table} SET {sets} WHERE id = %s {where}"  # noqa: S608
    columns = [quote(str(by_name[name].column)) for name in names]
    sets = ", ".join(f"{column} = new.{column}" for column in columns)
    arrays = ", ".join(f"%s::{by_name[name].rel_db_type(connection)}[]" for name in (*names, "id"))
    new = f"unnest({arrays}) AS new ({', '.join(columns)}, new_id)"
    return f"UPDATE {table} SET {sets} FROM {new} WHERE id = new.new_id {where}"  # noqa: S608


def update_all(
    model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]], where: str = ""
) -> None:
    """Change these columns of many rows at once: each of ``rows`` has the new values as stored, and last the id.

    ``where`` is a further condition on the rows, as SQL that begins with AND.
    """
    if not rows:
        return
    sql = _update_all_plan(model, names, where)
    if database().vendor == "postgresql":
        run(sql, [list(column) for column in zip(*rows, strict=True)])
        return
    with database().cursor() as cursor:
        cursor.executemany(sql, rows)


def update(row: models.Model, **values: Any) -> None:
    """Change columns of one loaded row, in the database and on the object."""
    sql, fields = _update_plan(type(row), tuple(values))
    run(sql, [*_params(fields, values), row.pk])
    for name, value in values.items():
        setattr(row, name, value)
