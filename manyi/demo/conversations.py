"""One ticket's life, from the first message to closure, as messages, states and assignments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from manyi.demo import attachments, grammar, library, rhythm, staffing, voice
from manyi.demo.facts import Facts
from manyi.demo.library import Scenario, Step
from manyi.demo.records import Assignment, Attachment, Change, Customer, Message, Rating, Staff
from manyi.demo.staffing import Desk
from manyi.demo.voice import Voice

MOST_MESSAGES = 9
SILENCE = timedelta(hours=72)
"""A resolved ticket closes by itself after that much silence."""

PENDING_AFTER = timedelta(minutes=30)
_BASE_MOOD = {"enquiry": 5.0, "after_sale": 4.88, "complaint": 4.45, "suggestion": 5.0}
_LOST_CAUSE = {"enquiry": 0.02, "after_sale": 0.035, "complaint": 0.09, "suggestion": 0.0}
"""How often a customer stays angry whatever was done."""

_NEXT_TEAM = {
    "zh": {"wearables": "aftersale", "audio": "aftersale", "aftersale": "wearables", "business": "aftersale",
           "night": "aftersale"},
    "en": {"night": "international"},
}  # fmt: skip
_FAULTS = ("enquiry.usage", "after_sale.troubleshooting", "after_sale.repair", "complaint.quality")
_DELIVERIES = (
    *("after_sale.logistics", "after_sale.return", "after_sale.parts", "after_sale.exchange"),
    *("complaint.logistics", "complaint.refund"),
)
_REOPENED = dict.fromkeys(_FAULTS, "relapse") | dict.fromkeys(_DELIVERIES, "still_waiting")
"""Which types come back after being solved, and with which words."""


@dataclass(slots=True, eq=False)
class Draft:
    """A ticket in the making; `satisfaction` is how the customer feels about it, around 1 to 5."""

    customer: Customer
    scenario: Scenario
    channel: str
    facts: Facts
    subject: str
    mood: str
    breached: bool
    team: str
    satisfaction: float = 0.0
    messages: list[Message] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    rating: Rating | None = None
    spam: bool = False
    follows: "Draft | None" = None
    merged_into: "Draft | None" = None
    split_from: "Draft | None" = None

    @property
    def created_at(self) -> datetime:
        return self.changes[0].at

    @property
    def status(self) -> str:
        return self.changes[-1].status

    def first_answer_at(self) -> datetime | None:
        """When an agent first wrote to the customer."""
        return next((each.at for each in self.messages if each.actor == "agent"), None)


class Conversation:
    """Plays one draft through: turn by turn, each at its own time."""

    def __init__(self, rng: Random, desk: Desk, draft: Draft, at: datetime) -> None:
        self.rng, self.desk, self.draft, self.now = rng, desk, draft, at
        self.scenario = draft.scenario
        self.voice = Voice(rng, draft.scenario, draft.facts, draft.channel, draft.mood, bool(draft.customer.enterprise))
        self.lane = rng.randrange(2)
        self.agent: Staff | None = None
        self.handed_over = False
        self.reopened = False

    def play(self) -> None:
        """Write everything that happens until the ticket is closed."""
        turns = self._turns()
        self._open(with_order=turns[0] is not self._shared("agent", "ask_order"))
        last_answer = max(n for n, each in enumerate(turns) if each.actor == "agent")
        for number, turn in enumerate(turns):
            self._take(turn, turns[number + 1 : number + 2], final=number == last_answer)
        confirmed = turns[-1].actor == "customer"
        if not confirmed and self._may_reopen():
            self._reopen()
        self._finish(confirmed)

    # The plan of turns

    def _turns(self) -> list[Step]:
        steps = [each for each in self.scenario.steps if not each.optional or self.rng.random() < 0.55]
        if self._answered_at_once(steps):
            steps = steps[:1]
        turns = list(steps)
        if self._order_unknown() and self.rng.random() < 0.36 and len(turns) < 6:
            turns[:0] = [self._shared("agent", "ask_order"), self._shared("customer", "order_answer")]
        room = MOST_MESSAGES - 3 - len(turns)
        if room > 0 and len(turns) > 2 and self.rng.random() < 0.16:
            first = next(n for n, each in enumerate(turns) if each.actor == "agent")
            occasion = "handover" if self._may_hand_over(turns[first + 1 :]) else "general"
            turns.insert(first + 1, self._shared("note", occasion))
        return turns

    def _order_unknown(self) -> bool:
        told = "{order}" in "".join(self.scenario.opens) or self.draft.facts.slots["order"] in self.draft.subject
        return self.scenario.order and not told and "asked" not in self.draft.facts.slots

    def _answered_at_once(self, steps: list[Step]) -> bool:
        if self.scenario.root != "enquiry" or self.rng.random() > 0.3:
            return False
        asks = any(mark in each for each in steps[0].wordings for mark in ("？", "?", "发我", "Please reply", "send"))
        return not asks and steps[0].actor == "agent"

    def _may_hand_over(self, rest: list[Step]) -> bool:
        return (
            self.draft.team in _NEXT_TEAM[self.scenario.language]
            and any(each.actor == "agent" for each in rest)
            and self.rng.random() < 0.75
        )

    def _shared(self, speaker: str, occasion: str) -> Step:
        return library.shared_step(self.scenario.language, speaker, occasion)

    # The turns

    def _open(self, *, with_order: bool) -> None:
        with_order = with_order and self.scenario.order and self.rng.random() < 0.75
        text = self.voice.opening(self.lane, self.now, with_order=with_order)
        files = self._customer_files(text)
        self._say("customer", "", text, files)
        self._become("new", "customer", "arrived")

    def _customer_files(self, text: str) -> tuple[Attachment, ...]:
        kind = self.scenario.photo
        if not kind or self.scenario.photo_by == "agent":
            return ()
        wanted = self.scenario.expects_photo or voice.shows_something(text)
        if not wanted and self.rng.random() > 0.45:
            return ()
        return (attachments.sent(self.rng, kind, self.now, self.draft.facts.slots["order"], self.scenario.language),)

    def _take(self, turn: Step, following: list[Step], *, final: bool) -> None:
        if turn.actor == "agent":
            self._answer(turn, final=final)
            if not final and following and following[0].actor == "office":
                self._wait_for_office()
        elif turn.actor == "customer":
            self._customer_answers(turn)
        elif turn.actor == "office":
            self._office_answers(turn)
        elif turn.actor == "handover":
            self._hand_over(turn)
        else:
            self._pause(20, 240)
            self._say("note", self._who().login, self._written(turn))

    def _written(self, turn: Step) -> str:
        return self.voice.write(turn.wording(self.lane, self.rng), self.now)

    def _answer(self, turn: Step, *, final: bool) -> None:
        first = self.agent is None
        waited = self.draft.messages[-1].actor == "office"
        if first:
            answered = rhythm.first_answer(self.rng, self.draft.channel, self.now, breached=self.draft.breached)
            self._assign(answered)
            self._nudge(answered)
            self.now = answered
        elif turn.later:
            self.now = rhythm.add_working(self.now, self.rng.triangular(120, 900, 300))
        elif self.draft.messages[-1].actor == "agent":
            self._pause(40, 200)
        else:
            self.now = rhythm.agent_gap(self.rng, self.draft.channel, self.now)
        body = self._written(turn)
        if self.handed_over:
            body = self.voice.phrase("agent", "handover", self.now) + ("" if self._chinese else " ") + body
            self.handed_over = False
        text = self.voice.agent(body, self.now, first=first, late=self.draft.breached, lead=waited)
        files = self._agent_files() if final or voice.shows_something(text) else ()
        self._say("agent", self._who().login, text, files)
        if first:
            self._become("open", self._who().login, "answered")

    @property
    def _chinese(self) -> bool:
        return self.scenario.language == "zh"

    def _agent_files(self) -> tuple[Attachment, ...]:
        if self.scenario.photo_by != "agent" or any(each.attachments for each in self.draft.messages):
            return ()
        order = self.draft.facts.slots["order"]
        return (attachments.sent(self.rng, self.scenario.photo, self.now, order, self.scenario.language),)

    def _assign(self, answered: datetime) -> None:
        self.agent = self.desk.pick(self.scenario, self.draft.team)
        wait = (answered - self.now) * (0.1 if self.draft.channel == "chat" else self.rng.uniform(0.5, 0.95))
        moment = (self.now + wait).replace(microsecond=0)
        self.draft.assignments.append(Assignment(moment, self.agent.login, self.draft.team, ""))
        self._introduce()

    def _introduce(self) -> None:
        slots = self.draft.facts.slots
        slots["agent"] = name_in(self.scenario.language, self._who())
        slots["team"] = self._team_name(self.draft.team)
        slots.setdefault("former", slots["agent"])

    def _team_name(self, team: str) -> str:
        names = {each.key: each.name for each in library.teams()}
        return names[team].zh if self._chinese else names[team].en

    def _who(self) -> Staff:
        if self.agent is None:
            raise RuntimeError("nobody has answered yet")
        return self.agent

    def _nudge(self, answered: datetime) -> None:
        """In chat, who waits long asks whether anybody is there."""
        patience = timedelta(minutes=4)
        if self.draft.channel == "chat" and answered - self.now > patience and self.rng.random() < 0.6:
            at = self.now + timedelta(seconds=self.rng.randrange(150, 240))
            text = self.voice.phrase("customer", "nudge", at)
            self.draft.messages.append(Message(at, "customer", "", text))

    def _customer_answers(self, turn: Step) -> None:
        self._wait_for_customer(later=turn.later)
        self._customer_says(self._written(turn))

    def _customer_says(self, text: str) -> None:
        self._say("customer", "", self.voice.customer([text], self.now))
        if self.draft.status in ("pending", "on_hold"):
            self._become("open", "customer", "customer_replied")

    def _wait_for_customer(self, *, later: bool = False) -> None:
        asked = self.now
        if later:
            self.now = rhythm.awake(self.now + timedelta(minutes=self.rng.randrange(240, 2200)), self.rng)
        else:
            self.now = self._customer_time()
        if self.now - asked > PENDING_AFTER:
            self._become("pending", self._who().login, "waiting_for_customer", asked)

    def _customer_time(self) -> datetime:
        channel = self.draft.channel
        # After a wait of hours the customer is no longer in front of the chat.
        if self.now - self.draft.created_at > timedelta(hours=1):
            channel = "later"
        return rhythm.customer_gap(self.rng, channel, self.now, abroad=self.draft.customer.country != "CN")

    def _wait_for_office(self) -> None:
        self._pause(40, 400)
        self._become("on_hold", self._who().login, "waiting_for_office")

    def _office_answers(self, turn: Step) -> None:
        if self.draft.status != "on_hold":
            self._wait_for_office()
        self.now = rhythm.office_gap(self.rng, self.now)
        self._say("office", self.desk.owners[turn.department], self._written(turn))
        self._become("open", self.desk.owners[turn.department], "office_answered")

    def _hand_over(self, turn: Step) -> None:
        self._pause(60, 500)
        former, slots = self._who(), self.draft.facts.slots
        team = _NEXT_TEAM[self.scenario.language][self.draft.team]
        slots["former"] = slots["agent"]
        slots["team"] = self._team_name(team)
        summary = self._written(turn)
        self._say("note", former.login, summary)
        self.draft.team = team
        self.agent = self.desk.pick(self.scenario, team, besides=former.login)
        self.draft.assignments.append(Assignment(self.now, self.agent.login, team, summary))
        self._introduce()
        self.handed_over = True

    # The end

    def _may_reopen(self) -> bool:
        return (
            self.scenario.type in _REOPENED
            and len(self.draft.messages) <= MOST_MESSAGES - 4
            and self.rng.random() < 0.095
        )

    def _reopen(self) -> None:
        self.reopened = True
        self._become("resolved", self._who().login, "solved")
        self.now = rhythm.awake(self.now + timedelta(minutes=self.rng.randrange(200, 3400)), self.rng)
        complaint = self.voice.phrase("customer", _REOPENED[self.scenario.type], self.now)
        self._say("customer", "", self.voice.customer([complaint], self.now))
        self._become("open", "customer", "reopened")
        for occasion, gap in (("reopen_answer", 1), ("reopen_done", 3)):
            for _ in range(gap):
                self.now = rhythm.agent_gap(self.rng, "email", self.now)
            body = self.voice.phrase("agent", occasion, self.now)
            self._say("agent", self._who().login, self.voice.agent(body, self.now, first=False, lead=False))

    def _finish(self, confirmed: bool) -> None:
        self.draft.satisfaction = self._satisfaction(self.now)
        thanks = 0.72 if self.draft.channel == "chat" else 0.5
        if not confirmed and len(self.draft.messages) < MOST_MESSAGES and self.rng.random() < thanks:
            self._thank()
            confirmed = True
        if confirmed:
            self._pause(5, 60)
        self._become("resolved", self._who().login, "solved")
        if confirmed or self.rng.random() < 0.25:
            self.now = rhythm.customer_gap(self.rng, "chat" if confirmed else "later", self.now, abroad=True)
            self._become("closed", "customer", "confirmed")
        else:
            self._become("closed", "system", "silence", self.now + SILENCE)

    def _thank(self) -> None:
        feeling = self.draft.satisfaction
        occasion = "happy" if feeling > 4.3 else "neutral" if feeling > 3.2 else "sour"
        self._wait_for_customer()
        self._customer_says(self.voice.phrase("customer", occasion, self.now))
        polite = 0.7 if self.draft.channel == "chat" else 0.08
        if len(self.draft.messages) < MOST_MESSAGES and self.rng.random() < polite:
            self._pause(15, 90)
            goodbye = self.voice.phrase("agent", "bye_sour" if occasion == "sour" else "bye", self.now)
            self._say("agent", self._who().login, goodbye)

    def _satisfaction(self, resolved_at: datetime) -> float:
        feeling = _BASE_MOOD[self.scenario.root] + self.desk.touch[self._who().login] + self.rng.gauss(0, 0.5)
        feeling -= 0.9 * self.draft.breached + 0.7 * self.reopened + 0.25 * (len(self.draft.assignments) > 1)
        if resolved_at - self.draft.created_at > timedelta(days=2):
            feeling -= 0.4
        if self.rng.random() < _LOST_CAUSE[self.scenario.root]:
            feeling -= self.rng.uniform(1.2, 3.6)
        return feeling - (0.35 if self.draft.mood == "angry" else 0.0)

    # Bookkeeping

    def _pause(self, low: int, high: int) -> None:
        self.now += timedelta(seconds=self.rng.randrange(low, high))

    def _say(self, actor: str, author: str, text: str, files: tuple[Attachment, ...] = ()) -> None:
        self.now = self.now.replace(microsecond=0)
        self.draft.messages.append(Message(self.now, actor, author, text, files))

    def _become(self, status: str, by: str, reason: str, at: datetime | None = None) -> None:
        self.draft.changes.append(Change(at or self.now, status, by, reason))


def name_in(language: str, person: Staff) -> str:
    """How a colleague is called towards customers of that language."""
    if language == "zh" or person.nickname.isascii() or person.nickname[0].isascii():
        return person.nickname
    return person.login.split("@")[0].split(".")[1].capitalize()


def begin(
    rng: Random, desk: Desk, scenario: Scenario, customer: Customer, channel: str, facts: Facts, at: datetime
) -> Draft:
    """An empty draft for a conversation beginning at `at`."""
    late = 0.045 if rhythm.surging(at.date()) else 0.019
    department = "finance" if "refund" in scenario.type or "return" in scenario.type else "product"
    facts.slots["colleague"] = name_in(scenario.language, desk.people[desk.owners[department]])
    return Draft(
        customer=customer,
        scenario=scenario,
        channel=channel,
        facts=facts,
        subject=grammar.write(rng.choice(scenario.subjects), rng, facts.slots),
        mood=voice.mood(rng, scenario.root),
        breached=rng.random() < late,
        team=staffing.team_for(rng, scenario, customer, facts.product, channel, at),
    )
