"""One writer at a time, in turn, whatever thread or process it lives in."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from manyi.core import turns

HOLD = (
    "import fcntl, sys, time; f = open(sys.argv[1], 'a'); fcntl.flock(f, 2); print('mine', flush=True); time.sleep(60)"
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A SQLite file that is not open yet."""
    found = SimpleNamespace(
        vendor="sqlite",
        in_atomic_block=False,
        settings_dict={"NAME": str(tmp_path / "db.sqlite3")},
        is_in_memory_db=lambda: False,
    )
    monkeypatch.setattr(turns, "database", lambda: found)
    return found


def test_threads_write_one_after_the_other(database: SimpleNamespace) -> None:
    inside, most = [], []
    start = threading.Barrier(4)

    def write() -> None:
        start.wait()
        for _ in range(50):
            with turns.turn():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 200


def test_a_turn_comes_back_from_a_process_that_is_killed(database: SimpleNamespace) -> None:
    path = f"{database.settings_dict['NAME']}-turn"
    other = subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "mine\n"
    had = threading.Event()

    def write() -> None:
        with turns.turn():
            had.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert not had.wait(0.2)
    other.send_signal(signal.SIGKILL)
    assert had.wait(10)
    thread.join()
    other.wait()


@pytest.mark.parametrize(
    "change", [{"vendor": "postgresql"}, {"in_atomic_block": True}, {"is_in_memory_db": lambda: True}]
)
def test_nobody_waits_where_there_is_nothing_to_wait_for(database: SimpleNamespace, change: dict[str, object]) -> None:
    for name, value in change.items():
        setattr(database, name, value)
    with turns.turn():
        assert not Path(f"{database.settings_dict['NAME']}-turn").exists()
