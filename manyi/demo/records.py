"""What the sample company consists of: plain frozen records, no database.

Every time is aware and in the company's own zone (UTC+8). People are referred to by `Staff.login`
and `Customer.key`, tickets by `Ticket.key`, so the loader may choose its own ids.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both screen languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Department:
    """A unit of the company; `interface_owner` is a login, empty for the service department."""

    key: str
    name: Words
    interface_owner: str


@dataclass(frozen=True, slots=True)
class Team:
    """A service team; `leader` is a login."""

    key: str
    name: Words
    leader: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """A colleague. `post`: agent, leader, administrator, manager, interface_owner or quality_inspector.

    `tier` (junior, intermediate, senior, super) and `team` are empty outside the service teams.
    `nickname` is how an agent introduces themself to customers.
    """

    login: str
    name: str
    nickname: str
    post: str
    tier: str
    team: str
    department: str
    languages: tuple[str, ...]
    joined_on: date


@dataclass(frozen=True, slots=True)
class Product:
    """An article of the shop; `short` is what people call it."""

    sku: str
    category: str
    name: Words
    short: Words
    blurb: Words
    price_cny: Decimal
    price_usd: Decimal


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A company that buys; its contacts are customers."""

    key: str
    name: str
    city: str
    value_class: str


@dataclass(frozen=True, slots=True)
class Identity:
    """`kind`: email, phone (E.164), visitor (chat) or external (shop account)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Customer:
    """A person served. `twin_of` names the customer this one is a deliberate duplicate of.

    `gender` is f or m; `language` is the one the customer writes in; `country` an ISO code.
    """

    key: str
    name: str
    gender: str
    language: str
    country: str
    city: str
    enterprise: str
    value_class: str
    vip: bool
    since: datetime
    identities: tuple[Identity, ...]
    twin_of: str = ""

    def address(self, kind: str) -> str:
        """The first identity of that kind, or an empty string."""
        return next((each.value for each in self.identities if each.kind == kind), "")


@dataclass(frozen=True, slots=True)
class TicketType:
    """A node of the type tree; `key` is the dotted path, `parent` its prefix or empty at a root."""

    key: str
    parent: str
    name: Words


@dataclass(frozen=True, slots=True)
class Option:
    """One value a choice field may take."""

    key: str
    name: Words


@dataclass(frozen=True, slots=True)
class Field:
    """A custom field. `kind`: text, date, decimal or choice; `types`: type-tree roots that show it.

    `required_for`: type keys whose tickets cannot be resolved without it.
    """

    key: str
    name: Words
    kind: str
    types: tuple[str, ...]
    required_for: tuple[str, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class MacroStep:
    """`does`: reply, note, status, priority, tag, team or type."""

    does: str
    value: str


@dataclass(frozen=True, slots=True)
class Macro:
    """A prepared set of actions on a ticket."""

    key: str
    name: Words
    steps: tuple[MacroStep, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody sent; `attachments.render` gives its bytes. `variant` varies the drawing."""

    kind: str
    filename: str
    content_type: str
    variant: int


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said. `actor`: customer, agent, note (between agents) or office (another department).

    `author` is a login, empty for the customer. Notes and office answers are for staff only.
    """

    at: datetime
    actor: str
    author: str
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The ticket came into `status` (new, open, pending, on_hold, resolved, closed).

    `by` is a login, "customer" or "system"; `reason` one of arrived, answered, waiting_for_customer,
    waiting_for_office, customer_replied, office_answered, solved, confirmed, silence, reopened, merged, spam.
    """

    at: datetime
    status: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """`assignee` of `team` took over; `summary` is what the predecessor wrote, empty the first time."""

    at: datetime
    assignee: str
    team: str
    summary: str


@dataclass(frozen=True, slots=True)
class Rating:
    """The customer's answer to the survey, 1 to 5 overall and in four dimensions."""

    at: datetime
    overall: int
    solution: int
    attitude: int
    speed: int
    transparency: int
    comment: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request from first contact to closure, as it stands at the end of the period.

    `channel`: email, chat, form or api. `stage`: pre_sale, in_sale or after_sale. `owner` answered first
    and stays; `assignee` works on it now; both are empty while nobody has taken it. `fields` maps
    `Field.key` to text (ISO dates, plain decimals, option keys). `follows`, `merged_into` and `split_from`
    are keys of other tickets. `breached`: the first answer came later than `rhythm.FIRST_RESPONSE` allows.
    """

    key: int
    customer: str
    channel: str
    language: str
    type: str
    stage: str
    subject: str
    priority: str
    tags: tuple[str, ...]
    fields: dict[str, str]
    team: str
    owner: str
    assignee: str
    status: str
    created_at: datetime
    messages: tuple[Message, ...]
    changes: tuple[Change, ...]
    assignments: tuple[Assignment, ...]
    rating: Rating | None
    scenario: str
    breached: bool
    spam: bool = False
    follows: int | None = None
    merged_into: int | None = None
    split_from: int | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """Wording of the company's own pages and letters, by language code."""

    chat_greeting: Words
    chat_offline: Words
    chat_waiting: Words
    mail_signature: Words
    mail_received: Words
    shop_headline: Words
    shop_intro: Words


@dataclass(frozen=True, slots=True)
class Company:
    """The whole sample company; tickets are in order of creation."""

    name: Words
    domain: str
    texts: Texts
    departments: tuple[Department, ...]
    teams: tuple[Team, ...]
    staff: tuple[Staff, ...]
    products: tuple[Product, ...]
    types: tuple[TicketType, ...]
    fields: tuple[Field, ...]
    macros: tuple[Macro, ...]
    enterprises: tuple[Enterprise, ...]
    customers: tuple[Customer, ...]
    tickets: tuple[Ticket, ...]
