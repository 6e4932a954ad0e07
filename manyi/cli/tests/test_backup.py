"""Backup and restore: everything comes back, nothing is lost by mistake."""

from __future__ import annotations

import io
import json
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from manyi.cli.tests.installation import Installation, copied, database, same_on_every_database
from manyi.cli.tests.test_log_position import Writer


@pytest.fixture
def filled(installation: Installation) -> Installation:
    """With events in the log and a file in the store."""
    Writer(installation).do("record 5")
    stored = installation.home / "files" / "ab" / "cd" / "abcd"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"\x00content" * 10_000)
    return installation


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Installation]:
    """Another machine: an empty folder and an empty database."""
    home = tmp_path / "elsewhere"
    home.mkdir()
    with database() as url:
        yield Installation(home, url)


def backed_up(installation: Installation, *options: str) -> Path:
    file = installation.home / "backup.tar.gz"
    done = installation.manyi("backup", str(file), *options)
    assert done.returncode == 0, done.stderr
    return file


def events(installation: Installation) -> list[tuple[int]]:
    return installation.query("SELECT id FROM core_event ORDER BY id")


def test_everything_comes_back_from_a_backup_made_while_running(filled: Installation, elsewhere: Installation) -> None:
    filled.up()
    file = backed_up(filled, "--with-keys")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    done = elsewhere.manyi("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert events(elsewhere) == events(filled)
    for name in ("keys.txt", "files/ab/cd/abcd"):
        assert (elsewhere.home / name).read_bytes() == (filled.home / name).read_bytes()
    assert stat.S_IMODE((elsewhere.home / "keys.txt").stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(filled: Installation) -> None:
    done = filled.manyi("backup", str(filled.home / "nowhere" / "b.tar.gz"))
    assert done.returncode == 2
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_keys_are_left_out_unless_asked_for_and_then_needed(filled: Installation, elsewhere: Installation) -> None:
    file = backed_up(filled)
    with tarfile.open(file) as archive:
        assert "keys.txt" not in archive.getnames()
    refused = elsewhere.manyi("restore", str(file))
    assert refused.returncode == 2
    assert "no keys" in refused.stderr
    (elsewhere.home / "keys.txt").write_bytes((filled.home / "keys.txt").read_bytes())
    assert elsewhere.manyi("restore", str(file)).returncode == 0
    assert events(elsewhere) == events(filled)


def test_nothing_is_replaced_without_force_and_then_set_aside(filled: Installation) -> None:
    file = backed_up(filled, "--with-keys")
    Writer(filled).do("record 2")
    filled.end()
    refused = filled.manyi("restore", str(file))
    assert (refused.returncode, refused.stderr) == (2, "There is a database already; --force replaces it.\n")
    assert len(events(filled)) == 7
    assert filled.manyi("restore", str(file), "--force").returncode == 0
    assert len(events(filled)) == 5
    [aside] = filled.home.glob("replaced-*")
    assert (aside / "keys.txt").exists()
    assert (aside / "files/ab/cd/abcd").exists()


@same_on_every_database
def test_a_running_desk_is_not_replaced(filled: Installation) -> None:
    file = backed_up(filled)
    filled.up()
    refused = filled.manyi("restore", str(file), "--force")
    assert refused.returncode == 2
    assert "already running" in refused.stderr


@same_on_every_database
def test_a_backup_is_not_overwritten_by_mistake(filled: Installation) -> None:
    file = backed_up(filled)
    before = file.read_bytes()
    assert filled.manyi("backup", str(file)).returncode == 2
    assert file.read_bytes() == before
    assert filled.manyi("backup", str(file), "--force").returncode == 0


def altered(file: Path, name: str, content: bytes, *, sneaky: str = "") -> Path:
    """A copy of an archive with one content changed, or one more entry."""
    changed = file.with_name("changed.tar.gz")
    with tarfile.open(file) as source, tarfile.open(changed, "w:gz") as target:
        for entry in source:
            data = source.extractfile(entry)
            assert data is not None
            kept = content if entry.name == name else data.read()
            entry.size = len(kept)
            target.addfile(entry, io.BytesIO(kept))
        if sneaky:
            target.addfile(tarfile.TarInfo(sneaky), io.BytesIO())
    return changed


@same_on_every_database
@pytest.mark.parametrize("damage", ["content", "cut", "stray", "climbing", "no tar"])
def test_a_damaged_backup_changes_nothing(filled: Installation, elsewhere: Installation, damage: str) -> None:
    file = backed_up(filled, "--with-keys")
    if damage == "content":
        file = altered(file, "files/ab/cd/abcd", b"other")
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-2000])
    elif damage == "stray":
        file = altered(file, "", b"", sneaky="manyi.toml")
    elif damage == "climbing":
        file = altered(file, "", b"", sneaky="files/../../climbed")
    else:
        file.write_bytes(b"not a backup")
    refused = elsewhere.manyi("restore", str(file))
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert [path.name for path in elsewhere.home.iterdir()] in ([], ["running"])


@same_on_every_database
def test_the_manifest_names_every_content(filled: Installation) -> None:
    with tarfile.open(backed_up(filled)) as archive:
        names = archive.getnames()
        manifest_file = archive.extractfile("manifest.json")
        assert manifest_file is not None
        manifest = json.load(manifest_file)
    assert set(names) == {*manifest["contents"], "manifest.json"}


def test_a_backup_of_the_other_database_is_refused(
    filled: Installation, prepared_installation: Installation, tmp_path: Path
) -> None:
    file = backed_up(filled, "--with-keys")
    if not filled.database_url:
        filled.database_url = "postgres://nobody@127.0.0.1:1/nothing"
        refused = filled.manyi("restore", str(file), "--force")
        assert "made on SQLite" in refused.stderr
    else:
        with copied(prepared_installation, tmp_path / "sqlite") as other:
            other.database_url = ""
            refused = other.manyi("restore", str(file))
            assert "made on PostgreSQL" in refused.stderr
    assert refused.returncode == 2
