# To be sourced (bash 3.2 or newer), in the root of the repository, after find_jdk.

# is_stale <product> <folder>...: whether the product is missing or older than a POM or a main
# source of these modules.
is_stale() {
  local product="$1" folder
  shift
  [ -f "$product" ] || return 0
  for folder in "$@"; do
    [ -z "$(find pom.xml "$folder/pom.xml" "$folder/src/main" -newer "$product" 2>/dev/null |
      head -n 1)" ] || return 0
  done
  return 1
}

# build_if_stale <name> <product> <module> <folder>...: builds the module, with what it needs, when
# its product is stale. Quiet; the log is target/build-<name>.log. A second caller waits for the first.
build_if_stale() {
  local name="$1" product="$2" module="$3" lock="target/build.lock" begun log status=0
  begun="target/build-$name.begun"
  log="target/build-$name.log"
  shift 3
  is_stale "$product" "$@" || return 0
  mkdir -p target
  # The lock is a link that names the process that holds it.
  until ln -s "$$" "$lock" 2>/dev/null; do
    if kill -0 "$(readlink "$lock")" 2>/dev/null; then sleep 1; else rm -f "$lock"; fi
  done
  if is_stale "$product" "$@"; then
    echo "building $name from its sources, once: some minutes the first time; log: $PWD/$log" >&2
    touch "$begun"
    JAVA_HOME="$jdk_home" PATH="$jdk_home/bin:$PATH" ./mvnw -B -ntp -q -DskipTests -Dfmt.skip=true \
      -pl "$module" -am package >"$log" 2>&1 </dev/null || status=$?
    # Maven leaves a product that comes out the same as it was. What was edited meanwhile is stale.
    [ "$status" -ne 0 ] || touch -r "$begun" "$product"
  fi
  rm -f "$lock"
  if [ "$status" -ne 0 ]; then
    tail -n 40 "$log" >&2
    echo "building $name failed; the whole log is $PWD/$log" >&2
  fi
  return "$status"
}
