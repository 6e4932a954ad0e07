"""Configuration: environment first, then one TOML file, then defaults. Nonsense is refused at start.

Every key is read here and nowhere else; ``docs/operations.md`` is checked against :data:`KEYS`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class ConfigError(Exception):
    """A setting cannot be used; the message names the key and says what is accepted."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its TOML name, the default, how it is read, and one line of help."""

    name: str
    default: Any
    read: Callable[[str, Any], Any]
    help: str

    @property
    def env(self) -> str:
        return f"MANYI_{self.name.upper()}"


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{name}: expected text, got {value!r}")
    return value


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false", "1", "0", "yes", "no"}:
        return value.lower() in {"true", "1", "yes"}
    raise ConfigError(f"{name}: expected true or false, got {value!r}")


def _number(low: int, high: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        try:
            number = int(value)
        except (TypeError, ValueError):
            raise ConfigError(f"{name}: expected a whole number, got {value!r}") from None
        if isinstance(value, bool) or not low <= number <= high:
            raise ConfigError(f"{name}: expected a number from {low} to {high}, got {value!r}")
        return number

    return read


def _names(name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{name}: expected a list of names, got {value!r}")
    return tuple(item.strip() for item in value if item.strip())


def _url(name: str, value: Any) -> str:
    text = _text(name, value).rstrip("/")
    if text and urlsplit(text).scheme not in {"http", "https"}:
        raise ConfigError(f"{name}: expected an address starting with http:// or https://, got {value!r}")
    return text


def _database(name: str, value: Any) -> str:
    text = _text(name, value)
    if text and not _is_database(text):
        raise ConfigError(f"{name}: expected postgres://user:password@host:port/name or sqlite:///path, got {value!r}")
    return text


def _is_database(address: str) -> bool:
    """Of a kind we know, with a name, and with a port that is a number if with any."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"postgres", "postgresql", "sqlite"} and len(parts.path) > 1 and parts.port != 0
    except ValueError:
        return False


def _zone(name: str, value: Any) -> str:
    try:
        return ZoneInfo(_text(name, value)).key
    except (OSError, ValueError, ZoneInfoNotFoundError):
        raise ConfigError(f"{name}: expected a time zone such as Asia/Shanghai, got {value!r}") from None


def _choice(*accepted: str) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        if value not in accepted:
            raise ConfigError(f"{name}: expected one of {', '.join(accepted)}, got {value!r}")
        return str(value)

    return read


KEYS: tuple[Key, ...] = (
    Key("home", "", _text, "Data folder: database, files, keys, logs. Default: ./manyi-data"),
    Key("host", "127.0.0.1", _text, "Address the web server listens on."),
    Key("port", 8000, _number(1, 65534), "Port of the web server."),
    Key("live_port", 0, _number(0, 65535), "Port of the live stream; 0 means the web port + 1."),
    Key("public_url", "", _url, "Address people use, when a proxy stands in front. Default: http://host:port"),
    Key("live_url", "", _url, "Public address of the live stream, when a proxy stands in front."),
    Key(
        "allowed_hosts",
        (),
        _names,
        "Host names the pages answer to, besides the public address and localhost.",
    ),
    Key("trusted_proxies", 0, _number(0, 5), "How many proxies in front set X-Forwarded-For."),
    Key("database_url", "", _database, "postgres://… for PostgreSQL 15+; default: SQLite in the data folder."),
    Key("durable", False, _flag, "SQLite: wait for the disk at every commit (synchronous=FULL)."),
    Key("web_workers", 1, _number(1, 64), "Web worker processes."),
    Key(
        "web_threads",
        0,
        _number(0, 64),
        "Requests worked on at once in each web worker; 0 means one with SQLite, four with PostgreSQL.",
    ),
    Key("language", "zh-hans", _choice("zh-hans", "en"), "Language used where nobody has chosen one."),
    Key("time_zone", "Asia/Shanghai", _zone, "Time zone used where nobody has chosen one."),
    Key("debug", False, _flag, "Show details of errors in the browser. Never on a public machine."),
    Key("upload_limit_mb", 25, _number(1, 500), "Largest file a person may send, in megabytes."),
    Key("translate_url", "", _url, "A server that translates as LibreTranslate does; empty: nothing is translated."),
    Key("translate_key", "", _text, "The key that server asks for."),
    Key("log_level", "info", _choice("debug", "info", "warning", "error"), "How much is written to the log."),
)


def load(environ: dict[str, str] | None = None) -> dict[str, Any]:
    """All settings by name. Raises :class:`ConfigError` for an unknown key or an unusable value."""
    env = dict(os.environ if environ is None else environ)
    file_values = _read_file(env)
    unknown = sorted(set(file_values) - {key.name for key in KEYS})
    if unknown:
        raise ConfigError(f"unknown setting in the configuration file: {', '.join(unknown)}")
    known = {key.env for key in KEYS} | {"MANYI_CONFIG"}
    stray = sorted(name for name in env if name.startswith("MANYI_") and name not in known)
    if stray:
        raise ConfigError(f"unknown setting in the environment: {', '.join(stray)}")
    values = {key.name: _value(key, env, file_values) for key in KEYS}
    if values["live_port"] == values["port"]:
        raise ConfigError(f"live_port: must differ from port, got {values['port']} for both")
    return values


def _read_file(env: dict[str, str]) -> dict[str, Any]:
    named = env.get("MANYI_CONFIG")
    path = Path(named) if named else Path("manyi.toml")
    if not path.exists():
        if named:
            raise ConfigError(f"MANYI_CONFIG: there is no file {path}")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from None


def _value(key: Key, env: dict[str, str], file_values: dict[str, Any]) -> Any:
    if key.env in env:
        return key.read(key.env, env[key.env])
    if key.name in file_values:
        return key.read(key.name, file_values[key.name])
    return key.default


def home(values: dict[str, Any]) -> Path:
    """The data folder."""
    return Path(values["home"] or "manyi-data").resolve()


def make_home(path: Path) -> None:
    """Make the data folder, for its owner only. Raises :class:`ConfigError` where nothing can be written."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"home: {path} can't be the data folder ({error.strerror}).") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise ConfigError(f"home: nothing can be written in {path}.")


def live_port(values: dict[str, Any]) -> int:
    """The port of the live stream."""
    return int(values["live_port"] or values["port"] + 1)


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's database settings for an address; SQLite in the data folder when it is empty."""
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "DISABLE_SERVER_SIDE_CURSORS": True,
        }
    path = unquote(parts.path) if url else str(home / "manyi.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
    }


def sqlite_options(durable: bool) -> dict[str, Any]:
    """Connection options measured in the stack trial: WAL, one writer taken at once, a 64 MB page cache, no mmap."""
    level = "FULL" if durable else "NORMAL"
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode=WAL;PRAGMA synchronous={level};PRAGMA cache_size=-65536;"
            "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=0;PRAGMA journal_size_limit=67108864"
        ),
    }
