#!/usr/bin/env bash
# Package and version: github.com/robfig/cron/v3 v3.0.1 (Go).
#
# Behaviour: Lord Howe Island shifts its clocks by thirty minutes, at two in the night. A daily job at nine in the morning,
# seven hours after the shift, is lost all the same: the 09:00 of 5 April 2026 and the 09:00 of 4 October 2026 never come.
# (Time zones by Go's own time/tzdata.)
#
# Output seen:
#   2026-04-04T09:00:00+11:00
#   2026-04-06T09:00:00+10:30
#   2026-10-03T09:00:00+10:30
#   2026-10-05T09:00:00+11:00
#
# Needs: bash, Go 1.21 or newer.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/go.mod" << 'MOD'
module finding

go 1.21

require github.com/robfig/cron/v3 v3.0.1
MOD
cat > "$work/main.go" << 'GO'
package main

import (
	"fmt"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

func main() {
	zone, err := time.LoadLocation("Australia/Lord_Howe")
	if err != nil {
		panic(err)
	}
	daily, err := cron.ParseStandard("0 9 * * *")
	if err != nil {
		panic(err)
	}
	for _, from := range []time.Time{
		time.Date(2026, 4, 3, 12, 0, 0, 0, zone),
		time.Date(2026, 10, 2, 12, 0, 0, 0, zone),
	} {
		first := daily.Next(from)
		fmt.Println(first.Format(time.RFC3339))
		fmt.Println(daily.Next(first).Format(time.RFC3339))
	}
}
GO
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
(cd "$work" && GOFLAGS=-mod=mod go run .) > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
