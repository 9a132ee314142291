#!/bin/sh
# The awa command, from its archive: runs with the Java that lies beside it, else with JAVA_HOME, else with the java on
# the PATH; 21 or newer.
set -eu

# Prints where a file is that a link may lead to.
real() {
  file="$1"
  while [ -L "$file" ]; do
    link="$(readlink -- "$file")"
    case "$link" in
      /*) file="$link" ;;
      *) file="$(dirname -- "$file")/$link" ;;
    esac
  done
  printf '%s\n' "$file"
}

file="$(real "$0")"
# With CDPATH, cd might go elsewhere, and would print where.
home="$(CDPATH= cd -- "$(dirname -- "$file")/.." && pwd -P)"

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

# An older Java would only say that it can't read the classes.
release="$(dirname -- "$(dirname -- "$(real "$java")")")/release"
if [ -r "$release" ]; then
  version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")"
  if [ "${version:-21}" -lt 21 ]; then
    echo "awa needs Java 21 or newer, and $java is of $(sed -n 's/^JAVA_VERSION=//p' "$release"): set JAVA_HOME to a newer one" >&2
    exit 1
  fi
fi

# stdout belongs to the command: whatever the JVM has to say goes to stderr, or nowhere.
# The first word alone is the command: a queue may be named work.
command="${1:-}"
[ "$command ${2:-}" != "serve hash" ] || command=hash
set -- -jar "$home/lib/awa.jar" "$@"
case "$command" in
  demo | work | serve | maintain) set -- -Xlog:all=warning:stderr "$@" ;;
  *)
    # A short command is mostly the start of the JVM: the smallest collector, the quick compiler, and classes loaded
    # from an archive that the first run leaves behind. It is a file of this user and this version.
    # Who has no home has no such file.
    cache="${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}"
    if [ -n "$cache" ] && cache="$cache/awa" && mkdir -p -- "$cache" 2>/dev/null && [ -w "$cache" ]; then
      stamp="$(cksum <"$home/lib/version" | tr -d ' ')"
      set -- -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$cache/awa-$stamp.jsa" "$@"
    fi
    set -- -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"
    ;;
esac
exec "$java" -XX:+IgnoreUnrecognizedVMOptions "$@"
