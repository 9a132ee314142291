#!/usr/bin/env bash
# Package and version: cron-parser 5.10.6 (npm).
#
# Behaviour: in the night when 02:30 does not exist in New York, next() moves the fire to 03:30. prev(), asked one second
# later, does not know that fire and names the fire of the day before. In the night when 01:30 comes twice, next() names the
# first only, prev() names both. A scheduler that shows the coming fires with next(), and decides with prev() whether one is
# due, promises a fire that it never sends, and sends one that it did not promise.
#
# Output seen:
#   next              2026-03-08T07:30:00.000Z
#   prev, 1 s later   2026-03-07T07:30:00.000Z
#   next              2026-11-01T05:30:00.000Z
#   next after it     2026-11-02T06:30:00.000Z
#   prev in between   2026-11-01T06:30:00.000Z
#
# Needs: bash, Node 18 or newer with npm.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" cron-parser@5.10.6
cat > "$work/finding.mjs" << 'JS'
import { CronExpressionParser } from "cron-parser";
const at = (expression, instant) => CronExpressionParser.parse(expression, { tz: "America/New_York", currentDate: new Date(instant) });
const iso = (date) => date.toDate().toISOString();

const gap = at("30 2 * * *", "2026-03-08T00:00:00Z").next();
console.log("next             ", iso(gap));
console.log("prev, 1 s later  ", iso(at("30 2 * * *", gap.getTime() + 1000).prev()));

const first = at("30 1 * * *", "2026-11-01T00:00:00Z").next();
console.log("next             ", iso(first));
console.log("next after it    ", iso(at("30 1 * * *", first.getTime()).next()));
console.log("prev in between  ", iso(at("30 1 * * *", "2026-11-01T12:00:00Z").prev()));
JS
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
node "$work/finding.mjs" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
