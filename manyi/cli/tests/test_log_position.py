"""Two writers at once: a reader at "id > last" misses nothing, whichever commits last."""

from __future__ import annotations

import select
import subprocess

from manyi.cli.tests.installation import PATIENCE, Installation


class Writer:
    """Another process that writes to the log, step by step."""

    def __init__(self, installation: Installation) -> None:
        self._process: subprocess.Popen[str] = installation.start("-m", "manyi.cli.tests.process", "writer")

    def begin(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def is_done(self, within: float) -> bool:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], within)[0]:
            return False
        assert self._process.stdout.readline() == "done\n"
        return True

    def do(self, *lines: str) -> None:
        for line in lines:
            self.begin(line)
            assert self.is_done(PATIENCE), line


class Reader:
    """Reads as every reader of the log does."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self.position = 0

    def read(self) -> int:
        rows = self._installation.query(f"SELECT id FROM core_event WHERE id > {self.position} ORDER BY id")
        self.position = rows[-1][0] if rows else self.position
        return len(rows)


def test_what_is_recorded_first_and_committed_last_is_not_missed(installation: Installation) -> None:
    slow, quick, reader = Writer(installation), Writer(installation), Reader(installation)
    if installation.database_url:
        slow.do("unit", "record 3")  # collected, not yet in the log
        quick.do("record 1")
        assert reader.read() == 1
        slow.do("commit")
        assert reader.read() == 3
    else:
        slow.do("unit", "record 3")
        quick.begin("record 1")  # SQLite has one writer: this waits for the first
        assert not quick.is_done(0.5)
        assert reader.read() == 0
        slow.do("commit")
        assert quick.is_done(PATIENCE)
        assert reader.read() == 4


def test_who_has_written_to_the_log_commits_before_anybody_else_does(installation: Installation) -> None:
    slow, quick, reader = Writer(installation), Writer(installation), Reader(installation)
    slow.do("open", "record 3")  # ids are given, the transaction is still open
    quick.begin("record 1")
    assert not quick.is_done(0.5)
    assert reader.read() == 0
    slow.do("commit")
    assert quick.is_done(PATIENCE)
    assert reader.read() == 4
