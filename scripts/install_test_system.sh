#!/usr/bin/env bash
# Makes sure the programs that the tests drive are here: a browser, PostgreSQL, an IMAP server, Chinese fonts.
# Installs Debian's packages when root; otherwise says what is missing.
set -euo pipefail

missing=()
need() { # package, check…
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
has_file() { compgen -G "$1"; }
has_program() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1"; }

need chromium has_program chromium
need postgresql has_file '/usr/lib/postgresql/*/bin/initdb'
need dovecot-imapd has_file '/usr/lib/dovecot/imap'
need dovecot-lmtpd has_file '/usr/lib/dovecot/lmtp'
need fonts-noto-cjk has_file '/usr/share/fonts/opentype/noto/NotoSansCJK-*'

[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests need these Debian packages (or the same programs from elsewhere): ${missing[*]}" >&2
  exit 1
fi

echo "Installing for the tests: ${missing[*]} …"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  exit 1
fi
