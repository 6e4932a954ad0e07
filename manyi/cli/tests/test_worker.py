"""The worker: quick, in parallel, once, and unharmed by being killed."""

from __future__ import annotations

import random
import signal
import subprocess
from functools import partial
from pathlib import Path

from manyi.cli.tests.installation import Installation, same_on_every_database, until
from manyi.cli.tests.test_log_position import Writer


def start_worker(installation: Installation) -> subprocess.Popen[str]:
    return installation.start("-m", "manyi.cli.tests.process", "worker")


def lines(path: Path) -> list[str]:
    return path.read_text().split("\n")[:-1] if path.exists() else []


def heard(installation: Installation) -> list[tuple[str]]:
    return installation.query("SELECT CAST(args AS text) FROM core_job WHERE name = 'test.trace'")


def has_heard(installation: Installation, count: int) -> bool:
    return len(heard(installation)) >= count


def test_two_workers_run_every_job_once(installation: Installation) -> None:
    writer, marks = Writer(installation), installation.home / "marks"
    workers = [start_worker(installation), start_worker(installation)]
    writer.do("open", *(f"job {marks} {number} 0" for number in range(100)), "commit")
    until(
        lambda: not installation.query("SELECT id FROM core_job WHERE name = 'test.write'"),
        "all jobs are done",
    )
    finished = [line for line in lines(marks) if not line.startswith("+")]
    assert sorted(finished, key=int) == [str(number) for number in range(100)]
    assert all(worker.poll() is None for worker in workers)


def test_a_slow_job_holds_up_no_other_and_keeps_its_lease(installation: Installation) -> None:
    writer, marks = Writer(installation), installation.home / "marks"
    start_worker(installation)
    writer.do(f"job {marks} slow 4", f"job {marks} quick 0")
    until(lambda: "slow" in lines(marks), "the slow job is done")
    assert lines(marks).index("quick") < lines(marks).index("slow")
    assert lines(marks).count("+slow") == 1


def test_the_job_of_a_killed_worker_runs_again(installation: Installation) -> None:
    writer, marks = Writer(installation), installation.home / "marks"
    first = start_worker(installation)
    writer.do(f"job {marks} a 3600")
    until(lambda: lines(marks) == ["+a"], "the job has begun")
    first.kill()
    first.wait()
    start_worker(installation)
    until(lambda: lines(marks) == ["+a", "+a"], "the job has begun again")


def test_a_worker_told_to_stop_finishes_what_it_has_begun(installation: Installation) -> None:
    writer, marks = Writer(installation), installation.home / "marks"
    worker = start_worker(installation)
    writer.do("open", *(f"job {marks} {number} 1" for number in range(12)), "commit")
    until(lambda: "+0" in lines(marks), "the first job has begun")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    begun = {line.removeprefix("+") for line in lines(marks) if line.startswith("+")}
    done = {line for line in lines(marks) if not line.startswith("+")}
    assert begun == done
    left = installation.query("SELECT leased_until FROM core_job WHERE name = 'test.write'")
    assert len(left) == 12 - len(done) > 0
    assert {lease for (lease,) in left} == {None}


def test_a_reader_that_is_killed_again_and_again_hears_everything_once(installation: Installation) -> None:
    writer = Writer(installation)
    for _ in range(20):
        writer.do("record 20")
    while len(heard(installation)) < 400:
        worker, before = start_worker(installation), len(heard(installation))
        enough = min(400, before + random.randint(40, 150))
        until(partial(has_heard, installation, enough), "more is heard")
        worker.kill()
        worker.wait()
    start_worker(installation)
    writer.do("record 1")
    until(lambda: len(heard(installation)) == 401, "the last is heard")
    assert len(set(heard(installation))) == 401


@same_on_every_database
def test_a_broken_service_is_started_again_and_ends_with_the_worker(installation: Installation) -> None:
    worker, marks = start_worker(installation), installation.home / "service"
    until(lambda: lines(marks) == ["began", "began"], "the service has begun again")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert lines(marks)[-1] == "ended"
