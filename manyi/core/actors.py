"""Who does something. Every action takes an actor; the event log keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from manyi.core.errors import NotAllowed


class ActorKind(StrEnum):
    STAFF = "staff"
    CUSTOMER = "customer"
    SYSTEM = "system"


class Scope(StrEnum):
    """Which rows a role reaches."""

    OWN = "own"
    TEAM = "team"
    DEPARTMENT = "department"
    ALL = "all"


class FieldClass(StrEnum):
    """How private a field is; roles hold the classes they may read in clear."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person or the system, with what it may do. Cheap to build and to keep in a cache.

    ``team_ids`` are the teams whose tickets a ``Scope.TEAM`` (one's own team) or ``Scope.DEPARTMENT`` (all teams
    of one's department) actor reaches.
    """

    kind: ActorKind
    id: int | None = None
    name: str = ""
    permissions: frozenset[str] = frozenset()
    scope: Scope = Scope.OWN
    team_ids: tuple[int, ...] = ()
    field_classes: frozenset[FieldClass] = field(default_factory=frozenset)
    language: str = ""
    time_zone: str = ""
    theme: str = "system"

    @property
    def is_staff(self) -> bool:
        return self.kind is ActorKind.STAFF

    @property
    def staff_id(self) -> int | None:
        return self.id if self.is_staff else None

    @property
    def as_staff(self) -> int:
        """The colleague's id. Raises :class:`NotAllowed` for anybody else."""
        if self.id is None or not self.is_staff:
            raise NotAllowed()
        return self.id

    @property
    def customer_id(self) -> int | None:
        return self.id if self.kind is ActorKind.CUSTOMER else None

    def can(self, permission: str) -> bool:
        """Whether this actor holds a permission; the system holds all, a customer none."""
        return self.kind is ActorKind.SYSTEM or permission in self.permissions

    def sees(self, field_class: FieldClass) -> bool:
        """Whether fields of this class are shown in clear."""
        return self.kind is ActorKind.SYSTEM or field_class in self.field_classes


SYSTEM = Actor(ActorKind.SYSTEM, scope=Scope.ALL)


def customer_actor(customer_id: int, name: str = "", language: str = "") -> Actor:
    """The customer acting for himself on his own tickets."""
    return Actor(ActorKind.CUSTOMER, customer_id, name, language=language)


def require(by: Actor, permission: str) -> None:
    """Raise :class:`NotAllowed` unless ``by`` holds ``permission``."""
    if not by.can(permission):
        raise NotAllowed(permission=permission)
