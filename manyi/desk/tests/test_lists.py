"""Lists show exactly what their viewer reaches, in order, page by page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actors import Actor
from manyi.core.errors import NotAllowed, NotFound
from manyi.desk import actions, queries
from manyi.desk.access import visible_tickets
from manyi.desk.models import Follower, Mention, Promise, Snooze, Ticket
from manyi.desk.queries import TicketFilter, lists
from manyi.people.access import actor_of
from manyi.people.models import Staff

OPEN = Q(status__lt=4)
STANDING = Q(archived_at=None, merged_into=None)


def expected(key: str, viewer: Actor, me: Staff) -> list[int]:
    """The list again, said in the ORM on top of ``access.visible_tickets``."""
    followed = Follower.objects.filter(staff=me).values("ticket_id")
    promised = Promise.objects.filter(staff=me, state="open").values("ticket_id")
    mentioned = Mention.objects.filter(staff=me).values("ticket_id")
    asleep = Q(id__in=Snooze.objects.filter(staff=me, woken_at=None).values("ticket"))
    said = {
        "mine": OPEN & Q(assignee=me) & ~asleep,
        "soon": OPEN & Q(assignee=me, due_at__lt=timezone.now() + dt.timedelta(hours=1)) & ~asleep,
        "owned": OPEN & Q(owner=me) & ~asleep,
        "snoozed": OPEN & asleep,
        "mentions": STANDING & Q(id__in=mentioned),
        "promises": OPEN & Q(id__in=promised),
        "following": OPEN & Q(id__in=followed),
        "unassigned": OPEN & Q(assignee=None),
        "team": OPEN & Q(team_id=me.team_id or 0),
        "pending": OPEN & Q(status=2),
        "proposed": STANDING & Q(status=4),
        "open": OPEN,
        "closed": STANDING & Q(status=5),
        "all": STANDING,
    }[key]
    newest_first = key in {"mentions", "proposed", "closed", "all"}
    order = ("-updated_at", "-id") if newest_first else ("due_at", "id")
    return list(visible_tickets(viewer).filter(said).distinct().order_by(*order).values_list("id", flat=True))


def paged(viewer: Actor, selection: queries.Selection, limit: int) -> list[int]:
    """The whole list, read page by page."""
    found, after = [], ""
    while True:
        page = queries.inbox_page(viewer, selection, after, limit)
        found += [line.row.id for line in page.lines]
        after = page.after
        if not after:
            return found


def test_every_list_of_everybody_equals_what_access_allows(busy_desk: list[Ticket], everybody: list[Staff]) -> None:
    seen = 0
    for me in everybody:
        viewer = actor_of(me)
        for entry in queries.lists_for(viewer):
            found = paged(viewer, entry.select(viewer), 7)
            assert found == expected(entry.key, viewer, me), (me.name, entry.key)
            seen += len(found)
    assert seen > 200


def test_counts_agree_with_the_lists(busy_desk: list[Ticket], everybody: list[Staff]) -> None:
    for me in everybody:
        viewer = actor_of(me)
        lists = queries.lists_for(viewer)
        counted = queries.counts(viewer, lists)
        for entry in lists:
            if entry.is_counted and entry.key != "mentions":
                assert counted[entry.key] == len(expected(entry.key, viewer, me)), (me.name, entry.key)


def test_counts_are_remembered_for_a_moment_and_forgotten_after_a_change(cast: Cast, ticket: Ticket) -> None:
    viewer = cast.actor(cast.lin)
    lists = queries.lists_for(viewer)
    assert queries.counts(viewer, lists)["mine"] == 0
    actions.take(ticket, by=viewer)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert queries.counts(viewer, lists)["mine"] == 0
    assert not asked.captured_queries
    queries.forget_counts()
    assert queries.counts(viewer, lists)["mine"] == 1


def test_a_saved_list_counts_what_is_due_next_and_says_that_there_may_be_more(
    busy_desk: list[Ticket], cast: Cast, lin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = cast.actor(cast.lin)
    view = actions.save_view("所有", {"status": [0, 1, 2, 3]}, by=viewer)
    key, all_open = f"saved-{view.pk}", len(paged(viewer, queries.get_list(viewer, "open").select(viewer), 50))
    whole = queries.counts(viewer, queries.lists_for(viewer))[key]
    assert (whole, whole.is_all) == (all_open, True)
    monkeypatch.setattr(lists, "LOOKED_AT", 5)
    queries.forget_counts()
    least = queries.counts(viewer, queries.lists_for(viewer))[key]
    assert (least, least.is_all) == (5, False)
    assert '<span class="count">5+</span>' in lin_client.get("/inbox/mine/").content.decode()


def test_mentions_count_until_they_are_seen(cast: Cast, ticket: Ticket) -> None:
    viewer = cast.actor(cast.lin)
    actions.note(ticket, by=cast.actor(cast.zhao), text="@林晓", mentions=[cast.lin])
    assert queries.counts(viewer, queries.lists_for(viewer))["mentions"] == 1
    actions.mark_mentions_seen(ticket, by=viewer)
    queries.forget_counts()
    assert queries.counts(viewer, queries.lists_for(viewer))["mentions"] == 0
    assert paged(viewer, queries.get_list(viewer, "mentions").select(viewer), 5) == [ticket.pk]


def test_a_page_costs_one_query_whatever_it_holds(cast: Cast, busy_desk: list[Ticket]) -> None:
    viewer = cast.actor(cast.lin)
    selection = queries.get_list(viewer, "open").select(viewer)
    queries.reference()
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.inbox_page(viewer, selection).lines) > 5
    assert len(asked.captured_queries) == 1


def test_a_sparse_filter_looks_only_so_far_at_once_and_goes_on_where_it_stopped(
    cast: Cast, busy_desk: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manyi.desk.queries.selection.LOOKED_AT", 3)
    viewer = cast.actor(cast.admin)
    rare = busy_desk[0]
    actions.set_tags(rare, ["稀有"], by=viewer)
    Ticket.objects.filter(pk=rare.pk).update(updated_at=rare.created_at - dt.timedelta(days=9))
    selection = TicketFilter(tag=("稀有",)).select(viewer)
    first = queries.inbox_page(viewer, selection)
    assert not first.lines and first.after
    assert paged(viewer, selection, 5) == [rare.pk]
    everything = TicketFilter(channel=tuple({ticket.channel for ticket in busy_desk}))
    ids = visible_tickets(viewer).filter(STANDING).order_by("-updated_at", "-id").values_list("id", flat=True)
    assert paged(viewer, everything.select(viewer), 5) == list(ids)


def test_a_saved_list_counts_the_open_work_in_it(cast: Cast, busy_desk: list[Ticket]) -> None:
    viewer = cast.actor(cast.admin)
    kept = {name: actions.save_view(name, wanted, by=viewer) for name, wanted in (
        ("all", {"team": [cast.wearables.pk]}), ("closed", {"status": [5]}),
    )}  # fmt: skip
    counted = queries.counts(viewer, queries.lists_for(viewer))
    rows = visible_tickets(viewer).filter(OPEN, team=cast.wearables)
    assert counted[f"saved-{kept['all'].pk}"] == rows.count() > 0
    assert f"saved-{kept['closed'].pk}" not in counted


@pytest.mark.parametrize("broken", ["x", "1-", "-1", "99999999999999999999999-1", "1-99999999999999999999x"])
def test_a_cursor_that_makes_no_sense_begins_at_the_start(cast: Cast, ticket: Ticket, broken: str) -> None:
    viewer = cast.actor(cast.lin)
    selection = queries.get_list(viewer, "team").select(viewer)
    assert [line.row.id for line in queries.inbox_page(viewer, selection, broken).lines] == [ticket.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plan")
@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("mine", "ticket_open_assignee"),
        ("owned", "ticket_open_owner"),
        ("unassigned", "ticket_open_team"),
        ("open", "ticket_open_team"),
        ("proposed", "ticket_proposed_team"),
        ("all", "ticket_team_updated"),
    ],
)
def test_lists_walk_their_index(cast: Cast, key: str, index: str) -> None:
    viewer = cast.actor(cast.lin)
    sql, params = queries.get_list(viewer, key).select(viewer).ids(51)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = "\n".join(row[3] for row in cursor.fetchall())
    assert f"INDEX {index} " in plan, plan


def test_filters_find_what_they_say(cast: Cast, busy_desk: list[Ticket]) -> None:
    viewer, today = cast.actor(cast.admin), f"{timezone.localdate():%Y-%m-%d}"
    actions.set_tags(busy_desk[0], ["退款"], by=viewer)
    cases: list[tuple[TicketFilter, Q]] = [
        (TicketFilter(status=(1, 3)), Q(status__in=(1, 3))),
        (TicketFilter(assignee="none", status=(0,)), Q(assignee=None, status=0)),
        (TicketFilter(assignee=str(cast.lin.pk)), Q(assignee=cast.lin)),
        (TicketFilter(owner="me"), Q(owner=cast.admin)),
        (TicketFilter(team=(cast.audio.pk,)), Q(team=cast.audio)),
        (TicketFilter(tag=("退款",)), Q(id=busy_desk[0].pk)),
        (TicketFilter(waiting="1"), OPEN & Q(waiting_since__isnull=False)),
        (TicketFilter(overdue="1"), OPEN & Q(due_at__lt=timezone.now())),
        (TicketFilter(created_from=today), Q()),
        (TicketFilter(created_to="2020-01-01"), Q(id=0)),
        (TicketFilter(created_from=today, created_to=today), Q(created_at__date=timezone.localdate())),
        (TicketFilter(closed_from="2020-01-01", closed_to=today), Q(closed_at__isnull=False)),
        (TicketFilter(channel=("chat",)), Q(id=0)),
    ]
    for wanted, said in cases:
        rows = visible_tickets(viewer).filter(STANDING & said)
        assert set(paged(viewer, wanted.select(viewer), 9)) == set(rows.values_list("id", flat=True)), wanted
        assert wanted.describe()


def test_a_filter_survives_its_address_and_its_saved_form(cast: Cast) -> None:
    from django.http import QueryDict

    wanted = TicketFilter(status=(0, 1), tag=("退款",), assignee="me", waiting="1", created_from="2026-11-01")
    assert TicketFilter.read(QueryDict(wanted.as_query())) == wanted
    assert TicketFilter.from_saved(wanted.as_saved()) == wanted
    assert TicketFilter.read(QueryDict("status=x&assignee=drop&created_from=2026-99-99&overdue=2")) == TicketFilter()


def test_saved_lists_are_put_in_order_by_those_who_hold_them(cast: Cast) -> None:
    lin = cast.actor(cast.lin)
    made = [actions.save_view(name, {"priority": [4]}, by=lin) for name in ("一", "二", "三")]

    def order() -> list[str]:
        return [str(entry.label) for entry in queries.lists_for(lin) if entry.group == "saved"]

    before = order()
    actions.move_view(made[0].pk, by=lin, up=False)
    moved = order()
    assert sorted(moved) == sorted(before)
    assert moved != before
    actions.move_view(made[0].pk, by=lin, up=True)
    assert order() == before
    last = next(view for view in made if view.name == before[-1])
    actions.move_view(last.pk, by=lin, up=False)
    assert order() == before
    with pytest.raises(NotFound):
        actions.move_view(made[0].pk, by=cast.actor(cast.zhao), up=True)
    shared = actions.save_view("班组", {}, by=cast.actor(cast.chen), audience="team", team=cast.wearables)
    with pytest.raises(NotAllowed):
        actions.move_view(shared.pk, by=lin, up=True)


def test_a_saved_list_gets_another_name_and_filter(cast: Cast, lin_client: Client) -> None:
    wanted = {"status": [1], "tag": ["表带"], "closed_from": "2026-11-01"}
    view = actions.save_view("旧名", wanted, by=cast.actor(cast.lin))
    address = reverse("view", args=[view.pk])
    page = lin_client.get(address).content.decode()
    assert 'value="旧名"' in page and 'value="2026-11-01"' in page and 'value="表带" checked' in page
    assert lin_client.post(address, {"status": "2", "name": " "}).status_code == 422
    answer = lin_client.post(address, {"status": "2", "name": "新名"})
    assert answer.headers["Location"] == reverse("inbox-list", args=[f"saved-{view.pk}"])
    view.refresh_from_db()
    assert (view.name, view.filter) == ("新名", {"status": [2]})


def test_only_those_who_hold_a_saved_list_change_it(cast: Cast, lin_client: Client) -> None:
    others = actions.save_view("赵雨的", {}, by=cast.actor(cast.zhao))
    shared = actions.save_view("班组", {}, by=cast.actor(cast.chen), audience="team", team=cast.wearables)
    assert lin_client.get(reverse("view", args=[others.pk])).status_code == 404
    assert lin_client.post(reverse("view", args=[shared.pk]), {"name": "x"}).status_code == 403
    with pytest.raises(NotFound):
        actions.change_view(others.pk, by=cast.actor(cast.lin), name="x", filter={})
