#!/usr/bin/env bash
# Records this example anew: sudo examples/node-checkout/record.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=$(mktemp -d /tmp/subsecond-example-XXXXXX)
node=$(realpath "$here"/../../node_modules/node-linux-*/bin/node)
trap 'rm -rf "$stage"' EXIT

cp "$here/program.mjs" "$stage/checkout.mjs"
# The collector on the main thread alone and a small heap, as in a container with one CPU; the two perf flags give
# perf the names of JavaScript functions, interpreted ones too.
setsid "$here/../run-first.sh" sh -c 'sleep 2; exec "$@"' - "$node" --perf-basic-prof --interpreted-frames-native-stack \
  --single-threaded-gc --no-incremental-marking --max-old-space-size=240 "$stage/checkout.mjs" 86 &
pid=$!
echo $pid >"$stage/pids"
"$here/../record-story.sh" node-checkout 90 "$stage" "$stage/pids" "$node=/usr/local/bin/node"
rm -f "/tmp/perf-$pid.map"
