"""Starting, watching and stopping the processes."""

from __future__ import annotations

import os
import signal

import psutil

from manyi.cli.tests.installation import Installation, family, same_on_every_database, until


def test_one_command_serves_and_ctrl_c_stops_everything(installation: Installation) -> None:
    process = installation.up()
    assert process.stdout is not None
    assert f"http://127.0.0.1:{installation.port}" in process.stdout.readline()
    assert "/setup/" in process.stdout.readline()
    running = family(process)
    assert len(running) == 5
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) == 0
    assert psutil.wait_procs(running, timeout=5)[1] == []


def test_nothing_survives_a_killed_supervisor(installation: Installation) -> None:
    process = installation.up()
    running = family(process)
    process.kill()
    assert psutil.wait_procs(running, timeout=30)[1] == []
    installation.up()


@same_on_every_database
def test_nothing_survives_a_killed_process_group(installation: Installation) -> None:
    process = installation.up()
    running = family(process)
    os.killpg(process.pid, signal.SIGKILL)
    assert psutil.wait_procs(running, timeout=30)[1] == []


@same_on_every_database
def test_dead_children_are_started_again(installation: Installation) -> None:
    process = installation.up()
    before = {child.pid for child in psutil.Process(process.pid).children()}
    assert len(before) == 3
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(
        lambda: len({child.pid for child in psutil.Process(process.pid).children()} - before) == 3,
        "three new children",
    )
    until(installation.answers, "pages and stream answer again")


@same_on_every_database
def test_a_killed_web_process_takes_its_workers_along(installation: Installation) -> None:
    process = installation.up()
    web = next(child for child in psutil.Process(process.pid).children() if child.children())
    workers = web.children()
    web.kill()
    assert psutil.wait_procs(workers, timeout=30)[1] == []


@same_on_every_database
def test_a_second_start_on_the_same_folder_or_port_is_refused(
    installation: Installation, prepared_installation: Installation
) -> None:
    process = installation.up()
    again = installation.manyi("up")
    prepared_installation.port = installation.port
    other = prepared_installation.manyi("up")
    assert again.returncode == other.returncode == 2
    assert again.stderr.count("\n") == other.stderr.count("\n") == 1
    assert f"process {process.pid}" in again.stderr
    assert str(installation.port) in other.stderr


@same_on_every_database
def test_an_unusable_setting_is_refused_in_one_sentence(installation: Installation) -> None:
    (installation.home / "manyi.toml").write_text('web_workers = "many"\n')
    for command in ("up", "stream", "backup", "doctor"):
        done = installation.manyi(command, *(["file"] if command == "backup" else []))
        assert (done.returncode, done.stderr) == (2, "web_workers: expected a whole number, got 'many'\n")


def test_an_unreachable_database_is_said_in_one_sentence(installation: Installation) -> None:
    installation.database_url = "postgres://nobody@127.0.0.1:1/nothing"
    done = installation.manyi("up")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@same_on_every_database
def test_a_later_start_is_quick(installation: Installation) -> None:
    process = installation.up()
    spent = sum(sum(running.cpu_times()[:2]) for running in family(process))
    assert spent < 3
