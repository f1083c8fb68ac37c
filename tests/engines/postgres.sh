#!/usr/bin/env bash
# A PostgreSQL server of its own: postgres.sh start FOLDER PORT | stop FOLDER. Data lie in FOLDER; nothing else is touched.
# Prints the address for `fadu check --on`. As root the server runs as the user `postgres`, because it refuses to run as root.
set -euo pipefail

what=${1:?start or stop} folder=${2:?folder}
bin=$(dirname "$(readlink -f "$(command -v initdb || echo /usr/lib/postgresql/15/bin/initdb)")")
[ -x "$bin/initdb" ] || { echo "initdb was not found: install postgresql" >&2; exit 3; }

as_owner() {
  if [ "$(id -u)" = 0 ]; then
    su postgres -s /bin/bash -c "$*"
  else
    bash -c "$*"
  fi
}

case $what in
  start)
    port=${3:?port}
    mkdir -p "$folder"
    [ "$(id -u)" = 0 ] && chown postgres "$folder"
    as_owner "'$bin/initdb' -D '$folder/data' -E UTF8 --locale=C -A trust -U postgres >/dev/null"
    as_owner "'$bin/pg_ctl' -D '$folder/data' -o \"-p $port -k '$folder' -h 127.0.0.1\" -w -l '$folder/log' start >/dev/null"
    echo "postgres://postgres@127.0.0.1:$port/postgres"
    ;;
  stop)
    as_owner "'$bin/pg_ctl' -D '$folder/data' -m fast -w stop >/dev/null"
    ;;
  *)
    echo "start or stop" >&2
    exit 2
    ;;
esac
