"""How tickets stand at the end of the period: some unfinished, some rated, some merged, split or spam."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from manyi.demo import grammar, library
from manyi.demo.conversations import Draft
from manyi.demo.records import Change, Message, Rating

UNFINISHED = ("new", "open", "pending", "on_hold")
UNFINISHED_SHARE = 220 / 6000
RATED_SHARE = 0.45
STALE_AFTER = timedelta(days=21)
LIVE = timedelta(minutes=30)
FRESH = timedelta(hours=30)


def cut(draft: Draft, at: datetime, until: datetime) -> None:
    """Forget everything after `at`; a ticket whose customer has been silent since is pending at `until`."""
    draft.messages = [each for each in draft.messages if each.at <= at]
    draft.changes = [each for each in draft.changes if each.at <= at]
    draft.assignments = [each for each in draft.assignments if each.at <= at]
    last = draft.messages[-1]
    if draft.status == "open" and last.actor == "agent" and until - last.at > LIVE:
        draft.changes.append(Change(last.at, "pending", last.author, "waiting_for_customer"))


def leave_unfinished(rng: Random, drafts: list[Draft], until: datetime) -> None:
    """Cut everything at `until`; take most of what came since yesterday, and some before, back to when it waited."""
    for draft in drafts:
        cut(draft, until, until)
    for draft in drafts:
        if _is_fresh(draft, until) and draft.status != "new" and rng.random() < 0.85:
            cut(draft, rng.choice([each.at for each in draft.messages if each.actor == "customer"]), until)
    missing = round(len(drafts) * UNFINISHED_SHARE) - sum(each.status in UNFINISHED for each in drafts)
    recent = [each for each in drafts if until - each.created_at < STALE_AFTER and _waited(each, until)]
    ages = {id(each): (until - each.created_at) / timedelta(days=1) for each in recent}
    recent.sort(key=lambda each: rng.random() ** (1 + ages[id(each)]), reverse=True)
    for draft in recent[: max(0, missing)]:
        cut(draft, rng.choice(_moments(draft, until)), until)


def _is_fresh(draft: Draft, until: datetime) -> bool:
    """A mail of yesterday or today may still wait for us; a chat may not."""
    return draft.channel != "chat" and until - draft.created_at < FRESH and not draft.spam and not draft.merged_into


def _waited(draft: Draft, until: datetime) -> bool:
    return draft.status not in UNFINISHED and not draft.spam and not draft.merged_into and bool(_moments(draft, until))


def _moments(draft: Draft, until: datetime) -> list[datetime]:
    """When the ticket could have stopped: in older ones only when the customer had his answer."""
    stops = [each.at for each in draft.changes if each.status in ("pending", "on_hold", "open")]
    return [at for at in stops if _is_fresh(draft, until) or _answered(draft, at)]


def _answered(draft: Draft, at: datetime) -> bool:
    return [each for each in draft.messages if each.at <= at][-1].actor != "customer"


def rate(rng: Random, draft: Draft, until: datetime) -> None:
    """Perhaps the customer answers the survey."""
    if draft.status != "closed" or draft.spam or draft.merged_into or rng.random() > RATED_SHARE:
        return
    closed = draft.changes[-1].at
    wait = rng.randrange(30, 900) if draft.channel == "chat" else rng.randrange(600, 60 * 60 * 30)
    at = closed + timedelta(seconds=wait)
    if at < until:
        draft.rating = _rating(rng, draft, at)


def _rating(rng: Random, draft: Draft, at: datetime) -> Rating:
    overall = _stars(draft.satisfaction)
    slow = draft.breached or closed_late(draft)
    comment = grammar.write(
        rng.choice(library.phrases(draft.scenario.language)[f"rating.{overall}"]["comment"]), rng, draft.facts.slots
    )
    return Rating(
        at=at,
        overall=overall,
        solution=_near(rng, overall, -0.1 if draft.scenario.root == "complaint" else 0.05),
        attitude=_near(rng, overall, 0.35),
        speed=_near(rng, overall, -0.9 if slow else 0.05),
        transparency=_near(rng, overall, 0.0),
        comment=comment,
    )


def closed_late(draft: Draft) -> bool:
    """Whether solving took more than two days."""
    solved = [each.at for each in draft.changes if each.status == "resolved"]
    return bool(solved) and solved[-1] - draft.created_at > timedelta(days=2)


def _stars(feeling: float) -> int:
    return min(5, max(1, round(feeling)))


def _near(rng: Random, overall: int, shift: float) -> int:
    return _stars(overall + shift + rng.gauss(0, 0.45))


def merge_into(rng: Random, first: Draft, second: Draft) -> None:
    """`second` was the same request again: it is closed and points to `first`."""
    answered = second.messages[0].at + timedelta(minutes=rng.randrange(6, 50))
    agent = first.assignments[0].assignee
    language = second.scenario.language
    shared = library.phrases(language)

    def say(speaker: str, occasion: str) -> str:
        return grammar.write(rng.choice(shared[speaker][occasion]), rng, second.facts.slots)

    second.merged_into = first
    second.assignments = [replace(first.assignments[0], at=answered)]
    second.messages += [
        Message(answered, "note", agent, say("note", "merged")),
        Message(answered + timedelta(seconds=50), "agent", agent, say("chase", "answer")),
    ]
    second.changes += [
        Change(answered + timedelta(seconds=50), "open", agent, "answered"),
        Change(answered + timedelta(seconds=60), "closed", agent, "merged"),
    ]
