"""The roles every installation starts with. An administrator may change what they hold, not their keys."""

from __future__ import annotations

from dataclasses import dataclass

from manyi.core.actors import FieldClass, Scope
from manyi.core.permissions import declared
from manyi.people.models import Role

ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A role as shipped; ``permissions`` may be ``("*",)`` for all."""

    key: str
    names: dict[str, str]
    permissions: tuple[str, ...]
    scope: Scope
    field_classes: tuple[FieldClass, ...] = ()


AGENT = (
    "ticket.see", "ticket.create", "ticket.reply", "ticket.note", "ticket.edit", "ticket.assign", "ticket.resolve",
    "ticket.merge", "customer.see", "customer.edit", "staff.see", "search.use", "today.see",
    "knowledge.read", "knowledge.contribute",
    "task.ask",
)  # fmt: skip
LEADER = (
    *AGENT, "ticket.lead", "case.coordinate", "floor.see", "floor.rush",
    "customer.reveal", "customer.merge", "view.share", "ticket.archive", "notice.announce", "knowledge.write",
    "knowledge.review", "knowledge.oversee",
)  # fmt: skip
EDITOR = (
    "ticket.see", "staff.see", "search.use", "knowledge.read", "knowledge.contribute", "knowledge.write",
    "knowledge.review", "knowledge.manage", "knowledge.oversee",
)  # fmt: skip

BUILT_IN = (
    BuiltIn(
        ADMINISTRATOR,
        {"zh-hans": "管理员", "en": "Administrator"},
        ("*",),
        Scope.ALL,
        (FieldClass.PERSONAL, FieldClass.SENSITIVE),
    ),
    BuiltIn(
        "manager",
        {"zh-hans": "客服经理", "en": "Manager"},
        (*LEADER, "staff.manage", "audit.see", "approval.decide", "knowledge.manage"),
        Scope.ALL,
        (FieldClass.PERSONAL,),
    ),
    BuiltIn("leader", {"zh-hans": "班组长", "en": "Team leader"}, LEADER, Scope.DEPARTMENT, (FieldClass.PERSONAL,)),
    BuiltIn(
        "senior",
        {"zh-hans": "资深客服", "en": "Senior agent"},
        (*AGENT, "customer.reveal", "customer.merge", "knowledge.write"),
        Scope.DEPARTMENT,
    ),
    BuiltIn("agent", {"zh-hans": "客服", "en": "Agent"}, (*AGENT, "customer.reveal"), Scope.TEAM),
    BuiltIn(
        "inspector",
        {"zh-hans": "质检员", "en": "Quality inspector"},
        ("ticket.see", "customer.see", "staff.see", "search.use", "today.see", "knowledge.read"),
        Scope.ALL,
    ),
    BuiltIn(
        "editor",
        {"zh-hans": "知识编辑", "en": "Knowledge editor"},
        EDITOR,
        Scope.ALL,
    ),
    BuiltIn(
        "backoffice",
        {"zh-hans": "后台同事", "en": "Back-office colleague"},
        ("ticket.see", "ticket.note", "staff.see", "knowledge.read"),
        Scope.OWN,
    ),
)


def permissions_of(role: Role) -> frozenset[str]:
    """What a role may do. Administrators hold every permission, those of later versions too."""
    return frozenset(declared()) if role.key == ADMINISTRATOR else frozenset(role.permissions)


def ensure_roles() -> dict[str, Role]:
    """Create the built-in roles that are missing; returns all of them by key."""
    for role in BUILT_IN:
        permissions = list(declared()) if role.permissions == ("*",) else list(role.permissions)
        Role.objects.get_or_create(
            key=role.key,
            defaults={
                "names": role.names,
                "permissions": permissions,
                "scope": role.scope,
                "field_classes": [c.value for c in role.field_classes],
            },
        )
    return {role.key: role for role in Role.objects.all()}
