#!/usr/bin/env bash
# Runs a command against a throw-away PostgreSQL: scripts/with_postgres.sh pytest -n 2
# MANYI_DATABASE_URL tells the command where it is; the cluster is gone afterwards.
set -euo pipefail

bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || command -v initdb)")
[ -x "$bin/initdb" ] || { echo "PostgreSQL is missing: run scripts/install_test_system.sh" >&2; exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/manyi-postgres.XXXXXX")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_server=()
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
  chown postgres "$folder"
  as_server=(setpriv --reuid postgres --regid postgres --init-groups)
fi
server() { (cd "$folder" && "${as_server[@]}" "$@" </dev/null); }
stop() {
  server "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

server "$bin/initdb" -D "$folder/data" -U manyi -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
settings="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder"
settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# What a test took back would be counted as a table without rows, and planned so for the next one.
settings+=" -c autovacuum=off"
server "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -o "$settings" -w start >/dev/null ||
  { cat "$folder/log" >&2; exit 1; }
server "$bin/createdb" -h 127.0.0.1 -p "$port" -U manyi manyi

MANYI_DATABASE_URL="postgres://manyi@127.0.0.1:$port/manyi" "$@"
