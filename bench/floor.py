"""The floor: the same reads and inserts as bare SQL in this process, without a web server, a framework or HTML."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from django.db import connection

from bench.service import Service
from manyi.config import sqlite_options

ROUNDS = 400
NOW = "2026-11-22 06:00:00"
TEXT = "手表充不进电。订单号 M0123456789。已经按照说明重启过三次，问题依旧存在，真的很着急。麻烦尽快给个处理方案。"
LIST = (
    "SELECT t.id, t.number, t.subject, t.snippet, t.status, t.priority, t.channel, t.type_id, t.customer_id, c.name,"
    " c.is_vip, c.value_class, t.assignee_id, t.owner_id, t.team_id, t.due_at, t.waiting_since, t.updated_at"
    " FROM desk_ticket t JOIN customers_customer c ON c.id = t.customer_id"
    " WHERE t.status < 4 ORDER BY t.due_at, t.id LIMIT 51"
)
TICKET = (
    "SELECT * FROM desk_ticket WHERE id = ?",
    "SELECT * FROM desk_message WHERE ticket_id = ? ORDER BY id DESC LIMIT 51",
    "SELECT at, verb, actor_kind, actor_id, payload FROM core_event WHERE ticket_id = ? ORDER BY id DESC LIMIT 300",
    "SELECT g.name FROM desk_tickettag tt JOIN desk_tag g ON g.id = tt.tag_id WHERE tt.ticket_id = ?",
    "SELECT staff_id FROM desk_follower WHERE ticket_id = ?",
    "SELECT kind, text FROM desk_draft WHERE ticket_id = ? AND staff_id = 1",
    "SELECT c.*, i.* FROM desk_ticket t JOIN customers_customer c ON c.id = t.customer_id"
    " JOIN customers_identity i ON i.customer_id = c.id WHERE t.id = ?",
    "SELECT o.number, o.subject, o.status FROM desk_ticket t JOIN desk_ticket o ON o.customer_id = t.customer_id"
    " WHERE t.id = ? ORDER BY o.id DESC LIMIT 100",
)
NEW_TICKET = (
    "INSERT INTO desk_ticket (number, subject, status, priority, stage, channel, language, customer_id, team_id,"
    " fields, snippet, version, created_at, updated_at, waiting_since, due_at, reopened)"
    " VALUES (?, '手表充不进电', 0, 2, '', 'api', 'zh', ?, 1, '{}', '', 1, ?, ?, ?, ?, 0) RETURNING id"
)
MESSAGE = (
    "INSERT INTO desk_message (ticket_id, kind, channel, customer_id, text, html, quoted, at, addresses, delivery,"
    " delivery_error) VALUES (?, 'in', 'api', 1, ?, '', '', ?, '', '', '') RETURNING id"
)
EVENT = (
    "INSERT INTO core_event (at, verb, actor_kind, actor_id, ticket_id, customer_id, team_id, payload, correlation)"
    " VALUES (?, 'bench', 'customer', 1, ?, 1, 1, '{\"message\":1,\"channel\":\"api\"}', '')"
)
CHANGE = (
    "UPDATE desk_ticket SET snippet = ?, waiting_since = ?, due_at = ?, updated_at = ?, version = version + 1"
    " WHERE id = ?"
)


class Floor:
    """Costs of bare SQL, in CPU milliseconds, of this process and the database server; each is measured once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._random = Random(5)
        self._known: dict[str, float] = {}
        self._is_sqlite = connection.vendor == "sqlite"
        self._wire = self._connect()
        self._last = self._all("SELECT max(id) FROM desk_ticket")[0][0]
        self._count = 0

    def cost(self, name: str) -> float:
        """CPU milliseconds of one ``list``, ``ticket``, ``accept`` or ``message``."""
        if name not in self._known:
            work: Callable[[], None] = getattr(self, f"_{name}")
            for _ in range(20):
                work()
            begin = self._spent()
            for _ in range(ROUNDS):
                work()
            self._known[name] = (self._spent() - begin) / ROUNDS * 1000
        return self._known[name]

    def _spent(self) -> float:
        return time.process_time() + self._service.usage().seconds.get("database", 0.0)

    def _connect(self) -> Any:
        if not self._is_sqlite:
            import psycopg

            return psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor})
        import sqlite3

        wire = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=20)
        wire.executescript(sqlite_options(durable=False)["init_command"])
        return wire

    def _all(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        if not self._is_sqlite:
            sql = sql.replace("?", "%s")
        found = self._wire.execute(sql, params)
        return list(found.fetchall()) if found.description else []

    def _some(self) -> int:
        return self._random.randint(1, self._last)

    def _list(self) -> None:
        self._all(LIST)

    def _ticket(self) -> None:
        ticket = self._some()
        for sql in TICKET:
            self._all(sql, (ticket,))

    def _accept(self) -> None:
        self._begin()
        self._count += 1
        number = f"bench-{time.monotonic_ns() % 10**9}"
        customer = self._all("SELECT customer_id FROM customers_identity WHERE kind = 'email' LIMIT 1")[0][0]
        ticket = self._all(NEW_TICKET, (number, customer, NOW, NOW, NOW, NOW))[0][0]
        self._speak(ticket)
        self._wire.execute("COMMIT")

    def _message(self) -> None:
        self._begin()
        ticket = self._some()
        self._all("SELECT * FROM desk_ticket WHERE id = ?", (ticket,))
        self._speak(ticket)
        self._all(CHANGE, (TEXT[:160], NOW, NOW, NOW, ticket))
        self._wire.execute("COMMIT")

    def _begin(self) -> None:
        if self._is_sqlite:
            self._wire.execute("BEGIN IMMEDIATE")

    def _speak(self, ticket: int) -> None:
        message = self._all(MESSAGE, (ticket, TEXT, NOW))[0][0]
        table, key = ("core_search", "rowid") if self._is_sqlite else ("core_searchdocument", "id")
        self._all(f"INSERT INTO {table} ({key}, words) VALUES (?, ?)", (message, " ".join(TEXT)))
        for _ in range(3):
            self._all(EVENT, (NOW, ticket))
