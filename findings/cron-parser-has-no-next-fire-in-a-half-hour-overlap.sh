#!/usr/bin/env bash
# Package and version: cron-parser 5.10.6 (npm).
#
# Behaviour: Lord Howe Island puts its clocks back by thirty minutes, from 02:00 to 01:30. Asked from 01:00 of that morning
# for the next fire of an hourly schedule, cron-parser throws "Invalid expression, loop limit exceeded", although the
# expression is valid. Asked an hour earlier or from inside the overlap, it answers.
#
# Output seen:
#   from 00:00+11:00 2026-04-04T14:00:00.000Z
#   from 01:00+11:00 Error: Invalid expression, loop limit exceeded
#   from 01:45+10:30 2026-04-04T15:30:00.000Z
#
# Needs: bash, Node 18 or newer with npm.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" cron-parser@5.10.6
cat > "$work/finding.mjs" << 'JS'
import { CronExpressionParser } from "cron-parser";
for (const [name, instant] of [
  ["00:00+11:00", "2026-04-04T13:00:00Z"],
  ["01:00+11:00", "2026-04-04T14:00:00Z"],
  ["01:45+10:30", "2026-04-04T15:15:00Z"],
]) {
  const expression = CronExpressionParser.parse("0 * * * *", { tz: "Australia/Lord_Howe", currentDate: new Date(instant) });
  let answer;
  try {
    answer = expression.next().toISOString();
  } catch (error) {
    answer = String(error);
  }
  console.log("from", name, answer);
}
JS
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
node "$work/finding.mjs" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
