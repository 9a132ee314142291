#!/bin/sh
# The awa command, from its archive: runs with the Java that lies beside it, else with JAVA_HOME, else with the java on
# the PATH; 21 or newer.
set -eu

file="$0"
while [ -L "$file" ]; do
  link="$(readlink "$file")"
  case "$link" in
    /*) file="$link" ;;
    *) file="$(dirname "$file")/$link" ;;
  esac
done
home="$(cd "$(dirname "$file")/.." && pwd -P)"

if [ -x "$home/runtime/bin/java" ]; then
  java="$home/runtime/bin/java"
elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java="$JAVA_HOME/bin/java"
else
  java="$(command -v java)" || {
    echo "awa needs Java 21 or newer: set JAVA_HOME, or put java on the PATH; the archive with-java brings its own" >&2
    exit 1
  }
fi

# stdout belongs to the command: whatever the JVM has to say goes to stderr, or nowhere.
set -- -jar "$home/lib/awa.jar" "$@"
case " $* " in
  *" demo "* | *" work "* | *" serve "* | *" maintain "*) set -- -Xlog:all=warning:stderr "$@" ;;
  *)
    # A short command is mostly the start of the JVM: the smallest collector, the quick compiler, and classes loaded
    # from an archive that the first run leaves behind. It is a file of this user and this version.
    cache="${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/awa"
    if mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
      stamp="$(cksum <"$home/lib/version" | tr -d ' ')"
      set -- -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$cache/awa-$stamp.jsa" "$@"
    fi
    set -- -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"
    ;;
esac
exec "$java" -XX:+IgnoreUnrecognizedVMOptions "$@"
