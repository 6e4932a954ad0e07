"""Colleagues and keys on the command line: ``user``, ``login-link``, ``token``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from manyi.cli.output import json_option, show
from manyi.cli.ready import Stop, load_product

if TYPE_CHECKING:
    from manyi.people.models import Staff


@click.group()
def user() -> None:
    """Colleagues: add, list, deactivate."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name customers and colleagues see.")
@click.option("--role", default="agent", show_default=True, help="Key of a role, e.g. administrator, leader, agent.")
@click.option("--team", default="", help="Name of the team.")
@json_option
def add_user(email: str, name: str, role: str, team: str, as_json: bool) -> None:
    """Add a colleague and print a one-time link to sign in with."""
    load_product()
    from manyi.core.actors import SYSTEM
    from manyi.people import actions
    from manyi.people.models import Role, Team

    roles = list(Role.objects.order_by("id").values_list("key", flat=True))
    if role not in roles:
        raise Stop(f"There is no role {role!r}; there are {', '.join(roles) or 'none before the company is set up'}.")
    in_team = Team.objects.filter(name=team).first()
    if team and in_team is None:
        raise Stop(f"There is no team {team!r}.")
    staff = actions.add_staff(email, name=name, role=role, team=in_team, by=SYSTEM)
    link = login_url(staff)
    show({"id": staff.pk, "email": staff.email, "url": link}, [f"{staff.email} was added.", link], as_json=as_json)


@user.command("list")
@click.option("--all", "with_gone", is_flag=True, help="Also those who have left.")
@json_option
def list_users(with_gone: bool, as_json: bool) -> None:
    """List the colleagues."""
    load_product()
    from manyi.people.models import Staff

    found = Staff.objects.select_related("role", "team").order_by("id")
    people = [_row(staff) for staff in found if with_gone or staff.is_active]
    lines = [f"{p['email']:<36} {p['name']:<16} {p['role']:<14} {p['team'] or '-'}" for p in people]
    show(people, lines, as_json=as_json)


@user.command("deactivate")
@click.argument("email")
@click.option("--reason", required=True, help="Kept in the log.")
def deactivate_user(email: str, reason: str) -> None:
    """End a colleague's access at once."""
    load_product()
    from manyi.core.actors import SYSTEM
    from manyi.people import actions

    staff = find_user(email)
    actions.deactivate_staff(staff, by=SYSTEM, reason=reason)
    click.echo(f"{staff.email} can no longer sign in.")


@click.command("login-link")
@click.argument("user")
@json_option
def login_link(user: str, as_json: bool) -> None:
    """Print a link that signs USER (an e-mail address) in once, within 24 hours."""
    load_product()
    link = login_url(find_user(user))
    show({"user": user, "url": link}, [link], as_json=as_json)


@click.group()
def token() -> None:
    """Keys with which programs use the API."""


@token.command("create")
@click.option("--user", required=True, help="E-mail of the colleague the program acts as.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do; give it several times.")
@click.option("--name", default="command line", show_default=True, help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="End it by itself after this many days.")
@json_option
def create_token(user: str, scopes: tuple[str, ...], name: str, days: int | None, as_json: bool) -> None:
    """Print a new API token. It is shown once and not stored."""
    load_product()
    from django.utils import timezone

    from manyi.core import permissions
    from manyi.core.actors import SYSTEM
    from manyi.people import actions

    if unknown := sorted(set(scopes) - set(permissions.scopes())):
        raise Stop(f"There is no scope {', '.join(unknown)}; there are {', '.join(permissions.scopes())}.")
    end = timezone.now() + dt.timedelta(days=days) if days else None
    made, secret = actions.create_token(
        find_user(user), name=name, scopes=sorted(set(scopes)), by=SYSTEM, expires_at=end
    )
    data: dict[str, Any] = {"id": made.pk, "token": secret, "scopes": made.scopes, "user": user}
    show({**data, "expires_at": end.isoformat() if end else None}, [secret], as_json=as_json)


def find_user(email: str) -> Staff:
    """The active colleague with this address."""
    from manyi.people.models import Staff

    staff = Staff.objects.filter(email__iexact=email, is_active=True).first()
    if staff is None:
        raise Stop(f"There is no active colleague with the address {email}.")
    return staff


def login_url(staff: Staff) -> str:
    """A fresh one-time sign-in link."""
    from django.conf import settings
    from django.urls import reverse

    from manyi.people import actions

    return f"{settings.PUBLIC_URL}{reverse('login_link', args=[actions.make_login_link(staff)])}"


def _row(staff: Staff) -> dict[str, Any]:
    return {
        "id": staff.pk,
        "email": staff.email,
        "name": staff.name,
        "role": staff.role.key,
        "team": staff.team.name if staff.team else "",
        "active": staff.is_active,
    }
