"""Settings: environment before file before default; nonsense is refused with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from manyi import config


def load(tmp_path: Path, toml: str = "", **environ: str) -> dict[str, object]:
    file = tmp_path / "manyi.toml"
    file.write_text(toml)
    return config.load({"MANYI_CONFIG": str(file), **environ})


def test_the_environment_comes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    values = load(tmp_path, "port = 9000\nweb_threads = 8", MANYI_PORT="9001")
    assert (values["port"], values["web_threads"], values["host"]) == (9001, 8, "127.0.0.1")
    assert config.live_port(values) == 9002


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MANYI_PORT", "eighty"),
        ("MANYI_PORT", "0"),
        ("MANYI_PORT", "70000"),
        ("MANYI_DATABASE_URL", "mysql://localhost/manyi"),
        ("MANYI_DATABASE_URL", "postgres://"),
        ("MANYI_DATABASE_URL", "postgres://db.example:port/manyi"),
        ("MANYI_PUBLIC_URL", "desk.example"),
        ("MANYI_LANGUAGE", "klingon"),
        ("MANYI_TIME_ZONE", "Mars/Olympus"),
        ("MANYI_TIME_ZONE", "../../etc/passwd"),
        ("MANYI_DURABLE", "perhaps"),
        ("MANYI_LOG_LEVEL", "loud"),
        ("MANYI_UPLOAD_LIMIT_MB", "-1"),
        ("MANYI_PROT", "8000"),
    ],
)
def test_nonsense_in_the_environment_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(config.ConfigError, match=name):
        load(tmp_path, **{name: value})


@pytest.mark.parametrize("toml", ["port = true", "prot = 8000", "port = ", "allowed_hosts = 3", "host = 4"])
def test_nonsense_in_the_file_is_refused(tmp_path: Path, toml: str) -> None:
    with pytest.raises(config.ConfigError):
        load(tmp_path, toml)


def test_pages_and_stream_need_two_ports(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="live_port"):
        load(tmp_path, MANYI_PORT="9000", MANYI_LIVE_PORT="9000")


def test_a_data_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(config.ConfigError, match="can't be the data folder"):
        config.make_home(tmp_path / "taken" / "home")


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="there is no file"):
        config.load({"MANYI_CONFIG": str(tmp_path / "none.toml")})
