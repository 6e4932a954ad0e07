"""``manyi mail pipe``: how a mail server hands over what it has received."""

from __future__ import annotations

import os
import sys
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import TYPE_CHECKING

import click

from manyi.cli.output import json_option, show
from manyi.cli.ready import load_product

if TYPE_CHECKING:
    from manyi.channels.models import Inbox

RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


@click.group()
def mail() -> None:
    """Mail by hand."""


@mail.command()
@click.option("--inbox", "address", default="", help="Address of the mailbox; else the first that the mail is for.")
@click.option("--now", "at_once", is_flag=True, help="Read the mail at once instead of leaving it to the worker.")
@json_option
def pipe(address: str, at_once: bool, as_json: bool) -> None:
    """Take one raw message from standard input.

    For a mail server's alias or transport. When the message can't be stored, the exit code is 75 and the server tries
    again later; once it is stored, it is never lost.
    """
    try:
        raw = sys.stdin.buffer.read()
        if not raw.strip():
            raise ValueError("there is no message on standard input")
        load_product()
        taken = _take(raw, address, at_once)
    except Exception as error:
        click.echo(f"The message was not taken: {error}", err=True)
        sys.exit(os.EX_TEMPFAIL)
    words = f" as a message of ticket {taken['ticket']}" if taken["ticket"] else ""
    show(taken, [f"Taken in for {taken['inbox']}{words}."], as_json=as_json)


def _take(raw: bytes, address: str, at_once: bool) -> dict[str, object]:
    from manyi.channels import actions

    inbox = _inbox_for(raw, address)
    inbound = actions.store_inbound(inbox, raw)
    message, trouble = None, ""
    if at_once:
        try:
            message = actions.read_inbound(inbound.pk)
        except Exception as error:  # stored, so the mail server must not send it again
            trouble = f"{type(error).__name__}: {error}"
    return {
        "inbound": inbound.pk,
        "inbox": inbox.address,
        "message": message.pk if message else None,
        "ticket": message.ticket.number if message else None,
        "trouble": trouble,
    }


def _inbox_for(raw: bytes, address: str) -> Inbox:
    from manyi.channels.models import Inbox

    boxes = list(Inbox.objects.filter(kind="email", is_enabled=True).order_by("id"))
    headers = BytesHeaderParser().parsebytes(raw)
    named = [str(value) for name in RECIPIENTS for value in headers.get_all(name, [])]
    wanted = [address.lower()] if address else [found.lower() for _name, found in getaddresses(named)]
    for box in boxes:
        if box.address.lower() in wanted:
            return box
    if address or not boxes:
        raise LookupError(f"there is no mailbox {address}".rstrip())
    return boxes[0]
