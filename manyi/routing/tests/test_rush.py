"""Rush mode: what changes while it is on, how it begins and how it ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.models import Event
from manyi.desk import actions as desk
from manyi.desk.conditions import Conditions
from manyi.desk.models import CustomField, Message, Ticket, TicketType
from manyi.desk.queries import ticket_facts
from manyi.desk.queries.reference import forget_reference
from manyi.notices.kinds import sentence
from manyi.notices.models import Notice
from manyi.people.models import Team
from manyi.routing import actions, loading, queries, setup
from manyi.routing.matching import FIFO
from manyi.routing.models import Playbook, Queue, Rush, Wait
from manyi.routing.rush import Figures, Plan, Trigger, reached
from manyi.routing.tests.helpers import ask, assignees, online, react

NAMES = {"zh-hans": "激增", "en": "Surge"}
ANSWER = {"zh-hans": "咨询较多，请稍候。", "en": "We are busy, please wait."}


def playbook(**plan: Any) -> Playbook:
    return actions.save_playbook(None, by=SYSTEM, names=NAMES, plan=Plan(**plan))


def begin(cast: Cast, queue: Queue | None = None, **plan: Any) -> Rush:
    served = queue or Queue.objects.get()
    return actions.start_rush(served.pk, playbook(**plan), by=cast.actor(cast.chen))


def rush_verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="rush.").order_by("id").values_list("verb", flat=True))


def test_a_limit_is_reached_when_it_is_met_and_what_is_not_asked_never_is() -> None:
    trigger = Trigger(waiting=5, longest=300)
    assert reached(trigger, Figures(waiting=4, longest=299, arrivals=90)) == []
    assert reached(trigger, Figures(waiting=5, longest=300)) == ["waiting", "longest"]
    assert reached(Trigger(), Figures(100, 9999, 100)) == []


def test_borrowed_teams_serve_only_while_it_is_on(cast: Cast) -> None:
    online(cast, cast.wei)
    made = ask(cast, "排队太久")
    react()
    assert assignees(made) == [None]
    rush = begin(cast, teams=frozenset({cast.audio.pk}))
    react()
    assert assignees(made) == [cast.wei.pk]
    actions.end_rush(rush, by=cast.actor(cast.chen))
    later = ask(cast, "又来了")
    react()
    assert assignees(later) == [None]


def test_more_fits_those_who_serve_the_queue_but_only_of_its_own_work(cast: Cast) -> None:
    online(cast, cast.lin)
    fits = loading.agents(setup.current())[cast.lin.pk].capacity
    queue = Queue.objects.create(names={"en": "Chats"}, conditions={"channels": ["chat"]}, rank=0)
    queue.teams.set([cast.wearables])
    actions.revise()
    begin(cast, queue, capacity=150)
    mails = [ask(cast, f"邮件 {count}", channel="email") for count in range(fits // 2 + 2)]
    react()
    assert assignees(*mails).count(cast.lin.pk) == fits // 2
    chats = [ask(cast, f"问 {count}") for count in range(8)]
    react()
    assert assignees(*chats).count(cast.lin.pk) == fits // 2 // 6
    assert assignees(*mails).count(cast.lin.pk) == fits // 2


def test_beyond_the_usual_capacity_nothing_but_work_of_the_rush_is_given(cast: Cast) -> None:
    online(cast, cast.lin)
    fits = loading.agents(setup.current())[cast.lin.pk].capacity
    queue = Queue.objects.create(names={"en": "Chats"}, conditions={"channels": ["chat"]}, rank=0)
    actions.revise()
    begin(cast, queue, capacity=200)
    chats = [ask(cast, f"问 {count}") for count in range(9)]
    react()
    assert assignees(*chats).count(cast.lin.pk) == 2 * fits // 6
    mail = ask(cast, "邮件", channel="email")
    react()
    assert assignees(mail) == [None]
    assert loading.agents(setup.current())[cast.lin.pk].load == 2 * fits // 6 * 6


def test_other_weights_count_while_it_is_on(cast: Cast) -> None:
    fifo = actions.save_weights("rush-first", {**FIFO.as_json()}, by=cast.actor(cast.admin))
    rush = begin(cast, policy=fifo.pk)
    queue = setup.current().queue(rush.queue_id)
    assert setup.current().weights(queue).name == "rush-first"
    actions.end_rush(rush, by=cast.actor(cast.chen))
    assert setup.current().weights(queue).name != "rush-first"


def test_required_fields_wait_while_it_is_on_and_stand_in_the_report(cast: Cast) -> None:
    CustomField.objects.create(key="serial", names={"zh-hans": "序列号"}, kind="text", is_required=True)
    online(cast, cast.lin)
    first, second = ask(cast, "坏了"), ask(cast, "也坏了")
    react()
    with pytest.raises(Invalid):
        desk.propose_resolution(first, by=cast.actor(cast.lin))
    rush = begin(cast, short_forms=True)
    desk.propose_resolution(first, by=cast.actor(cast.lin))
    third = ask(cast, "还有")
    react()
    desk.propose_resolution(third, by=cast.actor(cast.lin))
    assert queries.report(rush).incomplete == [third]
    desk.change_ticket(third, by=cast.actor(cast.lin), fields={"serial": "A1"})
    assert queries.report(rush).incomplete == []
    actions.end_rush(rush, by=cast.actor(cast.chen))
    with pytest.raises(Invalid):
        desk.propose_resolution(second, by=cast.actor(cast.lin))


def test_while_forms_are_short_a_ticket_shows_only_the_fields_it_needs(cast: Cast, lin_client: Client) -> None:
    for rank, key in enumerate(("serial", "colour", "shop")):
        CustomField.objects.create(
            key=key, names={"zh-hans": key, "en": key}, kind="text", rank=rank, is_required=key == "serial"
        )
    forget_reference()
    made = ask(cast, "坏了")
    desk.change_ticket(made, by=cast.actor(cast.lin), fields={"colour": "red"})

    def shown() -> tuple[list[str], list[str]]:
        facts = ticket_facts(cast.actor(cast.lin), Ticket.objects.get(pk=made.pk))
        return [one.field.key for one in facts.values], [one.field.key for one in facts.folded]

    assert shown() == (["serial", "colour"], ["shop"])
    rush = begin(cast, short_forms=True)
    assert shown() == (["serial"], ["colour", "shop"])
    page = lin_client.get(f"/tickets/{made.number}/").content.decode()
    assert "还有 2 个字段" in page
    assert 'value="red"' in page.partition("about-more-fields")[2]
    actions.end_rush(rush, by=cast.actor(cast.chen))
    assert shown() == (["serial", "colour"], ["shop"])


def test_who_arrives_is_answered_once_in_the_own_language_and_waits_on(cast: Cast) -> None:
    ask(cast, "早就在等")
    react()
    begin(cast, answer=ANSWER)
    chinese, english = ask(cast, "在吗", language="zh-hans"), ask(cast, "hello", language="en")
    react()
    actions.answer_arrival(chinese.pk)
    said = Message.objects.filter(kind="out", staff=None).order_by("ticket_id").values_list("ticket_id", "text")
    assert list(said) == [(chinese.pk, ANSWER["zh-hans"]), (english.pk, ANSWER["en"])]
    waiting = Ticket.objects.get(pk=chinese.pk)
    assert waiting.waiting_since is not None
    assert (waiting.owner_id, waiting.first_replied_at) == (None, None)


def test_a_queue_has_one_rush_and_starting_again_changes_nothing(cast: Cast) -> None:
    one = playbook()
    chen = cast.actor(cast.chen)
    first = actions.start_rush(None, one, by=chen)
    assert actions.start_rush(None, one, by=chen) == first
    actions.end_rush(first, by=chen)
    actions.end_rush(first, by=chen)
    assert actions.start_rush(None, one, by=chen) != first
    assert rush_verbs() == ["rush.started", "rush.ended", "rush.started"]


def test_an_agent_may_neither_start_nor_end_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.start_rush(None, playbook(), by=cast.actor(cast.lin))
    rush = begin(cast)
    with pytest.raises(NotAllowed):
        actions.end_rush(rush, by=cast.actor(cast.wei))
    with pytest.raises(NotAllowed):
        actions.save_playbook(None, by=cast.actor(cast.chen), names=NAMES, plan=Plan())


def test_a_playbook_is_only_for_its_queues(cast: Cast) -> None:
    queue = Queue.objects.create(names={"en": "Calls"})
    actions.revise()
    only = playbook(queues=frozenset({queue.pk}))
    with pytest.raises(Conflict):
        actions.start_rush(None, only, by=cast.actor(cast.chen))
    assert actions.start_rush(queue.pk, only, by=cast.actor(cast.chen)).queue_id == queue.pk
    with pytest.raises(Conflict):
        actions.delete_playbook(only, by=cast.actor(cast.admin))
    actions.delete_queue(queue, by=cast.actor(cast.admin))
    assert Rush.objects.get().end == "gone"


@pytest.mark.parametrize(
    "wrong",
    [{"capacity": 90}, {"at_most": 10}, {"calm_for": 9999}, {"calm_waiting": 5, "trigger": Trigger(waiting=5)}],
)
def test_a_playbook_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        playbook(**wrong)


def test_a_long_queue_begins_it_and_a_calm_one_ends_it(cast: Cast) -> None:
    playbook(trigger=Trigger(waiting=3), calm_waiting=0, calm_for=60)
    tickets = [ask(cast, f"问 {count}") for count in range(2)]
    react()
    assert actions.watch_rushes() == 0
    tickets.append(ask(cast, "第三个"))
    react()
    assert (actions.watch_rushes(), actions.watch_rushes()) == (1, 0)
    rush = Rush.objects.get()
    assert (rush.by_staff_id, rush.why["waiting"], rush.why["reached"]) == (None, 3, ["waiting"])
    online(cast, cast.lin)
    react()
    actions.watch_rushes()
    rush.refresh_from_db()
    assert rush.calm_since is not None
    Rush.objects.update(calm_since=rush.calm_since - dt.timedelta(minutes=1))
    actions.watch_rushes()
    rush.refresh_from_db()
    assert (rush.end, rush_verbs()) == ("calm", ["rush.started", "rush.ended"])


def test_leaders_of_the_teams_that_serve_are_told(cast: Cast) -> None:
    Team.objects.filter(pk=cast.wearables.pk).update(leader=cast.chen)
    Team.objects.filter(pk=cast.audio.pk).update(leader=cast.wei)
    actions.start_rush(Queue.objects.get().pk, playbook(), by=cast.actor(cast.chen))
    notice = Notice.objects.get()
    assert (notice.staff_id, notice.kind, notice.url) == (cast.wei.pk, "rush", f"/floor/rushes/{Rush.objects.get().pk}")
    assert "陈静" in sentence("rush", "陈静", notice.data)


def test_calm_counts_only_without_a_break(cast: Cast) -> None:
    rush = begin(cast, calm_waiting=0, calm_for=60)
    actions.watch_rushes()
    Rush.objects.update(calm_since=rush.started_at - dt.timedelta(minutes=5))
    ask(cast, "又有人")
    react()
    actions.watch_rushes()
    rush.refresh_from_db()
    assert (rush.ended_at, rush.calm_since) == (None, None)


def test_it_ends_when_its_time_is_over_and_rests_before_it_begins_again(cast: Cast) -> None:
    playbook(trigger=Trigger(arrivals=1), calm_waiting=0)
    ask(cast, "问")
    react()
    actions.watch_rushes()
    Rush.objects.update(ends_at=Rush.objects.get().started_at)
    actions.watch_rushes()
    assert Rush.objects.get().end == "time"
    assert actions.watch_rushes() == 0
    Rush.objects.update(ended_at=Rush.objects.get().started_at - actions.rushing.PAUSE)
    assert actions.watch_rushes() == 1


def test_a_topic_begins_it_only_by_tickets_of_that_topic(cast: Cast) -> None:
    topic = TicketType.objects.create(key="outage", names={"en": "Outage"})
    playbook(trigger=Trigger(arrivals=2, conditions=Conditions(types=frozenset({topic.pk}))))
    actions.revise()
    for count in range(3):
        ask(cast, f"别的 {count}")
    ask(cast, "断网", type=topic)
    react()
    assert actions.watch_rushes() == 0
    ask(cast, "又断网", type=topic)
    react()
    assert actions.watch_rushes() == 1
    assert Rush.objects.get().why["arrivals"] == 2


def test_a_wait_too_long_begins_it(cast: Cast) -> None:
    playbook(trigger=Trigger(longest=600))
    made = ask(cast, "很久了")
    react()
    assert actions.watch_rushes() == 0
    Wait.objects.filter(ticket=made).update(entered_at=made.created_at - dt.timedelta(minutes=11))
    assert actions.watch_rushes() == 1


def test_the_report_compares_with_as_long_a_time_before(cast: Cast) -> None:
    online(cast, cast.lin)
    early = ask(cast, "以前的")
    react()
    rush = begin(cast, teams=frozenset({cast.audio.pk}), capacity=200)
    start = rush.started_at - dt.timedelta(minutes=30)
    Rush.objects.update(started_at=start)
    Wait.objects.filter(ticket=early).update(
        entered_at=start - dt.timedelta(minutes=10), ended_at=start - dt.timedelta(minutes=5)
    )
    online(cast, cast.lin, state="away")
    online(cast, cast.wei)
    ask(cast, "现在的")
    react()
    found = queries.report(Rush.objects.get())
    assert (found.before.arrivals, found.before.answered, found.before.median) == (1, 1, 300)
    assert (found.during.arrivals, found.during.answered) == (1, 1)
    assert [(one.name, one.given, one.is_borrowed) for one in found.helpers] == [(cast.wei.name, 1, True)]
