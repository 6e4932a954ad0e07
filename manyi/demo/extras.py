"""The odd ones: second messages that get merged, second questions that get split off, and advertising."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from manyi.demo import facts, grammar, library, rhythm
from manyi.demo.conversations import SILENCE, Draft
from manyi.demo.library import Scenario
from manyi.demo.outcomes import merge_into
from manyi.demo.records import Assignment, Change, Customer, Message
from manyi.demo.staffing import Desk

MERGED_SHARE, SPLIT_SHARE, SPAM_SHARE = 0.01, 0.006, 0.004


def counts(tickets: int) -> tuple[int, int, int]:
    """How many of that many tickets are merged, split off, and spam."""
    return round(tickets * MERGED_SHARE), round(tickets * SPLIT_SHARE), round(tickets * SPAM_SHARE)


def add(
    rng: Random,
    desk: Desk,
    drafts: list[Draft],
    known: tuple[Customer, ...],
    side: tuple[int, int, int],
    until: datetime,
) -> list[Draft]:
    """The odd tickets that go with the ordinary ones."""
    merged, split, spam = side
    slow = [each for each in drafts if _answered_slowly(each, until)]
    long = [each for each in drafts if len(each.messages) >= 4 and until - each.created_at > timedelta(days=5)]
    made = [_chase(rng, each) for each in rng.sample(slow, min(merged, len(slow)))]
    made += [_split(rng, each) for each in rng.sample(long, min(split, len(long)))]
    wrote = {each.customer.key for each in drafts}
    strangers = [each for each in known if each.address("email") and each.key not in wrote] or list(known)
    times = [each.created_at for each in rng.sample(drafts, spam)]
    made += [_spam(rng, desk, rng.choice(strangers), at) for at in times]
    return made


def _answered_slowly(draft: Draft, until: datetime) -> bool:
    answered = draft.first_answer_at()
    if draft.channel == "chat" or answered is None or draft.scenario.stage == "pre_sale":
        return False
    return answered - draft.created_at > timedelta(hours=1) and until - answered > timedelta(days=1)


def _phrase(rng: Random, language: str, speaker: str, occasion: str, slots: dict[str, str]) -> str:
    return grammar.write(rng.choice(library.phrases(language)[speaker][occasion]), rng, slots)


def _like(draft: Draft, scenario: Scenario, at: datetime, subject: str, text: str, channel: str) -> Draft:
    return Draft(
        customer=draft.customer,
        scenario=scenario,
        channel=channel,
        facts=draft.facts,
        subject=subject,
        mood=draft.mood,
        breached=False,
        team=draft.team,
        satisfaction=draft.satisfaction,
        messages=[Message(at, "customer", "", text)],
        changes=[Change(at, "new", "customer", "arrived")],
    )


def _chase(rng: Random, first: Draft) -> Draft:
    answered = first.first_answer_at() or first.created_at
    at = (first.created_at + (answered - first.created_at) * rng.uniform(0.4, 0.9)).replace(microsecond=0)
    language, slots = first.scenario.language, first.facts.slots
    text = _phrase(rng, language, "chase", "open", slots)
    subject = _phrase(rng, language, "chase", "subject", slots)
    channel = "chat" if first.customer.address("visitor") else "form"
    second = _like(first, first.scenario, at, subject, text, channel)
    merge_into(rng, first, second)
    return second


def _split(rng: Random, first: Draft) -> Draft:
    language, slots = first.scenario.language, first.facts.slots
    asked = rng.choice([each for each in first.messages if each.actor == "customer"])
    agent = first.assignments[0].assignee
    scenario = replace(
        first.scenario,
        key=f"{language}/split",
        type="enquiry.other",
        tags=(),
        defect="",
        refund=False,
        priority="normal",
    )
    text = _phrase(rng, language, "split", "open", slots)
    subject = _phrase(rng, language, "split", "subject", slots)
    draft = _like(first, scenario, asked.at, subject, text, first.channel)
    draft.split_from = first
    noted = rhythm.agent_gap(rng, first.channel, asked.at).replace(microsecond=0)
    facts.at_moment(first.facts, language, noted)
    answered = noted + timedelta(seconds=rng.randrange(60, 400))
    draft.messages += [
        Message(noted, "note", agent, _phrase(rng, language, "note", "split", slots)),
        Message(answered, "agent", agent, _phrase(rng, language, "split", "answer", slots)),
    ]
    draft.assignments = [Assignment(noted, agent, first.assignments[0].team, "")]
    draft.changes += [
        Change(answered, "open", agent, "answered"),
        Change(answered, "resolved", agent, "solved"),
        Change(answered + SILENCE, "closed", "system", "silence"),
    ]
    return draft


def _spam(rng: Random, desk: Desk, customer: Customer, at: datetime) -> Draft:
    language = customer.language
    model = next(each for each in library.scenarios(language) if each.type == "enquiry.other")
    scenario = replace(model, key=f"{language}/spam", tags=("垃圾",) if language == "zh" else ("spam",), priority="low")
    drawn = facts.draw(rng, scenario, customer, None, at)
    facts.at_moment(drawn, language, at)
    team = "wearables" if language == "zh" else "international"
    agent = desk.pick(scenario, team)
    seen = rhythm.add_working(at, rng.uniform(20, 180)).replace(microsecond=0)
    draft = Draft(
        customer=customer, scenario=scenario, channel="email", facts=drawn,
        subject=_phrase(rng, language, "spam", "subject", drawn.slots), mood="plain", breached=False, team=team,
    )  # fmt: skip
    draft.spam = True
    draft.messages = [
        Message(at, "customer", "", _phrase(rng, language, "spam", "open", drawn.slots)),
        Message(seen, "note", agent.login, _phrase(rng, language, "note", "spam", drawn.slots)),
    ]
    draft.assignments = [Assignment(seen, agent.login, team, "")]
    draft.changes = [Change(at, "new", "customer", "arrived"), Change(seen, "closed", agent.login, "spam")]
    return draft
