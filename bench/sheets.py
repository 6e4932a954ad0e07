"""Writing millions of rows: collected as tuples, written by executemany or COPY, indexes made afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

Row = tuple[Any, ...]


class Sheet:
    """Rows of one table that wait to be written. Columns left out of a row have the model's default."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = model._meta.concrete_fields
        self.model = model
        self.rows: list[Row] = []
        self.table = model._meta.db_table
        self.columns = [str(field.column) for field in fields]
        self._blank = {
            field.attname: None if field.primary_key else field.get_db_prep_save(field.get_default(), connection)
            for field in fields
        }
        self.last = 0 if fields[0].attname != "id" else model._default_manager.aggregate(last=Max("id"))["last"] or 0

    def next_id(self) -> int:
        """The next free id."""
        self.last += 1
        return self.last

    def add(self, **values: Any) -> None:
        """Add a row by attribute name, its values as the database keeps them."""
        self.rows.append(tuple({**self._blank, **values}.values()))

    def flush(self) -> None:
        """Write what waits."""
        write(self.table, self.columns, self.rows)
        self.rows.clear()


def write(table: str, columns: list[str], rows: list[Row]) -> None:
    """Insert rows by the fastest way the database has."""
    names = ", ".join(f'"{column}"' for column in columns)
    with transaction.atomic():
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
            return
        with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def stamper() -> Callable[[int], str]:
    """How a time (Unix seconds) is written in this database."""
    length = 19 if connection.vendor == "sqlite" else 25

    def stamp(seconds: int) -> str:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(" ")[:length]

    return stamp


@contextmanager
def loading(*sheets: Sheet) -> Iterator[None]:
    """Drop the indexes of these tables, and make them again in the end; then say where the numbering goes on."""
    is_careless = connection.vendor == "sqlite" and not connection.in_atomic_block
    connection.check_constraints()
    with connection.cursor() as cursor:
        if is_careless:  # without indexes every new row would look through all that might refer to it
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA foreign_keys=OFF")
        made = [sql for sheet in sheets for sql in _drop_indexes(cursor, sheet.table)]
        yield
        connection.check_constraints()
        for sql in made:
            cursor.execute(sql)
        for sql in connection.ops.sequence_reset_sql(no_style(), [sheet.model for sheet in sheets]):
            cursor.execute(sql)
        if is_careless:
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA synchronous=NORMAL")


_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
    " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
}


def _drop_indexes(cursor: Any, table: str) -> list[str]:
    cursor.execute(_INDEXES[connection.vendor], [table])
    found = cursor.fetchall()
    for name, _sql in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in found]
