#!/usr/bin/env bash
# Records this example anew: sudo examples/java-crash-loop/record.sh (needs a JDK, 17 or newer)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=$(mktemp -d /tmp/subsecond-example-XXXXXX)
trap 'rm -rf "$stage"' EXIT

javac -d "$stage" "$here/Program.java"
: >"$stage/pids"
supervise() {
  sleep 2
  for _ in 1 2 3 4 5 6 7; do
    # The map of compiled code is written when the program ends, for perf to find names in.
    setsid "$here/../run-first.sh" java -XX:+PreserveFramePointer -XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit -Xmx512m \
      -cp "$stage" Program 11000 &
    echo $! >>"$stage/pids"
    wait $!
    sleep 0.7
  done
}
supervise &
jdk=$(dirname "$(dirname "$(realpath "$(command -v java)")")")
"$here/../record-story.sh" java-crash-loop 90 "$stage" "$stage/pids" "$jdk=/usr/lib/jvm/java"
while read -r pid; do rm -f "/tmp/perf-$pid.map"; done <"$stage/pids"
