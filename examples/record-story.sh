#!/usr/bin/env bash
# record-story.sh NAME SECONDS STAGE PIDS_FILE [FROM=TO…]: records the whole machine with perf for SECONDS, then keeps
# of it what belongs to the story. Sourced by nobody: each example's record.sh starts its programs in the background
# and then calls this. Needs root, perf and an otherwise quiet machine. STAGE is the temporary folder that the
# programs run in; it appears as /srv/NAME in the profile. PIDS_FILE lists the story's processes, one a line; it is
# read at the end, so that processes that are started later count too.
set -euo pipefail
name=$1 seconds=$2 stage=$3 pids_file=$4
shift 4
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

setsid --wait "$here/run-first.sh" perf record -q -F 49 -a -g -o "$stage/perf.data" -- sleep "$seconds"
# +pid: by default perf prints the thread's number alone, and then nobody can tell whose thread it was.
perf script --header -F +pid -i "$stage/perf.data" 2>"$stage/perf-script.log" |
  node "$here/../scripts/run.mjs" examples/prepare-example.ts --pids "$pids_file" --path "$stage=/srv/$name" "${@/#/--path=}" |
  gzip -9n >"$here/$name/profile.perf.txt.gz"
ls -l "$here/$name/profile.perf.txt.gz"
