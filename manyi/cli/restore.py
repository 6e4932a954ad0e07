"""``manyi restore``: everything from a backup, checked before anything is replaced."""

from __future__ import annotations

import hashlib
import json
import tarfile
import tempfile
import time
from pathlib import Path, PurePosixPath
from typing import Any

import click

from manyi import config
from manyi.cli import postgres
from manyi.cli.backup import KEY_NAME, MANIFEST, POSTGRES_NAME, SQLITE_NAME, fingerprint
from manyi.cli.ready import Stop
from manyi.cli.up import lock

CHUNK = 1 << 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--force", is_flag=True, help="Replace what is there. The old data folder's contents are set aside in it."
)
def restore(file: Path, force: bool) -> None:
    """Bring an installation back from FILE. The desk must not be running."""
    values = config.load()
    home = config.home(values)
    config.make_home(home)
    database = config.database(values["database_url"], home)
    with lock(home), tempfile.TemporaryDirectory(dir=home, prefix="restore-") as folder:
        fresh = Path(folder)
        manifest = _unpack(file, fresh)
        _check_database(database, manifest, force)
        _check_keys(home, fresh, manifest, force)
        aside = home / f"replaced-{time.strftime('%Y%m%d-%H%M%S')}"
        _put_database(database, fresh, aside)
        for name in ("files", KEY_NAME):
            _put(fresh / name, home / name, aside)
    click.echo(f"Restored the backup of {manifest['made_at']}. Start with `manyi up`.")
    if aside.exists():
        click.echo(f"What was there before is in {aside}.")


def _unpack(file: Path, fresh: Path) -> dict[str, Any]:
    """Unpack and compare every checksum. Only plain files with our own names are taken."""
    sums: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(file, "r:*") as archive:
            for entry in archive:
                source = archive.extractfile(entry) if entry.isreg() and _is_ours(entry.name) else None
                if source is None:
                    raise Stop(f"{file} holds something that is not part of a backup: {entry.name}")
                if entry.name == MANIFEST:
                    manifest = json.load(source)
                    continue
                digest = hashlib.sha256()
                target = fresh / entry.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as written:
                    while block := source.read(CHUNK):
                        digest.update(block)
                        written.write(block)
                target.chmod(0o600)
                sums[entry.name] = digest.hexdigest()
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise Stop(f"{file} can't be read as a backup: {error}") from None
    if not manifest or manifest.get("contents") != sums:
        raise Stop(f"{file} is damaged: its contents don't have the checksums of its manifest. Nothing was changed.")
    return manifest


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    plain = name in {MANIFEST, KEY_NAME, SQLITE_NAME, POSTGRES_NAME}
    return plain or (len(parts) > 1 and parts[0] == "files" and ".." not in parts)


def _check_database(database: dict[str, Any], manifest: dict[str, Any], force: bool) -> None:
    is_postgres = database["ENGINE"].endswith("postgresql")
    if (POSTGRES_NAME if is_postgres else SQLITE_NAME) not in manifest["contents"]:
        made_on = "SQLite" if is_postgres else "PostgreSQL"
        raise Stop(f"This backup was made on {made_on}; set MANYI_DATABASE_URL accordingly.")
    filled = postgres.is_filled(database) if is_postgres else Path(database["NAME"]).exists()
    if filled and not force:
        raise Stop("There is a database already; --force replaces it.")


def _check_keys(home: Path, fresh: Path, manifest: dict[str, Any], force: bool) -> None:
    present = home / KEY_NAME
    if (fresh / KEY_NAME).exists():
        if present.exists() and fingerprint(present) != manifest["keys"] and not force:
            raise Stop(f"{present} is another installation's key file; --force sets it aside.")
    elif not present.exists() or fingerprint(present) != manifest["keys"]:
        raise Stop(
            f"This backup has no keys: put the key file it was made with (fingerprint {manifest['keys']}) at {present}."
        )


def _put_database(database: dict[str, Any], fresh: Path, aside: Path) -> None:
    if database["ENGINE"].endswith("postgresql"):
        postgres.restore(database, fresh / POSTGRES_NAME)
        return
    path = Path(database["NAME"])
    for suffix in ("-wal", "-shm"):
        _set_aside(path.with_name(path.name + suffix), aside)
    _put(fresh / SQLITE_NAME, path, aside)


def _put(fresh: Path, place: Path, aside: Path) -> None:
    if fresh.exists():
        _set_aside(place, aside)
        fresh.replace(place)


def _set_aside(path: Path, aside: Path) -> None:
    if path.exists():
        aside.mkdir(mode=0o700, exist_ok=True)
        path.replace(aside / path.name)
