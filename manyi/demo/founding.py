"""The sample company's people, customers and desk, entered through the real actions."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from manyi.core.actors import SYSTEM, Actor
from manyi.customers import actions as customers
from manyi.customers.identities import index_of, loose_index_of, normalise
from manyi.customers.models import Company as CustomerCompany
from manyi.customers.models import Customer, Identity
from manyi.customers.names import keep_names
from manyi.demo import records
from manyi.desk.conditions import Conditions
from manyi.desk.models import CustomField, Status, TicketType
from manyi.desk.queries import forget_reference
from manyi.people import access
from manyi.people import actions as people
from manyi.people.models import Department, Staff, Team
from manyi.sla import actions as sla
from manyi.sla.queries import policies
from manyi.sla.rules import Step, Target, Terms, Warnings

ROLES = {
    "administrator": "administrator",
    "manager": "manager",
    "leader": "leader",
    "interface_owner": "backoffice",
    "quality_inspector": "inspector",
}
KINDS = {"decimal": "number", "text": "text", "date": "date", "choice": "choice"}


@dataclass
class World:
    """What the records' keys stand for in the database."""

    staff: dict[str, Staff] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    types: dict[str, TicketType] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)


def found(company: records.Company) -> World:
    """The house: installation, departments, teams, staff, ticket types and custom fields."""
    world = World()
    people.create_installation(company.name.zh, language="zh-hans", time_zone="Asia/Shanghai")
    departments = {
        each.key: people.create_department(each.name.zh, by=SYSTEM, is_service=each.key == "service")
        for each in company.departments
    }
    service = {each.department for each in company.staff if each.team}
    for key in service:
        people.change_department(departments[key], by=SYSTEM, is_service=True)
    home = departments[next(iter(service))]
    world.teams = {each.key: people.create_team(each.name.zh, department=home, by=SYSTEM) for each in company.teams}
    for each in company.staff:
        _hire(each, world, departments)
    for team in company.teams:
        if team.leader:
            people.change_team(world.teams[team.key], by=SYSTEM, leader=world.staff[team.leader])
    for department in company.departments:
        if department.interface_owner:
            owner = world.staff[department.interface_owner]
            people.change_department(departments[department.key], by=SYSTEM, interface_owner=owner)
    _set_up_desk(company, world)
    promise(world)
    return world


def _hire(each: records.Staff, world: World, departments: dict[str, Department]) -> None:
    role = ROLES.get(each.post) or ("senior" if each.tier in ("senior", "super") else "agent")
    staff = people.add_staff(
        each.login,
        name=each.name,
        role=role,
        team=world.teams.get(each.team),
        tier=each.tier,
        language="en" if each.languages[0] == "en" else "zh-hans",
        by=SYSTEM,
    )
    if staff.department_id is None and each.department in departments:
        people.change_staff(staff, by=SYSTEM, department=departments[each.department])
    world.staff[each.login] = staff
    world.actors[each.login] = access.actor_of(staff)


def _set_up_desk(company: records.Company, world: World) -> None:
    for rank, each in enumerate(company.types):
        world.types[each.key] = TicketType.objects.create(
            key=slug(each.key), parent=world.types.get(each.parent), names=names(each.name), rank=rank
        )
    for rank, each_field in enumerate(company.fields):
        row = CustomField.objects.create(
            key=slug(each_field.key),
            names=names(each_field.name),
            kind=KINDS[each_field.kind],
            options=[option.name.zh for option in each_field.options],
            is_required=False,
            rank=rank,
        )
        world.options |= {option.key: option.name.zh for option in each_field.options}
        row.types.set([world.types[key] for key in each_field.types if key in world.types])
    forget_reference()


def promise(world: World) -> None:
    """Working hours with the statutory holidays, and what the company promises to whom."""
    pausing = frozenset({int(Status.PENDING), int(Status.HOLD)})
    lunch, day = ((540, 720), (780, 1080)), ((540, 1260),)
    office = sla.save_calendar(
        None, by=SYSTEM, names={"zh-hans": "行政班", "en": "Office hours"}, zone="Asia/Shanghai", week=[lunch] * 5
    )
    sla.save_calendar(
        None,
        by=SYSTEM,
        names={"zh-hans": "客服班", "en": "Service hours"},
        zone="Asia/Shanghai",
        week=[day] * 7,
        teams=world.teams.values(),
    )
    year = timezone.localdate().year
    for each in (year - 1, year, year + 1):
        sla.import_statutory(office, each, by=SYSTEM)
    ladder = (Step(notify=("leader",)), Step(after=3600, notify=("role:manager",), raise_priority=True))
    warnings = Warnings((50, 75, 90))
    complaints = frozenset(kind.pk for key, kind in world.types.items() if key.split(".")[0] == "complaint")
    for names_, conditions, first, following, resolution in (
        ({"zh-hans": "投诉", "en": "Complaints"}, Conditions(types=complaints), 1, 2, 24),
        ({"zh-hans": "VIP 客户", "en": "VIP customers"}, Conditions(vip=True), 1, 4, 24),
        (
            {"zh-hans": "邮件与表单", "en": "Mail and forms"},
            Conditions(channels=frozenset({"email", "form"})),
            4,
            8,
            48,
        ),
    ):
        targets = {
            "first": Target(first * 3600),
            "next": Target(following * 3600),
            "resolution": Target(resolution * 3600, pausing),
        }
        sla.save_policy(None, by=SYSTEM, names=names_, conditions=conditions, terms=Terms(targets, warnings, ladder))
    ids = [row.pk for row in policies()]
    sla.order_policies([*ids[:2], *ids[3:], ids[2]], by=SYSTEM)


def slug(key: str) -> str:
    """A dotted key as the database keeps it."""
    return key.replace(".", "-")


def names(words: records.Words) -> dict[str, str]:
    """Words in both languages, as the database keeps them."""
    return {"zh-hans": words.zh, "en": words.en}


def serve(company: records.Company, world: World) -> None:
    """The customers with their companies and addresses; twins share an address, so they are proposed as duplicates."""
    companies = {
        each.key: CustomerCompany.objects.create(name=each.name, created_at=company.customers[0].since)
        for each in company.enterprises
    }
    taken: set[tuple[str, str]] = set()
    identities: list[Identity] = []
    for each in company.customers:
        customer = Customer.objects.create(
            name=each.name,
            company=companies.get(each.enterprise),
            language="zh-hans" if each.language.startswith("zh") else each.language,
            value_class=each.value_class,
            is_vip=each.vip,
            created_at=each.since,
        )
        world.customers[each.key] = customer
        for identity in each.identities:
            value = normalise(identity.kind, identity.value)
            if value and (identity.kind, value) not in taken:
                taken.add((identity.kind, value))
                identities.append(_identity(customer, identity.kind, value))
    Identity.objects.bulk_create(identities, batch_size=500)
    keep_names(world.customers.values())
    _propose_twins(company, world)


def _identity(customer: Customer, kind: str, value: str) -> Identity:
    return Identity(
        customer=customer,
        kind=kind,
        value=value,
        value_index=index_of(kind, value),
        loose_index=loose_index_of(kind, value),
        is_verified=kind == "email",
        created_at=customer.created_at,
    )


def _propose_twins(company: records.Company, world: World) -> None:
    for each in company.customers:
        if each.twin_of in world.customers:
            one, other = world.customers[each.twin_of], world.customers[each.key]
            customers.propose_duplicate(one, other, reasons=["same_name"], score=70, by=SYSTEM)
