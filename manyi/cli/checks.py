"""The checks of ``manyi doctor``, one function each."""

from __future__ import annotations

import datetime as dt
import shutil
import stat

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from manyi.channels.models import Inbound, InboundState, Inbox
from manyi.cli.backup import fingerprint, keys_are_saved, remember_saved
from manyi.cli.doctor import BAD, OK, WARN, Check, Finding
from manyi.cli.prepare import missing_migrations
from manyi.cli.up import holder
from manyi.core import log, reactions, search
from manyi.core.models import Event, Job
from manyi.desk.models import Message

LITTLE = 5_000_000_000
TOO_LITTLE = 1_000_000_000
LATE = dt.timedelta(minutes=5)
DRIFT = 30.0
LOOKED_AT = 200


def database() -> Finding:
    """Reachable, and of this version."""
    try:
        missing = missing_migrations()
    except OperationalError as error:
        mend = "Start the database server, or set MANYI_DATABASE_URL to where it is."
        return Finding(BAD, "database", f"can't be reached: {str(error).strip().splitlines()[0]}", mend)
    if missing:
        return Finding(BAD, "database", f"{len(missing)} migrations are missing", "Run `manyi migrate`.")
    return Finding(OK, "database", f"{connection.vendor}, log position {log.newest()}")


def disk() -> Finding:
    """Room in the data folder."""
    free = shutil.disk_usage(settings.HOME).free
    text = f"{free / 1e9:.1f} GB free at {settings.HOME}"
    if free < TOO_LITTLE:
        return Finding(BAD, "disk", text, "Free some space, or move the data folder (MANYI_HOME) to a larger disk.")
    return Finding(WARN if free < LITTLE else OK, "disk", text, "Free some space soon." if free < LITTLE else "")


def keys() -> Finding:
    """Readable by their owner only, and kept elsewhere too."""
    path = settings.KEY_FILE
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(BAD, "keys", f"others can read {path}", f"Run `chmod 600 {path}`.")
    if not keys_are_saved(settings.HOME):
        mend = (
            "Without them encrypted fields are lost. Keep a copy in another place, then run "
            "`manyi doctor --keys-saved`, or make a backup with `--with-keys`."
        )
        return Finding(WARN, "keys", f"{path} has never been backed up", mend)
    return Finding(OK, "keys", f"backed up, fingerprint {fingerprint(path)}")


def clock() -> Finding:
    """The same here as in the database, and not behind what is recorded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()" if connection.vendor == "postgresql" else "SELECT strftime('%s', 'now')")
        told = cursor.fetchone()[0]
    told_at = told.timestamp() if isinstance(told, dt.datetime) else float(told)
    drift = abs(told_at - timezone.now().timestamp())
    newest = Event.objects.order_by("-id").values_list("at", flat=True).first()
    ahead = (newest - timezone.now()).total_seconds() if newest else 0.0
    mend = "Set the clock by NTP (for example `timedatectl set-ntp true`) on every machine."
    if drift > DRIFT:
        return Finding(BAD, "clock", f"{drift:.0f} s apart from the database's clock", mend)
    if ahead > DRIFT:
        return Finding(BAD, "clock", f"the newest event is {ahead:.0f} s in the future", mend)
    return Finding(OK, "clock", f"{timezone.now():%Y-%m-%d %H:%M:%S} UTC")


def mailboxes() -> Finding:
    """Those in use were reached when last tried."""
    boxes = list(Inbox.objects.filter(kind="email", is_enabled=True).order_by("id"))
    broken = [box for box in boxes if box.last_error]
    if broken:
        text = "; ".join(f"{box.address}: {box.last_error}" for box in broken)
        return Finding(BAD, "mailboxes", text, "Check server, port, user and password in the channel settings.")
    silent = [box.address for box in boxes if box.last_ok_at is None]
    if silent:
        mend = "The worker connects within a minute of its start; see its log."
        return Finding(WARN, "mailboxes", f"never reached: {', '.join(silent)}", mend)
    return Finding(OK, "mailboxes", f"{len(boxes)} in use")


def running() -> Finding:
    """Whether the desk is up; it need not be."""
    process = holder(settings.HOME)
    text = f"process {process} at {settings.PUBLIC_URL}" if process else "not running"
    return Finding(OK, "running", text)


def jobs() -> Finding:
    """None failed for good, none forgotten."""
    failed = list(Job.objects.filter(failed_at__isnull=False).order_by("-id")[:3])
    if failed:
        last = failed[0].error.strip().splitlines()[-1:] or [""]
        total = Job.objects.filter(failed_at__isnull=False).count()
        return Finding(
            BAD, "jobs", f"{total} failed for good, last {failed[0].name}: {last[0]}", "See the worker's log."
        )
    late = timezone.now() - LATE
    waiting = Job.objects.filter(failed_at__isnull=True, leased_until__isnull=True, due_at__lt=late).count()
    unread = Inbound.objects.filter(state=InboundState.WAITING, received_at__lt=late).count()
    if waiting or unread:
        text = f"{waiting} jobs and {unread} incoming items wait for more than 5 minutes"
        return Finding(BAD, "jobs", text, "Start a worker: `manyi up`, or `manyi worker`.")
    return Finding(OK, "jobs", "nothing is stuck")


def inbound() -> Finding:
    """What came in could be read."""
    failed = Inbound.objects.filter(state=InboundState.FAILED).count()
    if failed:
        return Finding(
            WARN, "inbound", f"{failed} items could not be read", "Repeat or set them aside in the settings."
        )
    return Finding(OK, "inbound", "everything was read")


def readers() -> Finding:
    """Reactions keep up with the log."""
    behind = log.behind(reactions.readers())
    oldest = Event.objects.filter(at__lt=timezone.now() - LATE).order_by("-id").values_list("id", flat=True).first()
    late = [app for app in behind if (oldest or 0) > log.position_of(app)]
    if late:
        return Finding(WARN, "reactions", f"behind the log: {', '.join(late)}", "Start a worker: `manyi worker`.")
    return Finding(OK, "reactions", "up with the log")


def search_index() -> Finding:
    """The newest messages can be found."""
    newest = list(Message.objects.order_by("-id").values_list("id", flat=True)[:LOOKED_AT])
    missing = search.missing(newest)
    if missing:
        text = f"{len(missing)} of the newest {len(newest)} messages can't be found"
        return Finding(BAD, "search", text, "Run `manyi reindex`.")
    return Finding(OK, "search", "the newest messages are in the index")


def remember_keys() -> None:
    """Note that the present keys are kept elsewhere."""
    remember_saved(settings.HOME)


OF_THE_MACHINE: tuple[Check, ...] = (database, disk, keys, running)
"""What can be looked at in any installation; the database comes first."""
OF_THE_DATA: tuple[Check, ...] = (clock, mailboxes, jobs, inbound, readers, search_index)
"""What only a database of this version can tell."""
