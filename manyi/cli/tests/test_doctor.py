"""The doctor finds what is wrong and says how to mend it."""

from __future__ import annotations

import datetime as dt
import json
from collections import namedtuple
from pathlib import Path

import pytest
from django.utils import timezone

from manyi.channels import actions as channels
from manyi.cli import checks
from manyi.cli.doctor import BAD, OK, WARN, Finding, examine
from manyi.cli.tests.installation import Installation, same_on_every_database
from manyi.conftest import Cast
from manyi.core import jobs, search
from manyi.core.actors import SYSTEM
from manyi.core.models import Event, Job
from manyi.desk.models import Message, Ticket

Usage = namedtuple("Usage", "total used free")
LONG_AGO = dt.timedelta(hours=1)


def test_a_fresh_installation_is_well_but_for_the_keys(installation: Installation) -> None:
    done = installation.manyi("doctor", "--json")
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 0
    assert findings.pop("keys")["state"] == WARN
    findings.pop("disk")
    assert {finding["state"] for finding in findings.values()} == {OK}
    assert "ok     keys" in installation.manyi("doctor", "--keys-saved").stdout
    (installation.home / "keys.txt").chmod(0o644)
    broken = installation.manyi("doctor")
    assert broken.returncode == 1
    assert "chmod 600" in broken.stdout


@same_on_every_database
def test_a_backup_with_keys_counts_as_keeping_them(installation: Installation) -> None:
    file = installation.home / "b.tar.gz"
    installation.manyi("backup", str(file))
    assert "never been backed up" in installation.manyi("doctor").stdout
    installation.manyi("backup", str(file), "--with-keys", "--force")
    assert "never been backed up" not in installation.manyi("doctor").stdout


def test_missing_migrations_are_bad(installation: Installation) -> None:
    installation.execute("DELETE FROM django_migrations WHERE app = 'channels'")
    done = installation.manyi("doctor")
    assert done.returncode == 1
    assert "manyi migrate" in done.stdout
    assert "clock" not in done.stdout


def test_a_database_that_does_not_answer_is_told_once(tmp_path: Path) -> None:
    away = Installation(tmp_path, "postgres://manyi@127.0.0.1:1/manyi")
    done = away.manyi("doctor")
    assert done.returncode == 1
    assert done.stdout.count("can't be reached") == 1
    assert "MANYI_DATABASE_URL" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.django_db
def test_a_full_disk_is_bad_and_a_filling_one_a_warning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for free, state in ((10**8, BAD), (3 * 10**9, WARN), (10**11, OK)):
        monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: Usage(10**12, 0, free))
        assert checks.disk().state == state


def test_a_clock_behind_the_log_is_bad(ticket: Ticket) -> None:
    assert checks.clock().state == OK
    Event.objects.update(at=timezone.now() + LONG_AGO)
    assert checks.clock().state == BAD


def test_a_mailbox_with_an_error_is_bad_and_one_never_reached_a_warning(cast: Cast) -> None:
    assert checks.mailboxes().state == OK
    inbox = channels.add_inbox("email", name="客服邮箱", address="help@obsidian.example", by=SYSTEM)
    assert checks.mailboxes().state == WARN
    channels.note_health(inbox, "login failed")
    found = checks.mailboxes()
    assert (found.state, "login failed" in found.text) == (BAD, True)
    channels.note_health(inbox)
    assert checks.mailboxes().state == OK


@pytest.mark.django_db
def test_jobs_that_wait_or_failed_are_bad() -> None:
    jobs.enqueue("email.deliver")
    assert checks.jobs().state == OK
    Job.objects.update(due_at=timezone.now() - LONG_AGO)
    assert "Start a worker" in checks.jobs().mend
    Job.objects.update(failed_at=timezone.now(), error="Traceback\nOSError: away")
    assert "OSError: away" in checks.jobs().text


@pytest.mark.django_db
def test_input_that_waits_unread_is_bad(cast: Cast) -> None:
    inbox = channels.add_inbox("email", name="客服邮箱", address="help@obsidian.example", by=SYSTEM)
    inbound = channels.store_inbound(inbox, b"raw")
    Job.objects.all().delete()
    assert checks.jobs().state == OK
    type(inbound).objects.update(received_at=timezone.now() - LONG_AGO)
    assert checks.jobs().state == BAD
    type(inbound).objects.update(state="failed")
    assert checks.inbound().state == WARN


def test_reactions_that_do_not_keep_up_are_a_warning(ticket: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("manyi.core.log.behind", lambda _apps: ["sla"])
    assert checks.readers().state == OK
    Event.objects.update(at=timezone.now() - LONG_AGO)
    assert checks.readers().state == WARN


def test_messages_missing_from_the_search_are_bad(ticket: Ticket) -> None:
    assert checks.search_index().state == OK
    message = Message.objects.get(ticket=ticket)
    search.remove(message.pk, f"{ticket.subject}\n{message.text}")
    assert "manyi reindex" in checks.search_index().mend


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken_check() -> Finding:
        raise RuntimeError("no answer")

    [found] = examine((broken_check,))
    assert (found.state, found.name, found.text) == (BAD, "broken check", "RuntimeError: no answer")
