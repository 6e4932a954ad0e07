"""Fills a migrated, empty installation for the proofs; run inside it. Prints what the tests need as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyi.settings")
django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402

from manyi.channels import actions as channels  # noqa: E402
from manyi.channels.chat import actions as chat  # noqa: E402
from manyi.channels.chat.sites import SiteConfig  # noqa: E402
from manyi.conftest import Cast, build_cast, signed_in  # noqa: E402
from manyi.core.actors import SYSTEM  # noqa: E402
from manyi.core.permissions import scopes  # noqa: E402
from manyi.people import actions as people  # noqa: E402
from manyi.people.models import Staff  # noqa: E402

GREETING = {"zh-hans": "您好，我是曜石客服。", "en": "Hello from Obsidian."}


def seed(mailbox: dict[str, Any], secrets: dict[str, str], origins: list[str], password: str) -> dict[str, Any]:
    """The cast and Emma, who speaks English; Lin present; one mailbox, one chat site, one API token."""
    cast = build_cast()
    emma = people.add_staff(
        "emma@obsidian.example", name="Emma", role="agent", team=cast.wearables, language="en", by=SYSTEM
    )
    for staff in (cast.lin, cast.chen):
        staff.set_password(password)
        staff.save(update_fields=["password"])
    Staff.objects.update(capacity=1000)
    people.set_presence(cast.lin, "online", by=cast.actor(cast.lin))
    admin = cast.actor(cast.admin)
    channels.add_inbox(
        "email",
        name="曜石科技客服",
        address="support@obsidian.example",
        team=cast.wearables,
        config=mailbox,
        secrets=secrets,
        by=admin,
    )
    signed = {"lin": cast.lin, "chen": cast.chen, "admin": cast.admin, "emma": emma}
    sessions = {name: signed_in(staff).cookies["sessionid"].value for name, staff in signed.items()}
    return {"token": _token(cast), "site": _site(cast, origins), "sessions": sessions, "totp": _totp(cast.chen)}


def _totp(staff: Staff) -> str:
    """Chen's password alone is not enough."""
    secret = generate_totp_secret()
    TOTP.activate(staff, secret)
    return str(secret)


def _token(cast: Cast) -> str:
    _row, secret = people.create_token(cast.lin, name="proof", scopes=list(scopes()), by=SYSTEM)
    return secret


def _site(cast: Cast, origins: list[str]) -> str:
    config = SiteConfig(
        origins=origins,
        greeting=GREETING,
        always_open=True,
        asks_email=False,
        visitor_limit=100_000,
        address_limit=100_000,
    )
    return str(chat.add_site("曜石商城", by=cast.actor(cast.admin), team=cast.wearables, config=config).address)


print(json.dumps(seed(**json.load(sys.stdin))))
