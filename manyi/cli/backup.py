"""``manyi backup``: database, files and, if asked, keys in one archive.

The archive is a ``tar.gz``: ``database.sqlite3`` or ``database.dump``, ``files/…``, ``keys.txt`` with ``--with-keys``,
and last ``manifest.json`` with the SHA-256 of each.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import click

from manyi import config
from manyi.cli import postgres
from manyi.cli.ready import Stop
from manyi.core.keyfile import read_keys

KEY_NAME = "keys.txt"
SAVED = "keys.saved"
MANIFEST = "manifest.json"
SQLITE_NAME = "database.sqlite3"
POSTGRES_NAME = "database.dump"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-keys", is_flag=True, help="Put the key file in: keep such a backup where only you can read it.")
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
def backup(file: Path, with_keys: bool, force: bool) -> None:
    """Write a backup to FILE (tar.gz), also while the desk is running.

    Without --with-keys, encrypted fields can only be read with the key file, which you must keep elsewhere.
    """
    values = config.load()
    home = config.home(values)
    if file.exists() and not force:
        raise Stop(f"{file} exists already; --force replaces it.")
    if not (home / KEY_NAME).exists():
        raise Stop(f"There is no installation in {home}.")
    draft = file.with_name(f".{file.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            count = _write(target, home, config.database(values["database_url"], home), with_keys)
        draft.replace(file)
    except OSError as error:
        raise Stop(f"{file} can't be written: {error.strerror or error}.") from None
    finally:
        with suppress(OSError):
            draft.unlink()
    if with_keys:
        remember_saved(home)
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB, {count} files{', with keys' if with_keys else ''}.")


def _write(target: Any, home: Path, database: dict[str, Any], with_keys: bool) -> int:
    """Database first, then the files: a file is stored before the row that names it, so none is missing."""
    manifest: dict[str, Any] = {
        "format": 1,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "keys": fingerprint(home / KEY_NAME),
        "contents": {},
    }
    with (
        tempfile.TemporaryDirectory(dir=home, prefix="backup-") as folder,
        tarfile.open(fileobj=target, mode="w:gz", compresslevel=6) as archive,
    ):
        dump = _dump(database, Path(folder))
        _add(archive, manifest, dump, dump.name)
        dump.unlink()
        stored = [path for path in sorted((home / "files").rglob("*")) if path.is_file()]
        for path in stored:
            _add(archive, manifest, path, f"files/{path.relative_to(home / 'files').as_posix()}")
        if with_keys:
            _add(archive, manifest, home / KEY_NAME, KEY_NAME)
        content = json.dumps(manifest, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return len(stored)


def _dump(database: dict[str, Any], folder: Path) -> Path:
    if database["ENGINE"].endswith("postgresql"):
        return postgres.dump(database, folder / POSTGRES_NAME)
    path = folder / SQLITE_NAME
    with closing(sqlite3.connect(database["NAME"])) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy, pages=2000, sleep=0.005)
        copy.execute("PRAGMA journal_mode=DELETE")
    return path


def _add(archive: tarfile.TarFile, manifest: dict[str, Any], path: Path, name: str) -> None:
    with path.open("rb") as source:
        manifest["contents"][name] = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        entry = archive.gettarinfo(arcname=name, fileobj=source)
        entry.mode = 0o600
        archive.addfile(entry, source)


def fingerprint(key_file: Path) -> str:
    """A short name of a key file that stays the same when keys rotate, and tells nothing about them."""
    return hashlib.sha256(b"manyi keys\x00" + read_keys(key_file)["index"][0].encode()).hexdigest()[:16]


def remember_saved(home: Path) -> None:
    """Note that the present keys are kept elsewhere."""
    (home / SAVED).write_text(_digest(home), encoding="ascii")


def keys_are_saved(home: Path) -> bool:
    """Whether the present keys, down to the newest, were backed up once."""
    saved = home / SAVED
    return saved.exists() and saved.read_text(encoding="ascii") == _digest(home)


def _digest(home: Path) -> str:
    return hashlib.sha256((home / KEY_NAME).read_bytes()).hexdigest()
