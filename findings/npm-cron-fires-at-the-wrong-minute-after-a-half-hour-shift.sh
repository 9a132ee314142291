#!/usr/bin/env bash
# Package and version: cron 4.4.0 and luxon 3.7.2, beside croner 11.0.1 (npm).
#
# Behaviour: Lord Howe Island shifts its clocks by thirty minutes. In the night when they go forward from 02:00 to 02:30, cron
# runs a daily job of 02:15 twice, at 01:45 and at 02:45. An hourly job, minute 0, runs at half past one and at half past two,
# and when the clocks go back it runs at half past one once more. croner runs it at minute 0 only.
#
# Output seen:
#   15 2 * * * cron   10-03T02:15+10:30 10-04T01:45+10:30 10-04T02:45+11:00 10-05T02:15+11:00
#   15 2 * * * croner 10-03T02:15+10:30 10-04T02:30+11:00 10-05T02:15+11:00 10-06T02:15+11:00
#   0 * * * * cron   10-04T01:00+10:30 10-04T01:30+10:30 10-04T02:30+11:00 10-04T03:00+11:00
#   0 * * * * croner 10-04T01:00+10:30 10-04T03:00+11:00 10-04T04:00+11:00 10-04T05:00+11:00
#   0 * * * * cron   04-05T01:00+11:00 04-05T01:30+10:30 04-05T02:00+10:30 04-05T03:00+10:30
#   0 * * * * croner 04-05T01:00+11:00 04-05T02:00+10:30 04-05T03:00+10:30 04-05T04:00+10:30
#
# Needs: bash, Node 18 or newer with npm.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" cron@4.4.0 croner@11.0.1 luxon@3.7.2
cat > "$work/finding.mjs" << 'JS'
import { CronTime } from "cron";
import { Cron } from "croner";
import { DateTime } from "luxon";
const zone = "Australia/Lord_Howe";
const libraries = {
  cron: (expression, time) => new CronTime(expression, zone).getNextDateFrom(DateTime.fromJSDate(time, { zone })).toJSDate(),
  croner: (expression, time) => new Cron(expression, { timezone: zone, paused: true }).nextRun(time),
};
for (const [expression, start] of [
  ["15 2 * * *", "2026-10-02T12:00:00Z"],
  ["0 * * * *", "2026-10-03T14:15:00Z"],
  ["0 * * * *", "2026-04-04T13:15:00Z"],
]) {
  for (const [name, next] of Object.entries(libraries)) {
    let time = new Date(start);
    const fires = [];
    for (let i = 0; i < 4; i++) {
      time = next(expression, time);
      fires.push(DateTime.fromJSDate(time, { zone }).toFormat("MM-dd'T'HH:mmZZ"));
    }
    console.log(expression, name.padEnd(6), fires.join(" "));
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
