"""The small commands, as an administrator or a script uses them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from manyi.channels.models import Inbound, Inbox
from manyi.cli import mail as mail_command
from manyi.cli.main import COMMANDS, cli
from manyi.cli.tests.installation import Installation, same_on_every_database
from manyi.cli.tests.test_log_position import Writer
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.models import Event
from manyi.desk.models import Message
from manyi.people import tokens
from manyi.people.models import ApiToken, LoginLink, Staff

Run = Callable[..., Result]
MAIL = b"From: zhou@example.com\nTo: help@obsidian.example\nSubject: strap\nMessage-ID: <1@example.com>\n\nIt broke.\n"


@pytest.fixture
def manyi(db: None) -> Run:
    def run(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, list(arguments), input=stdin)

    return run


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def mailbox(cast: Cast) -> Inbox:
    from manyi.channels import actions

    return actions.add_inbox("email", name="客服邮箱", address="help@obsidian.example", by=SYSTEM)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    shown = CliRunner().invoke(cli, [command, "--help"])
    assert shown.exit_code == 0
    assert "Usage:" in shown.output


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", "同事"), ("C.UTF-8", "works here already")])
def test_a_refusal_is_said_in_the_language_of_the_terminal(
    manyi: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", language)
    said = manyi("user", "add", cast.lin.email, "--name", "Lin")
    assert said.exit_code == 2
    assert words in said.output


def test_a_colleague_is_added_listed_and_deactivated(manyi: Run, cast: Cast) -> None:
    added = data(manyi("user", "add", "New@obsidian.example", "--name", "新同事", "--team", "智能穿戴", "--json"))
    staff = Staff.objects.get(email="new@obsidian.example")
    assert (added["id"], staff.role.key, staff.team) == (staff.pk, "agent", cast.wearables)
    assert "new@obsidian.example" in [person["email"] for person in data(manyi("user", "list", "--json"))]
    assert manyi("user", "deactivate", "new@obsidian.example", "--reason", "left").exit_code == 0
    assert "new@obsidian.example" not in manyi("user", "list").output
    assert "new@obsidian.example" in manyi("user", "list", "--all").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["user", "add", "x@obsidian.example", "--name", "X", "--role", "king"], "no role 'king'"),
        (["user", "add", "x@obsidian.example", "--name", "X", "--team", "none"], "no team 'none'"),
        (["login-link", "nobody@obsidian.example"], "no active colleague"),
        (["token", "create", "--user", "lin@obsidian.example", "--scope", "everything"], "no scope everything"),
    ],
)
def test_what_does_not_exist_is_said_in_one_sentence(manyi: Run, cast: Cast, arguments: list[str], said: str) -> None:
    done = manyi(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_refused_action_is_said_in_one_sentence(manyi: Run, cast: Cast) -> None:
    done = manyi("user", "add", "lin@obsidian.example", "--name", "Lin", "--role", "agent")
    assert (done.exit_code, done.stderr) == (2, "Somebody with this e-mail address works here already.\n")


def test_a_login_link_is_printed(manyi: Run, cast: Cast) -> None:
    shown = data(manyi("login-link", "LIN@obsidian.example", "--json"))
    assert LoginLink.objects.get().staff == cast.lin
    assert manyi("login-link", "lin@obsidian.example").output.startswith("http")
    assert shown["url"].startswith("http")


def test_a_token_is_printed_once(manyi: Run, cast: Cast) -> None:
    arguments = (
        "token",
        "create",
        "--user",
        "lin@obsidian.example",
        "--scope",
        "tickets:read",
        "--days",
        "2",
        "--json",
    )
    made = data(manyi(*arguments))
    caller = tokens.caller_of(made["token"])
    assert caller is not None
    assert caller.actor.id == cast.lin.pk
    assert ApiToken.objects.get().expires_at is not None


def test_a_piped_mail_is_stored_for_the_mailbox_it_names(manyi: Run, mailbox: Inbox) -> None:
    taken = data(manyi("mail", "pipe", "--json", stdin=MAIL))
    inbound = Inbound.objects.get()
    assert (taken["inbound"], inbound.inbox) == (inbound.pk, mailbox)
    assert data(manyi("mail", "pipe", "--inbox", "HELP@obsidian.example", "--json", stdin=MAIL)) == taken


def test_a_piped_mail_is_read_at_once_when_asked(
    manyi: Run, mailbox: Inbox, ticket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = Message.objects.filter(ticket=ticket).latest("id")
    monkeypatch.setattr("manyi.channels.actions.read_inbound", lambda _inbound: message)
    assert data(manyi("mail", "pipe", "--now", "--json", stdin=MAIL))["ticket"] == ticket.number


def test_a_mail_that_can_not_be_stored_is_sent_again_by_the_server(
    manyi: Run, mailbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert manyi("mail", "pipe", "--inbox", "other@obsidian.example", stdin=MAIL).exit_code == os.EX_TEMPFAIL
    assert manyi("mail", "pipe", stdin=b"").exit_code == os.EX_TEMPFAIL

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(mail_command, "_take", full)
    done = manyi("mail", "pipe", stdin=MAIL)
    assert done.exit_code == os.EX_TEMPFAIL
    assert "No space left" in done.stderr


def test_a_mail_that_is_stored_but_can_not_be_read_is_not_sent_again(
    manyi: Run, mailbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_inbound: int) -> None:
        raise ValueError("no such charset")

    monkeypatch.setattr("manyi.channels.actions.read_inbound", unreadable)
    taken = data(manyi("mail", "pipe", "--now", "--json", stdin=MAIL))
    assert "no such charset" in taken["trouble"]
    assert Inbound.objects.count() == 1


def test_the_map_of_events_names_every_verb_and_its_reactions(manyi: Run, cast: Cast) -> None:
    found = data(manyi("events", "--json"))
    assert set(Event.objects.values_list("verb", flat=True)) <= set(found)
    assert {"name": "channels.send_answer", "when": "inline"} in found["message.sent"]
    table = manyi("events", "--markdown").output.splitlines()
    assert table[1] == "|---|---|---|"
    assert len(table) == len(found) + 2


def test_messages_missing_from_the_search_are_put_back(manyi: Run, ticket: Any) -> None:
    from manyi.core import search

    message = Message.objects.get(ticket=ticket)
    search.remove(message.pk, f"{ticket.subject}\n{message.text}")
    assert search.find("保修") == []
    assert "1 messages" in manyi("reindex").output
    assert search.find("保修") == [message.pk]
    assert "0 messages" in manyi("reindex").output


@same_on_every_database
def test_a_link_from_the_command_line_signs_in_once(installation: Installation) -> None:
    Writer(installation).do("found")
    installation.up()
    added = installation.manyi("user", "add", "a@obsidian.example", "--name", "A", "--role", "administrator", "--json")
    link = json.loads(added.stdout)["url"]
    assert [signs_in(link), signs_in(link)] == [True, False]


def signs_in(link: str) -> bool:
    """Open the link in a fresh browser and press the button."""
    with httpx.Client(follow_redirects=True) as browser:
        browser.get(link)
        browser.post(link, data={"csrfmiddlewaretoken": browser.cookies["csrftoken"]}, headers={"Referer": link})
        return "sessionid" in browser.cookies
