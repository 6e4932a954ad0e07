"""What the first-run assistant does, through the actions of the apps."""

from __future__ import annotations

from typing import Any

from manyi.channels import actions as channels
from manyi.channels.chat.actions.setup import add_site, change_site
from manyi.channels.chat.sites import SiteConfig
from manyi.channels.models import Inbox
from manyi.core.actions import action
from manyi.core.actors import SYSTEM, Actor
from manyi.core.errors import Conflict
from manyi.people import actions as people
from manyi.people.models import Role, Staff
from manyi.people.queries import installation
from manyi.people.roles import ADMINISTRATOR, ensure_roles
from manyi.web.setup import first_administrator, first_inbox


@action
def set_administrator(*, name: str, email: str, password: str, language: str) -> Staff:
    """Make the first administrator, or change who it is while the assistant still runs. Empty keeps the password."""
    ensure_roles()
    staff = first_administrator()
    if staff is None:
        staff = people.add_staff(email, name=name, role=ADMINISTRATOR, language=language, by=SYSTEM)
    else:
        people.change_staff(staff, by=SYSTEM, name=name, email=email.lower())
    if password:
        staff.set_password(password)
        staff.save(update_fields=["password"])
    return staff


@action
def set_company(*, by: Actor, **values: Any) -> None:
    """Write the company with its language, time zone and hours; the administrator starts with the same."""
    company = installation() or people.create_installation(
        values["name"], language=values["language"], time_zone=values["time_zone"], by=by
    )
    people.change_installation(company, by=by, **values)
    staff = first_administrator()
    if staff is not None:
        people.change_staff(staff, by=by, language=values["language"], time_zone=values["time_zone"])


@action
def set_mailbox(*, name: str, address: str, config: dict[str, Any], secrets: dict[str, str], by: Actor) -> Inbox:
    """Add the first mailbox, or change it."""
    inbox = first_inbox("email")
    if inbox is None:
        return channels.add_inbox("email", name=name, address=address, config=config, secrets=secrets, by=by)
    return channels.change_inbox(inbox, name=name, address=address, config=config, secrets=secrets, by=by)


@action
def set_site(*, name: str, origins: list[str], by: Actor) -> Inbox:
    """Add the first chat site, or change it."""
    inbox, config = first_inbox("chat"), SiteConfig(origins=origins)
    return (
        add_site(name, config=config, by=by) if inbox is None else change_site(inbox, name=name, config=config, by=by)
    )


@action
def invite_all(who: list[tuple[str, str]], *, role: Role, by: Actor) -> list[tuple[str, str]]:
    """Invite each of these names and addresses; who was invited before is left as he is. Returns address and secret."""
    made = []
    for name, email in who:
        try:
            _invitation, secret = people.invite(email, name=name, role=role, by=by)
        except Conflict:
            continue
        made.append((email, secret))
    return made
