#!/usr/bin/env bash
# Records this example anew: sudo examples/checksum-bursts/record.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=$(mktemp -d /tmp/subsecond-example-XXXXXX)
trap 'rm -rf "$stage"' EXIT

cc -O1 -fno-omit-frame-pointer -fno-inline -o "$stage/storage-node" "$here/program.c" -lpthread
setsid "$here/../run-first.sh" sh -c 'sleep 2; exec "$@"' - "$stage/storage-node" 86 &
echo $! >"$stage/pids"
"$here/../record-story.sh" checksum-bursts 90 "$stage" "$stage/pids"
