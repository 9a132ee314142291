#!/usr/bin/env bash
# Package and version: github.com/grafana/grafana-foundation-sdk/go v0.0.22, Go 1.21 or newer.
#
# Behaviour: UnmarshalJSONStrict of a dashboard answers an error that is not nil for a dashboard without a fault: a list of
# errors that is empty. Its text is the empty string. Code that asks err != nil, as Go code does, refuses every good
# dashboard and prints no reason. A field that is unknown is in the list. A word that no enumeration has (displayMode "lst" of a
# legend) is not, and Validate takes it too.
#
# Output seen:
#   a good dashboard: err != nil is true, 0 errors, text ""
#   an unknown field: err != nil is true, 1 errors
#   a word that is no display mode: 0 errors, Validate 0 errors
#
# Needs: bash, Go 1.21 or newer.
set -eu

script=$(realpath "$0")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
export GOFLAGS=-modcacherw
cat > main.go << 'GO'
package main

import (
	"errors"
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func count(err error) int {
	var list cog.BuildErrors
	if errors.As(err, &list) {
		return len(list)
	}
	if err != nil {
		return -1
	}
	return 0
}

func main() {
	plugins.RegisterDefaultPlugins()
	var good, unknown, word dashboard.Dashboard
	err := good.UnmarshalJSONStrict([]byte(`{"title": "Jobs", "schemaVersion": 41, "templating": {"list": []}, "annotations": {"list": []}}`))
	fmt.Printf("a good dashboard: err != nil is %v, %d errors, text %q\n", err != nil, count(err), err)
	err = unknown.UnmarshalJSONStrict([]byte(`{"title": "Jobs", "tittle": "Jobs",
		"schemaVersion": 41, "templating": {"list": []}, "annotations": {"list": []}}`))
	fmt.Printf("an unknown field: err != nil is %v, %d errors\n", err != nil, count(err))
	err = word.UnmarshalJSONStrict([]byte(`{"title": "Jobs", "schemaVersion": 41, "templating": {"list": []}, "annotations": {"list": []}, "panels": [{"type": "timeseries", "title": "Rate",
		"options": {"legend": {"displayMode": "lst", "placement": "bottom", "showLegend": true, "calcs": []},
		"tooltip": {"mode": "single", "sort": "none"}}}]}`))
	fmt.Printf("a word that is no display mode: %d errors, Validate %d errors\n", count(err), count(word.Validate()))
}
GO
cat > go.mod << 'MOD'
module finding

go 1.21

require github.com/grafana/grafana-foundation-sdk/go v0.0.22
MOD
go mod tidy > tidy.log 2>&1 || { cat tidy.log >&2; exit 1; }
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$script" > expected
go run . > seen
cat seen
if ! diff expected seen; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
