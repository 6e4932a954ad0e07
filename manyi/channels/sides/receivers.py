"""Who may get the mails of a side conversation: anybody but the customer and ourselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from manyi.channels.email.config import own_addresses
from manyi.channels.sides.models import Person
from manyi.customers import actions as customers
from manyi.desk.models import Ticket
from manyi.people.models import Staff

MOST = 10
_APART = re.compile(r"[\s,;，；、]+")


def addresses_in(text: str) -> list[str]:
    """The addresses somebody typed, in whatever way he set them apart."""
    return [part for part in _APART.split(text.strip()) if part]


def receivers(ticket: Ticket, given: Iterable[str]) -> tuple[list[Person], dict[str, str]]:
    """The people behind the addresses, each once, colleagues with their names; and what is wrong with the field."""
    found = list(dict.fromkeys(one.strip().lower() for one in given if one.strip()))
    fault = _fault(ticket, found)
    names = dict(Staff.objects.filter(email__in=found, is_active=True).values_list("email", "name"))
    return [(names.get(one, ""), one) for one in found], {"to": fault} if fault else {}


def _fault(ticket: Ticket, found: list[str]) -> str:
    if not found:
        return _("Say who shall get it.")
    if len(found) > MOST:
        return _("At most %(most)d people.") % {"most": MOST}
    own = own_addresses()
    for one in found:
        if not _is_address(one):
            return _("“%(text)s” is no e-mail address.") % {"text": one}
        if one in own:
            return _("%(address)s is our own mailbox.") % {"address": one}
        known = customers.find("email", one)
        if known is not None and known.pk == ticket.customer_id:
            return _("This is the customer. Write a reply instead: a side conversation is not for customers.")
    return ""


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.rpartition("@")[0].isascii()
