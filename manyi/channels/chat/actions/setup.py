"""Setting up chat sites."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from manyi.channels import actions as channels
from manyi.channels.chat.events import SecretRotated
from manyi.channels.chat.sites import KIND, SiteConfig, forget_sites, site_of
from manyi.channels.models import Inbox
from manyi.channels.permissions import MANAGE
from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.core.ids import new_token
from manyi.people.models import Team


@action
def add_site(name: str, *, by: Actor, team: Team | None = None, config: SiteConfig | None = None) -> Inbox:
    """Set up a chat site; its address is the public key of the script tag, its identity secret is new."""
    inbox = channels.add_inbox(
        KIND,
        name=_checked(name),
        address=new_token(9),
        by=by,
        team=team,
        config=msgspec.to_builtins(config or SiteConfig()),
        secrets={"identity": new_token(32)},
    )
    forget_sites()
    return inbox


@action
def change_site(inbox: Inbox, *, by: Actor, config: SiteConfig | None = None, **changes: Any) -> Inbox:
    """Change the ``name``, ``team``, ``is_enabled`` or the choices of a site."""
    if "name" in changes:
        changes["name"] = _checked(changes["name"])
    if config is not None:
        changes["config"] = msgspec.to_builtins(config)
    changed = channels.change_inbox(inbox, by=by, **changes)
    forget_sites()
    return changed


@action
def rotate_secret(inbox: Inbox, *, by: Actor) -> str:
    """Make a new identity secret and return it, once; what was vouched for under the old one counts no more."""
    require(by, MANAGE)
    secret = new_token(32)
    config = site_of(inbox).config
    config = msgspec.structs.replace(config, epoch=config.epoch + 1)
    channels.change_inbox(inbox, by=by, secrets={"identity": secret}, config=msgspec.to_builtins(config))
    record(SecretRotated(inbox=inbox.pk), by=by)
    forget_sites()
    return secret


def _checked(name: str) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise Invalid(fields={"name": _("Give the site a name.")})
    return name
