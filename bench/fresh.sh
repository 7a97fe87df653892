#!/usr/bin/env bash
# Proves the two commands on a machine that has nothing: a minimal Debian 12 with
# Python 3.11, make and git; Node comes from the host, as Debian 12 has version 18 only.
#
#   bench/fresh.sh [LOG]      needs root and debootstrap; the default log is
#                             test-results/fresh.log. KEEP=yes keeps the machine's folder;
#                             BASE=FILE.tar reuses (or first writes) the bare system.
#
# Package sources and client settings (mirrors, certificates, proxies) are the host's.
set -euo pipefail

readonly repository="$(cd "$(dirname "$0")/.." && pwd)"
readonly release=bookworm
readonly home=/srv/arcollect

refuse() { echo "$*" >&2; exit 1; }
step() { printf '\n=== %s (at %d s)\n' "$*" "$SECONDS"; }

[ "$(id -u)" = 0 ] || refuse "bench/fresh.sh needs root: it makes and enters a chroot."
for program in debootstrap unshare git node npm python3; do
  command -v "$program" >/dev/null || refuse "bench/fresh.sh needs $program."
done

# In name spaces of its own, so that every mount and every process goes with it.
if [ -z "${FRESH_INSIDE:-}" ]; then
  log="${1:-$repository/test-results/fresh.log}"
  mkdir -p "$(dirname "$log")"
  machine="$(mktemp -d /var/tmp/arcollect-fresh-XXXXXX)"
  trap '[ -n "${KEEP:-}" ] || rm -rf --one-file-system "$machine"' EXIT
  status=0
  FRESH_INSIDE=yes MACHINE="$machine" unshare --mount --pid --fork --kill-child \
    --propagation private "$0" 2>&1 | tee "$log" || status=$?
  echo "The whole log: $log"
  exit "$status"
fi

make_bare_system() {
  local mirror
  mirror="$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' \
    'Created-By: Packages' | awk -v release="$release" '$2 == release {print $1; exit}')"
  [ -n "$mirror" ] || refuse "apt on this host has no source for Debian $release."
  debootstrap --variant=minbase --include=python3,make,git,ca-certificates \
    "$release" "$MACHINE" "$mirror" >/var/tmp/arcollect-debootstrap.log 2>&1 \
    || { tail -5 /var/tmp/arcollect-debootstrap.log; refuse "debootstrap failed."; }
}

take() { # copy files of the host that are there to the same place in the machine
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    mkdir -p "$MACHINE$(dirname "$path")"
    cp -aL --remove-destination "$path" "$MACHINE$(dirname "$path")/"
  done
}

copy_client_settings() {
  rm -f "$MACHINE"/etc/apt/sources.list
  take /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} \
    /etc/apt/auth.conf.d /etc/resolv.conf /etc/hosts \
    /usr/share/keyrings /usr/local/share/ca-certificates /etc/ssl/certs \
    /etc/pip.conf /etc/xdg/pip /root/.config/pip /root/.npmrc
  local file
  for file in $(grep -lsE 'Acquire::(http|https|ftp|Check)' /etc/apt/apt.conf.d/*); do
    take "$file"
  done
}

copy_node() {
  local modules
  modules="$(npm root -g 2>/dev/null)"
  mkdir -p "$MACHINE/usr/local/bin" "$MACHINE/usr/local/lib/node_modules"
  cp -L "$(command -v node)" "$MACHINE/usr/local/bin/node"
  cp -a "$modules/npm" "$MACHINE/usr/local/lib/node_modules/"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$MACHINE/usr/local/bin/npm"
}

mount_system_folders() {
  mount -t proc proc "$MACHINE/proc"
  mount --rbind /dev "$MACHINE/dev"
}

# Runs a command as a new user of that machine would, with the host's client settings.
enter_machine=(chroot "$MACHINE" env -i HOME=/root
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
for name in $(compgen -e | grep -E '^(PIP_|UV_|SSL_|NODE_EXTRA|npm_config_)|_(proxy|PROXY)$'); do
  enter_machine+=("$name=${!name}")
done

inside() { "${enter_machine[@]}" sh -c "cd $home && $1" </dev/null; }

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

answers() { # does the page answer with status 200?
  python3 - "http://127.0.0.1:$1/login" <<'PYTHON' 2>/dev/null
import sys, urllib.request
answer = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1], timeout=5)
sys.exit(answer.status != 200)
PYTHON
}

serve_demo() { # start, wait for the page, stop, and be sure that it stopped
  local port process started=$SECONDS
  port="$(free_port)"
  "${enter_machine[@]}" sh -c "cd $home && exec make demo PORT=$port" </dev/null &
  process=$!
  until answers "$port"; do
    kill -0 "$process" 2>/dev/null || refuse "make demo ended before its page answered."
    [ $((SECONDS - started)) -lt 600 ] || refuse "make demo did not answer in 600 s."
    sleep 0.5
  done
  echo "/login answers 200 after $((SECONDS - started)) s"
  kill -TERM "$process"
  wait "$process" || true
  if answers "$port"; then refuse "make demo goes on serving after it was stopped."; fi
  echo "make demo has stopped"
}

step "A minimal Debian ($release)"
if [ -n "${BASE:-}" ] && [ -f "$BASE" ]; then
  tar -C "$MACHINE" -xf "$BASE"
else
  make_bare_system
  [ -z "${BASE:-}" ] || tar -C "$MACHINE" -cf "$BASE" .
fi
copy_client_settings
copy_node
mount_system_folders
# Other users than root, such as the one that runs PostgreSQL, must pass through "/".
chmod 755 "$MACHINE"
git clone -q "$repository" "$MACHINE$home"
git -C "$MACHINE$home" log -1 --format='commit %h of %cs'
inside 'python3 --version; node --version; make --version | head -1; git --version'
inside 'for p in pip3 uv msgfmt fc-list initdb redis-server chromium pdftotext; do command -v $p || true; done'

step "make setup"
inside 'make setup'
step "make setup again: must take no time"
inside 'make setup'
step "make demo"
serve_demo
step "make demo again: must take seconds and keep the data"
serve_demo
step "make test"
status=0
inside 'make test' || status=$?
step "done, make test ended with status $status"
exit "$status"
