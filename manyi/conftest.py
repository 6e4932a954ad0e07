"""The cast every test knows. 曜石科技 has two service teams; Wei works in the other one and is the outsider."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

os.environ.setdefault("MANYI_HOME", tempfile.mkdtemp(prefix="manyi-test-"))

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from manyi.cli.tests import template
from manyi.core.actors import SYSTEM, Actor, customer_actor
from manyi.customers import actions as customers
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk import queries as desk_queries
from manyi.desk.models import Ticket, TicketType
from manyi.people import access
from manyi.people import actions as people
from manyi.people.models import Department, Staff, Team
from manyi.routing.queries.places import forget_places


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """A copy of the migrated database. SQLite in a file as in life, so that tests may open several connections."""
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        shutil.copyfile(template.sqlite_file(), path)
        connection.settings_dict["TEST"]["NAME"] = str(path)
    else:
        template.create_postgres(str(connection.creation._get_test_db_name()))  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """It stands migrated before Django looks; its folder or server goes with the tests."""
    return True


@dataclass
class Cast:
    """Lin and Zhao serve wearables under Chen, Wei serves audio in another department, Admin may do everything."""

    wearables: Team
    audio: Team
    lin: Staff
    zhao: Staff
    chen: Staff
    wei: Staff
    admin: Staff
    zhou: Customer
    stranger: Customer

    def actor(self, staff: Staff) -> Actor:
        return access.actor_of(staff)

    def as_customer(self, customer: Customer) -> Actor:
        return customer_actor(customer.pk, customer.name)


SHARING = pytest.StashKey[frozenset[str]]()
SHARED = pytest.StashKey["SharedCast"]()
COMMITS = pytest.StashKey[bool]()
PROCESSES = ("manyi/cli/", "manyi/proof/")
"""Whose tests start processes of their own, which ask whatever database is set."""
LONG = (*PROCESSES, "manyi/demo/", "manyi/api/tests/test_fuzz", "manyi/channels/chat/tests/test_browser")
"""What takes longest begins first, so that no worker is left alone with it at the end."""


@pytest.hookimpl(trylast=True)  # what was deselected shares nothing
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database is tested once, with SQLite."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    config.stash[SHARING] = _share_cast(items)
    if connection.vendor == "sqlite":
        return
    kept = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None or item.nodeid.startswith(PROCESSES)


class QuickHasher(Argon2PasswordHasher):
    """As in life, but a guess costs next to nothing."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(scope="session", autouse=True)
def _quick_settings() -> Iterator[None]:
    """Every client of a test loads the middleware anew, which would look at all static files each time."""
    with override_settings(WHITENOISE_AUTOREFRESH=True, PASSWORD_HASHERS=["manyi.conftest.QuickHasher"]):
        yield


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    access.forget_viewers()
    desk_queries.forget()
    forget_places()


def build_cast() -> Cast:
    """Create the cast in the current database."""
    people.create_installation("曜石科技", language="zh-hans", time_zone="Asia/Shanghai")
    service = Department.objects.create(name="客服部", is_service=True)
    other = Department.objects.create(name="影音客服部", is_service=True)
    wearables = Team.objects.create(name="智能穿戴", department=service)
    audio = Team.objects.create(name="影音", department=other)

    def staff(email: str, name: str, role: str, team: Team | None, tier: str = "") -> Staff:
        return people.add_staff(email, name=name, role=role, team=team, tier=tier, by=SYSTEM)

    for key, zh, en, rank in (
        ("enquiry", "咨询", "Enquiry", 1),
        ("after-sale", "售后", "After-sale", 2),
        ("complaint", "投诉", "Complaint", 3),
    ):
        TicketType.objects.create(key=key, names={"zh-hans": zh, "en": en}, rank=rank)
    return Cast(
        wearables=wearables,
        audio=audio,
        lin=staff("lin@obsidian.example", "林晓", "agent", wearables, "senior"),
        zhao=staff("zhao@obsidian.example", "赵雨", "agent", wearables, "junior"),
        chen=staff("chen@obsidian.example", "陈静", "leader", wearables, "super"),
        wei=staff("wei@obsidian.example", "魏明", "agent", audio, "junior"),
        admin=staff("admin@obsidian.example", "管理员", "administrator", None),
        zhou=customers.recognise("email", "zhoumin@example.com", name="周敏", by=SYSTEM),
        stranger=customers.recognise("email", "stranger@example.org", name="陌生人", by=SYSTEM),
    )


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Whatever language a request spoke, the next test begins in that of the installation."""
    yield
    translation.deactivate()


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return marked or not {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


def _share_cast(items: list[pytest.Item]) -> frozenset[str]:
    """The modules whose tests in the database all begin with the cast, so that it can be built once for them."""
    users: dict[str, list[bool]] = {}
    for item in items:
        if _asks_a_database(item) and not _is_transactional(item):
            users.setdefault(_module_of(item), []).append("cast" in getattr(item, "fixturenames", ()))
    return frozenset(module for module, uses in users.items() if all(uses))


def _module_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


class SharedCast:
    """The cast of one module, in a transaction around all its tests; each works on copies, in a savepoint."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._around: transaction.Atomic | None = None
        self._made: Cast | None = None

    def build(self) -> None:
        with self._blocker.unblock():
            self._around = transaction.atomic()
            self._around.__enter__()
            self._made = build_cast()

    def end(self) -> None:
        """Undo it; before the tests that really commit, which come last."""
        if self._around is not None:
            with self._blocker.unblock():
                transaction.set_rollback(True)
                self._around.__exit__(None, None, None)
        self._around = self._made = None

    def copy(self) -> Cast | None:
        """The cast as objects of one test; None where it is not shared."""
        return None if self._made is None else copy.deepcopy(self._made)


@pytest.fixture(scope="module", autouse=True)
def _shared_cast(request: pytest.FixtureRequest) -> Iterator[SharedCast | None]:
    if request.config.stash[COMMITS] or request.node.nodeid not in request.config.stash.get(SHARING, frozenset()):
        yield None
        return
    request.getfixturevalue("django_db_setup")
    shared = SharedCast(request.getfixturevalue("django_db_blocker"))
    shared.build()
    request.config.stash[SHARED] = shared
    yield shared
    shared.end()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    shared, commits = item.config.stash.get(SHARED, None), _is_transactional(item)
    item.config.stash[COMMITS] = commits
    if shared is not None and commits:
        shared.end()


@pytest.fixture
def cast(_shared_cast: SharedCast | None, db: None) -> Cast:
    made = _shared_cast.copy() if _shared_cast is not None else None
    return made or build_cast()


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Zhou's request about a strap, waiting in wearables, nobody's yet."""
    made = desk.create_ticket(
        cast.zhou,
        by=cast.as_customer(cast.zhou),
        subject="表带断裂，是否在保修范围",
        channel="email",
        type=TicketType.objects.get(key="after-sale"),
        team=cast.wearables,
    )
    desk.receive_message(made, by=cast.as_customer(cast.zhou), text="你好，表带昨天断了，能保修吗？", channel="email")
    made.refresh_from_db()
    return made


def signed_in(staff: Staff) -> Client:
    """A browser in which this colleague is signed in."""
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def lin_client(cast: Cast) -> Client:
    return signed_in(cast.lin)


@pytest.fixture
def wei_client(cast: Cast) -> Client:
    """The outsider's browser."""
    return signed_in(cast.wei)
