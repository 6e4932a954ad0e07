"""Turns finished drafts into tickets: numbers, tags, priority and custom fields."""

from manyi.demo import rhythm
from manyi.demo.conversations import Draft
from manyi.demo.records import Ticket

_RAISED = {"low": "normal", "normal": "high", "high": "high", "urgent": "urgent"}


def freeze(drafts: list[Draft]) -> tuple[Ticket, ...]:
    """The tickets in order of creation, numbered from 1."""
    ordered = sorted(drafts, key=lambda each: each.created_at)
    keys = {id(draft): number for number, draft in enumerate(ordered, 1)}
    return tuple(_ticket(draft, keys) for draft in ordered)


def _ticket(draft: Draft, keys: dict[int, int]) -> Ticket:
    taken = draft.assignments
    answered = draft.first_answer_at()
    return Ticket(
        key=keys[id(draft)],
        customer=draft.customer.key,
        channel=draft.channel,
        language=draft.scenario.language,
        type=draft.scenario.type,
        stage=draft.scenario.stage,
        subject=draft.subject,
        priority=_priority(draft),
        tags=_tags(draft),
        fields=_fields(draft),
        team=taken[-1].team if taken else draft.team,
        owner=taken[0].assignee if taken else "",
        assignee=taken[-1].assignee if taken else "",
        status=draft.status,
        created_at=draft.created_at,
        messages=tuple(draft.messages),
        changes=tuple(draft.changes),
        assignments=tuple(taken),
        rating=draft.rating,
        scenario=draft.scenario.key,
        breached=answered is not None and answered - draft.created_at > rhythm.FIRST_RESPONSE[draft.channel],
        spam=draft.spam,
        follows=keys[id(draft.follows)] if draft.follows else None,
        merged_into=keys[id(draft.merged_into)] if draft.merged_into else None,
        split_from=keys[id(draft.split_from)] if draft.split_from else None,
    )


def _priority(draft: Draft) -> str:
    priority = draft.scenario.priority
    if draft.scenario.stage == "pre_sale" or draft.scenario.root == "suggestion":
        priority = "low"
    if draft.customer.vip or (draft.mood == "angry" and draft.scenario.root == "complaint"):
        priority = _RAISED[priority]
    return priority


def _tags(draft: Draft) -> tuple[str, ...]:
    tags = list(draft.scenario.tags)
    sale = rhythm.promotion(draft.created_at.date())
    if sale and draft.scenario.root != "suggestion" and not draft.spam:
        tags.append(sale.name)
    if draft.customer.vip:
        tags.append("VIP")
    return tuple(dict.fromkeys(tags))


def _fields(draft: Draft) -> dict[str, str]:
    if draft.spam:
        return {}
    scenario, slots = draft.scenario, draft.facts.slots
    fields = {"product_model": draft.facts.product.sku}
    if scenario.order:
        fields["order_number"] = slots["order"]
        fields["purchase_date"] = draft.facts.bought.isoformat()
    if scenario.defect:
        fields["defect_kind"] = scenario.defect
    if scenario.type.endswith(".logistics"):
        fields["tracking_number"] = slots["tracking"]
    if scenario.refund and draft.status in ("resolved", "closed"):
        fields["refund_amount"] = slots["diff" if scenario.part_refund else "refund"]
    return fields
