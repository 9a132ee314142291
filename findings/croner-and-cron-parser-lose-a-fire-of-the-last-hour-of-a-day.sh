#!/usr/bin/env bash
# Package and version: croner 11.0.1, cron-parser 5.10.6, beside cron 4.4.0 with luxon 3.7.2 (npm).
#
# Behaviour: a daily job whose local time does not exist, because the clocks go forward, is moved behind the gap by croner and
# by cron-parser: on 8 March 02:30 in New York becomes 03:00 or 03:30. In Greenland (America/Nuuk) the gap is the last hour of
# a day: 23:00 becomes 00:00. There both leave the job out, and cron moves it.
#
# Output seen:
#   America/New_York 30 2 * * * croner      03-07T02:30-05:00 03-08T03:00-04:00 03-09T02:30-04:00
#   America/New_York 30 2 * * * cron-parser 03-07T02:30-05:00 03-08T03:30-04:00 03-09T02:30-04:00
#   America/New_York 30 2 * * * cron        03-07T02:30-05:00 03-08T03:00-04:00 03-09T02:30-04:00
#   America/Nuuk 30 23 * * * croner      03-27T23:30-02:00 03-29T23:30-01:00 03-30T23:30-01:00
#   America/Nuuk 30 23 * * * cron-parser 03-27T23:30-02:00 03-29T23:30-01:00 03-30T23:30-01:00
#   America/Nuuk 30 23 * * * cron        03-27T23:30-02:00 03-29T00:00-01:00 03-29T23:30-01:00
#
# Needs: bash, Node 18 or newer with npm.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" cron@4.4.0 croner@11.0.1 cron-parser@5.10.6 luxon@3.7.2
cat > "$work/finding.mjs" << 'JS'
import { CronTime } from "cron";
import { CronExpressionParser } from "cron-parser";
import { Cron } from "croner";
import { DateTime } from "luxon";
const libraries = {
  croner: (expression, zone, time) => new Cron(expression, { timezone: zone, paused: true }).nextRun(time),
  "cron-parser": (expression, zone, time) =>
    CronExpressionParser.parse(expression, { tz: zone, currentDate: time }).next().toDate(),
  cron: (expression, zone, time) =>
    new CronTime(expression, zone).getNextDateFrom(DateTime.fromJSDate(time, { zone })).toJSDate(),
};
for (const [zone, expression, start] of [
  ["America/New_York", "30 2 * * *", "2026-03-06T12:00:00Z"],
  ["America/Nuuk", "30 23 * * *", "2026-03-27T12:00:00Z"],
]) {
  for (const [name, next] of Object.entries(libraries)) {
    let time = new Date(start);
    const fires = [];
    for (let i = 0; i < 3; i++) {
      time = next(expression, zone, time);
      fires.push(DateTime.fromJSDate(time, { zone }).toFormat("MM-dd'T'HH:mmZZ"));
    }
    console.log(zone, expression, name.padEnd(11), fires.join(" "));
  }
}
JS
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
node "$work/finding.mjs" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
