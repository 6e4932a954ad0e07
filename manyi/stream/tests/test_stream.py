"""What tabs hear, and what they don't."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from manyi.stream import hub, say
from manyi.stream.app import MOST_STREAMS_EACH
from manyi.stream.tests.browser import Tab, event, running, token
from manyi.stream.tests.browser import say as post

Scenario = Callable[[], Coroutine[Any, Any, None]]


def played(scenario: Scenario) -> Callable[[], None]:
    """A test that is a story of tabs."""

    def test() -> None:
        asyncio.run(scenario())

    test.__name__ = scenario.__name__
    return test


@played
async def test_a_forged_old_or_missing_token_is_refused() -> None:
    async with running() as (stream, _log):
        good = token("staff:1", "all")
        body, _, signature = good.partition(".")
        forged = [good[:-1], f"{body}.{signature[::-1]}", "x", "", token("staff:1", "all", lifetime=-1)]
        for bad in forged:
            assert await Tab(stream, bad).answered() == 403
            assert await post(stream, bad, "ticket:9") == 403


@played
async def test_only_those_concerned_are_told() -> None:
    async with running() as (stream, log):
        team = Tab(stream, token("staff:1", "team:3"))
        ticket = Tab(stream, token("staff:2", "ticket:9", "chat:9"))
        visitor = Tab(stream, token("visitor:4", "chat:9"))
        outsider = Tab(stream, token("staff:3", "team:4", "staff:3"))
        stranger = Tab(stream, token("visitor:5", "chat:8"))
        for tab in (team, ticket, visitor, outsider, stranger):
            await tab.until("hello")
        log.write(event(1), event(2, ticket=10, team=5, verb="ticket.tagged"), event(3))
        for tab in (team, ticket, visitor):
            assert [e["position"] for e in await tab.until("", 2)] == [1, 3]
        assert ticket.events("")[0]["customer"] == 7
        assert "customer" not in visitor.events("")[0]
        assert outsider.events("") == stranger.events("") == []


@played
async def test_a_tab_resumes_behind_what_it_has_seen() -> None:
    async with running(event(1), event(2), event(3, team=4), event(4)) as (stream, log):
        for by_header in (True, False):
            tab = Tab(stream, token("staff:1", "team:3"), last=1, header=by_header)
            assert await tab.until("hello") == [{"position": 4}]
            assert [e["position"] for e in tab.events("")] == [2, 4]
        log.write(event(5))
        assert [e["position"] for e in await tab.until("", 3)] == [2, 4, 5]
        assert tab.events("reset") == []


@played
async def test_a_new_tab_is_told_nothing_old() -> None:
    async with running(event(1)) as (stream, _log):
        tab = Tab(stream, token("staff:1", "all"))
        assert await tab.until("hello") == [{"position": 1}]
        assert tab.events("") == []


@played
async def test_what_is_no_longer_kept_means_starting_anew() -> None:
    rows = [event(position) for position in range(1, hub.KEPT + 11)]
    async with running(*rows) as (stream, log):
        late = Tab(stream, token("staff:1", "team:3"), last=9)
        assert len(await late.until("reset")) == 1
        just = Tab(stream, token("staff:1", "team:3"), last=10)
        await just.until("hello")
        assert just.events("reset") == []
        assert len(just.events("")) == hub.KEPT
        log.write(event(hub.KEPT + 11))
        await just.until("", hub.KEPT + 1)
        assert len(await Tab(stream, token("staff:1", "team:3"), last=10).until("reset")) == 1


@played
async def test_a_position_the_log_never_had_means_starting_anew() -> None:
    async with running(event(1)) as (stream, _log):
        assert len(await Tab(stream, token("staff:1", "all"), last=99).until("reset")) == 1


@played
async def test_a_page_that_knows_of_an_event_before_the_stream_does_is_not_reset() -> None:
    async with running(event(1)) as (stream, log):
        tab = Tab(stream, token("staff:1", "all"), last=2)
        await asyncio.sleep(0)
        log.write(event(2))
        assert await tab.until("hello") == [{"position": 2}]
        assert tab.events("reset") == []


@played
async def test_who_does_not_read_is_dropped_and_harms_nobody() -> None:
    async with running() as (stream, log):
        slow = Tab(stream, token("staff:1", "all"))
        quick = Tab(stream, token("staff:2", "all"))
        await slow.until("hello")
        await quick.until("hello")
        slow.stuck()
        for position in range(1, hub.SLOW + 20):
            log.write(event(position))
            await quick.until("", position)
        await asyncio.wait_for(slow.task, 10)
        assert len(stream.hub) == 1


@played
async def test_closed_tabs_leave_nothing_behind() -> None:
    async with running() as (stream, log):
        tabs = [Tab(stream, token(f"staff:{n}", "all", f"ticket:{n}")) for n in range(50)]
        for tab in tabs:
            await tab.until("hello")
        for tab in tabs:
            await tab.close()
        log.write(event(1))
        assert len(stream.hub) == 0
        assert list(stream.hub.holders("all")) == []


@played
async def test_one_person_has_a_limited_number_of_streams() -> None:
    async with running() as (stream, _log):
        mine = token("staff:1", "all")
        for _ in range(MOST_STREAMS_EACH):
            await Tab(stream, mine).until("hello")
        assert await Tab(stream, mine).answered() == 429
        assert await Tab(stream, token("staff:2", "all")).answered() == 200


@played
async def test_typing_reaches_the_others_on_the_topic_with_the_name_of_the_token() -> None:
    async with running() as (stream, _log):
        lin = token("staff:1", "ticket:9", "chat:9", name="林晓")
        mine = Tab(stream, lin)
        visitor = Tab(stream, token("visitor:4", "chat:9"))
        other = Tab(stream, token("visitor:5", "chat:8"))
        for tab in (mine, visitor, other):
            await tab.until("hello")
        assert await post(stream, lin, "chat:9", "typing", part=1) == 204
        said = {"topic": "chat:9", "kind": "typing", "who": "staff:1", "name": "林晓", "data": {"part": 1}}
        assert await visitor.until("say") == [said]
        assert mine.events("say") == other.events("say") == []


@played
async def test_nobody_speaks_on_a_topic_not_held_or_to_everybody() -> None:
    async with running() as (stream, _log):
        lin = token("staff:1", "ticket:9", "all", "team:3")
        for topic in ("ticket:8", "chat:9", "all", "team:3"):
            assert await post(stream, lin, topic) == 403
        assert await post(stream, lin, "ticket:9", "<b>") == 400
        assert await post(stream, lin, "ticket:9", "typing", much="x" * say.LARGEST) == 413


@played
async def test_who_speaks_too_much_is_held_back() -> None:
    async with running() as (stream, _log):
        lin = token("staff:1", "ticket:9")
        statuses = [await post(stream, lin, "ticket:9") for _ in range(int(say.BURST) + 5)]
        assert statuses[0] == 204
        assert statuses[-1] == 429
        assert await post(stream, token("staff:2", "ticket:9"), "ticket:9") == 204


@played
async def test_newcomers_learn_who_is_viewing() -> None:
    async with running() as (stream, _log):
        lin = token("staff:1", "ticket:9", name="林晓")
        await Tab(stream, lin).until("hello")
        await post(stream, lin, "ticket:9", "viewing")
        zhao = Tab(stream, token("staff:2", "ticket:9"))
        assert (await zhao.until("say"))[0]["who"] == "staff:1"
        await post(stream, lin, "ticket:9", "idle")
        await zhao.until("say", 2)
        wei = Tab(stream, token("staff:3", "ticket:9"))
        await wei.until("hello")
        assert wei.events("say") == []


@played
async def test_those_in_whose_lists_a_ticket_stands_see_who_is_there_and_others_don_t() -> None:
    async with running() as (stream, _log):
        lin = token("staff:1", "ticket:9", "team:3", name="林晓")
        mate, leader = Tab(stream, token("staff:2", "team:3")), Tab(stream, token("staff:3", "all"))
        outsider = Tab(stream, token("staff:4", "team:4"))
        for tab in (mate, leader, outsider):
            await tab.until("hello")
        await post(stream, lin, "ticket:9", "viewing", team=3)
        await post(stream, lin, "ticket:9", "idle", team=3)
        for tab in (mate, leader):
            assert [(one["topic"], one["kind"]) for one in await tab.until("say", 2)] == [
                ("ticket:9", "viewing"),
                ("ticket:9", "idle"),
            ]
        await post(stream, token("staff:5", "ticket:8", "team:3"), "ticket:8", "viewing", team=4)
        assert outsider.events("say") == []


@pytest.mark.parametrize("leaves", [True, False])
def test_who_has_gone_is_said_to_be_idle(leaves: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(say, "LEAVING" if leaves else "PRESENT", 0.01)

    async def scenario() -> None:
        async with running() as (stream, _log):
            lin = token("staff:1", "ticket:9", name="林晓")
            tab = Tab(stream, lin)
            zhao = Tab(stream, token("staff:2", "ticket:9"))
            await zhao.until("hello")
            await post(stream, lin, "ticket:9", "viewing")
            if leaves:
                await tab.close()
            assert [s["kind"] for s in await zhao.until("say", 2)] == ["viewing", "idle"]

    asyncio.run(scenario())
