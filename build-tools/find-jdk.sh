# To be sourced (bash 3.2 or newer). Finds the JDK that the project is built and run with.
#
# find_jdk sets jdk_home and jdk_version, or explains on stderr what it found and returns 1.
# Asked in this order, the first that is new enough wins: AWA_JAVA_HOME (which must be new enough),
# JAVA_HOME, the java on the PATH, then the newest in the folders where JDKs are usually installed.

jdk_oldest=21

# Prints the full version of the JDK in folder $1, or nothing when there is none.
jdk_version_of() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if [ -f "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release"
  elif [ -f "$1/lib/modules" ]; then
    "$1/bin/java" -version 2>&1 | sed -n 's/^[^"]*version "\([^"]*\)".*/\1/p' | head -n 1
  fi
}

# Prints a number that orders versions: 21.0.10 after 21.0.9. "25-ea" counts as 25, "1.8.0" as 8.
jdk_rank() {
  local number="${1%%[-+_]*}" feature interim update rest
  number="${number#1.}"
  IFS=. read -r feature interim update rest <<EOF
$number
EOF
  case "$feature" in '' | *[!0-9]*) echo 0 && return ;; esac
  case "$interim" in '' | *[!0-9]*) interim=0 ;; esac
  case "$update" in '' | *[!0-9]*) update=0 ;; esac
  echo $((feature * 1000000 + interim * 1000 + update))
}

# Notes what was found at $1 (called $2) and returns 0 when it is new enough.
jdk_is_new_enough() {
  local version
  version="$(jdk_version_of "$1")"
  if [ -z "$version" ]; then
    jdk_seen="$jdk_seen
  no JDK     $1 ($2)"
    return 1
  fi
  jdk_seen="$jdk_seen
  JDK $version  $1 ($2)"
  [ "$(jdk_rank "$version")" -ge $((jdk_oldest * 1000000)) ] || return 1
  jdk_home="$1"
  jdk_version="$version"
}

# Prints the home of the java on the PATH, symbolic links resolved.
jdk_on_path() {
  local file link
  file="$(command -v java)" || return 0
  while [ -L "$file" ]; do
    link="$(readlink "$file")"
    case "$link" in
      /*) file="$link" ;;
      *) file="$(dirname "$file")/$link" ;;
    esac
  done
  (CDPATH= cd "$(dirname "$file")/.." && pwd -P)
}

# Looks in the usual folders; several names of one JDK are looked at once.
jdk_newest_installed() {
  local folder home rank best=0 best_home="" seen=":"
  for folder in /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$folder/bin/javac" ] || continue
    home="$(CDPATH= cd "$folder" && pwd -P)"
    case "$seen" in *":$home:"*) continue ;; esac
    seen="$seen$home:"
    rank="$(jdk_rank "$(jdk_version_of "$home")")"
    if [ "$rank" -ge $((jdk_oldest * 1000000)) ]; then
      [ "$rank" -gt "$best" ] && best="$rank" && best_home="$home"
    else
      jdk_is_new_enough "$home" "installed" || true # for the list of what was seen
    fi
  done
  [ -n "$best_home" ] && jdk_is_new_enough "$best_home" "installed"
}

find_jdk() {
  local path_home
  jdk_home="" jdk_version="" jdk_seen=""
  if [ -n "${AWA_JAVA_HOME:-}" ]; then
    jdk_is_new_enough "$AWA_JAVA_HOME" "AWA_JAVA_HOME" && return 0
    echo "AWA_JAVA_HOME must name a JDK $jdk_oldest or newer:$jdk_seen" >&2
    echo "Set it to another folder, or unset it to let awa look for one." >&2
    return 1
  else
    if [ -n "${JAVA_HOME:-}" ]; then
      jdk_is_new_enough "$JAVA_HOME" "JAVA_HOME" && return 0
    fi
    path_home="$(jdk_on_path)"
    if [ -n "$path_home" ]; then
      jdk_is_new_enough "$path_home" "java on the PATH" && return 0
    fi
    jdk_newest_installed && return 0
  fi
  cat >&2 <<EOF
awa needs a JDK $jdk_oldest or newer, and there is none here. Found:${jdk_seen:-
  nothing}
Looked at AWA_JAVA_HOME, JAVA_HOME, the PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks and
/Library/Java/JavaVirtualMachines. Install one, for example

  Debian, Ubuntu   apt install openjdk-21-jdk
  Fedora           dnf install java-21-openjdk-devel
  macOS            brew install --cask temurin
  anywhere         https://adoptium.net

or set AWA_JAVA_HOME to the folder of one that is installed elsewhere.
EOF
  return 1
}
