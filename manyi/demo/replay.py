"""The sample company's history, told again through the real actions in the order in which it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from manyi.core.actions import unit
from manyi.core.actors import SYSTEM, Actor, customer_actor
from manyi.demo import records
from manyi.demo.attachments import render
from manyi.demo.founding import World, slug
from manyi.desk import actions as desk
from manyi.desk.models import Attachment, LinkKind, Priority, Status, Ticket
from manyi.listening import actions as listening

PRIORITIES = {"low": Priority.LOW, "normal": Priority.NORMAL, "high": Priority.HIGH, "urgent": Priority.URGENT}
REASONS = {"waiting_for_office": "等待其他部门", "office_answered": "其他部门已答复"}
STAGES = {"pre_sale": "pre", "in_sale": "in", "after_sale": "after"}


@dataclass(order=True)
class Step:
    """One thing that happened; steps of one moment keep the order in which they were told."""

    at: dt.datetime
    ticket: int
    place: int
    run: Callable[[], None] = field(compare=False)


class Story:
    """One ticket's steps. Everything is done by who did it, at the time when it was done."""

    def __init__(self, told: records.Ticket, world: World, tickets: dict[int, Ticket]) -> None:
        self.told = told
        self.world = world
        self.tickets = tickets
        customer = world.customers[told.customer]
        self.customer = customer_actor(customer.pk, customer.name)

    @property
    def ticket(self) -> Ticket:
        return self.tickets[self.told.key]

    def steps(self) -> list[Step]:
        """All steps of the ticket, in their order."""
        found = sorted(self._told(), key=lambda pair: pair[0])
        return [Step(at, self.told.key, place, run) for place, (at, run) in enumerate(found)]

    def _told(self) -> Iterator[tuple[dt.datetime, Callable[[], None]]]:
        yield self.told.created_at, self._open
        for assignment in self.told.assignments:
            yield assignment.at, partial(self._assign, assignment)
        for message in self.told.messages:
            yield message.at, partial(self._say, message)
        for change in self.told.changes:
            yield change.at, partial(self._become, change)
        if self.told.rating is not None:
            yield self.told.rating.at, self._rate

    def _open(self) -> None:
        told = self.told
        ticket = desk.create_ticket(
            self.world.customers[told.customer],
            by=self.customer,
            subject=told.subject,
            channel=told.channel,
            type=self.world.types[told.type],
            team=self.world.teams.get(told.team),
            priority=PRIORITIES[told.priority],
            language="zh-hans" if told.language.startswith("zh") else told.language,
            stage=STAGES.get(told.stage, ""),
            fields={slug(key): self.world.options.get(value, value) for key, value in told.fields.items()},
        )
        self.tickets[told.key] = ticket
        if told.tags:
            desk.set_tags(ticket, told.tags, by=SYSTEM)
        for other, kind in ((told.follows, LinkKind.FOLLOW_UP), (told.split_from, LinkKind.SPLIT)):
            if other in self.tickets and other is not None:
                desk.link_tickets(ticket, self.tickets[other], by=SYSTEM, kind=kind)

    def _assign(self, given: records.Assignment) -> None:
        to, team = self.world.staff[given.assignee], self.world.teams.get(given.team)
        how = "by_hand" if given.summary else "automatic"
        desk.assign(self.ticket, by=SYSTEM, to=to, team=team, reason=given.summary, how=how)

    def _say(self, said: records.Message) -> None:
        files = [self._file(attachment, said) for attachment in said.attachments]
        if said.actor == "customer":
            channel = self.told.channel
            desk.receive_message(self.ticket, by=self.customer, text=said.text, channel=channel, attachments=files)
        elif said.actor == "agent":
            desk.reply(self.ticket, by=self._who(said.author), text=said.text, attachments=files)
        else:
            desk.note(self.ticket, by=self._who(said.author), text=said.text, attachments=files)

    def _file(self, attachment: records.Attachment, said: records.Message) -> Attachment:
        by = self.customer if said.actor == "customer" else self._who(said.author)
        return desk.upload(self.ticket, by=by, name=attachment.filename, content=render(attachment))

    def _who(self, login: str) -> Actor:
        return self.world.actors.get(login, SYSTEM)

    def _become(self, became: records.Change) -> None:
        by = self._who(became.by)
        if became.status == "on_hold":
            desk.set_status(self.ticket, by=SYSTEM, status=Status.HOLD, reason=REASONS.get(became.reason, ""))
        elif became.status == "resolved":
            desk.propose_resolution(self.ticket, by=by)
        elif became.status == "closed":
            self._close(became, by)
        elif became.reason == "reopened":
            desk.reopen(self.ticket, by=self.customer, reason="customer")
        elif became.reason == "office_answered":
            desk.set_status(self.ticket, by=SYSTEM, status=Status.OPEN, reason=REASONS[became.reason])

    def _close(self, became: records.Change, by: Actor) -> None:
        if became.reason == "merged" and self.told.merged_into is not None:
            desk.merge_tickets(self.tickets[self.told.merged_into], self.ticket, by=SYSTEM)
        elif became.reason == "confirmed":
            desk.confirm_resolution(self.ticket, by=self.customer)
        elif became.reason == "silence":
            desk.close_ticket(self.ticket, by=SYSTEM, how="silence")
        else:
            desk.close_ticket(self.ticket, by=by, reason=became.reason)

    def _rate(self) -> None:
        given = self.told.rating
        survey = listening.send_survey(self.ticket)
        if survey is not None and given is not None:
            stars = {name: getattr(given, name) for name in ("solution", "attitude", "speed", "transparency")}
            listening.rate(survey, overall=given.overall, dimensions=stars, comment=given.comment)


def replay(step: Step) -> None:
    """Do one step at its own time."""
    with unit(at=step.at):
        step.run()
