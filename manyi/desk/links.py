"""Links other apps hang on the desk's pages: what a message came from, a customer's own page, revealing an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch

from manyi.core.actors import Actor
from manyi.core.addresses import address
from manyi.core.errors import Text
from manyi.desk.models import Ticket
from manyi.desk.queries import Said


@dataclass(frozen=True, slots=True)
class MessageLink:
    """A link in a message's menu; ``address`` gives "" where it does not apply."""

    label: Text
    address: Callable[[Said], str]


@dataclass(frozen=True, slots=True)
class TicketTool:
    """A dialog another app offers on a ticket; ``is_for`` says on which, ``is_shown`` puts it beside the title."""

    label: Text
    icon: str
    url_name: str
    is_for: Callable[[Actor, Ticket], bool]
    key: str = ""
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class SidePart:
    """Something another app shows in a ticket's context, fetched by itself once the page is there.

    ``style`` and ``script`` are static files its fragment needs.
    """

    url_name: str
    is_for: Callable[[Actor], bool]
    style: str
    script: str


_links: list[MessageLink] = []
_tools: list[TicketTool] = []
_side: list[SidePart] = []


def add_ticket_tool(tool: TicketTool) -> None:
    """Offer a dialog on tickets; called once, when an app starts."""
    _tools.append(tool)


def ticket_tools(viewer: Actor, ticket: Ticket) -> list[TicketTool]:
    """What other apps offer this viewer on a ticket."""
    return [tool for tool in _tools if tool.is_for(viewer, ticket)]


def add_side_part(part: SidePart) -> None:
    """Show something in the context of tickets; called once, when an app starts."""
    _side.append(part)


def side_parts(viewer: Actor) -> list[SidePart]:
    """What other apps show this viewer beside a ticket."""
    return [part for part in _side if part.is_for(viewer)]


def add_message_link(link: MessageLink) -> None:
    """Hang a link on messages, e.g. the original of a mail; called once, when an app starts."""
    _links.append(link)


def message_links(message: Said) -> list[tuple[Text, str]]:
    """The links of one message."""
    return [(link.label, address) for link in _links if (address := link.address(message))]


@dataclass(frozen=True, slots=True)
class TicketLink:
    """A link beside a ticket that opens in the dialog; ``url_name`` is an address that takes the ticket's number."""

    label: Text
    icon: str
    url_name: str


_ticket_links: list[TicketLink] = []


def add_ticket_link(link: TicketLink) -> None:
    """Hang a link on every ticket, e.g. why it went to whom; called once, when an app starts."""
    _ticket_links.append(link)


def ticket_links(number: str) -> list[tuple[TicketLink, str]]:
    """The links of one ticket, each with its address."""
    return [(link, address(link.url_name, number)) for link in _ticket_links]


def address_of(name: str, *args: object) -> str:
    """A page of another app by its URL name; "" where that app is not installed."""
    try:
        return address(name, *args)
    except NoReverseMatch:
        return ""
