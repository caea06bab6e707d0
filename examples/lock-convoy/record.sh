#!/usr/bin/env bash
# Records this example anew: sudo examples/lock-convoy/record.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=$(mktemp -d /tmp/subsecond-example-XXXXXX)
trap 'rm -rf "$stage"' EXIT

cc -O1 -fno-omit-frame-pointer -fno-inline -o "$stage/settlement" "$here/program.c" -lpthread
setsid "$here/../run-first.sh" sh -c 'sleep 2; exec "$@"' - "$stage/settlement" 86 &
echo $! >"$stage/pids"
"$here/../record-story.sh" lock-convoy 90 "$stage" "$stage/pids"
