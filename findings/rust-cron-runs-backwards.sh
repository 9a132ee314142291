#!/usr/bin/env bash
# Package and version: cron 0.17.0, chrono 0.4.45, chrono-tz 0.10.4 (Rust crates).
#
# Behaviour: the iterator over the coming fires of a schedule every fifteen minutes runs backwards in the hour that comes
# twice. It gives each local time with both of its instants before the next local time, so 01:00 (second pass) is followed by
# 01:15 (first pass), 45 minutes earlier. A loop that stops at the first fire later than now misses some that are due; a loop
# that keeps the last fire as its mark moves the mark back. A fresh search from the end of the first pass (01:50) leaves out
# the whole second pass: the next fire that it finds is 02:00, seventy minutes away.
#
# Output seen:
#   05:00Z 06:00Z 05:15Z 06:15Z 05:30Z 06:30Z 05:45Z 06:45Z 07:00Z
#   from 05:50Z: 07:00Z
#
# Needs: bash, Cargo with Rust 1.82 or newer.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/Cargo.toml" << 'TOML'
[package]
name = "finding"
version = "0.1.0"
edition = "2021"

[dependencies]
cron = "=0.17.0"
chrono = "=0.4.45"
chrono-tz = "=0.10.4"
TOML
mkdir "$work/src"
cat > "$work/src/main.rs" << 'RUST'
use chrono::{DateTime, Utc};
use chrono_tz::America::New_York;
use std::str::FromStr;

fn main() {
    let quarters = cron::Schedule::from_str("0 */15 * * * *").unwrap();
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&New_York);
    let show = |time: DateTime<chrono_tz::Tz>| time.with_timezone(&Utc).format("%H:%MZ").to_string();

    let row: Vec<String> = quarters.after(&at("2026-11-01T04:59:00Z")).take(9).map(show).collect();
    println!("{}", row.join(" "));
    println!("from 05:50Z: {}", show(quarters.after(&at("2026-11-01T05:50:00Z")).next().unwrap()));
}
RUST
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
CARGO_TARGET_DIR="$work/target" cargo run -q --manifest-path "$work/Cargo.toml" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
