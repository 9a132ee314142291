#!/usr/bin/env bash
# Package and version: croner 2.2.0, chrono 0.4.45, chrono-tz 0.10.4 (Rust crates).
#
# Behaviour: two things in the hour that comes twice (New York, 1 November 2026). A schedule every fifteen minutes has no fire
# in the second pass: 01:45-04:00 is followed by 02:00-05:00, seventy-five minutes later, and four quarters are left out. And
# the search from an instant inside the second pass (01:10-05:00 = 06:10Z) answers with an instant of the first pass
# (01:30-04:00 = 05:30Z), forty minutes before the one that it was asked from.
#
# Output seen:
#   05:00Z 05:15Z 05:30Z 05:45Z 07:00Z
#   asked from 06:10Z: 05:30Z
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
croner = "=2.2.0"
chrono = "=0.4.45"
chrono-tz = "=0.10.4"
TOML
mkdir "$work/src"
cat > "$work/src/main.rs" << 'RUST'
use chrono::{DateTime, Utc};
use chrono_tz::America::New_York;
use croner::Cron;

fn main() {
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&New_York);
    let show = |time: DateTime<chrono_tz::Tz>| time.with_timezone(&Utc).format("%H:%MZ").to_string();

    let quarters = Cron::new("*/15 * * * *").parse().unwrap();
    let row: Vec<String> = quarters.iter_after(at("2026-11-01T04:59:00Z")).take(5).map(show).collect();
    println!("{}", row.join(" "));

    let daily = Cron::new("30 1 * * *").parse().unwrap();
    let next = daily.find_next_occurrence(&at("2026-11-01T06:10:00Z"), false).unwrap();
    println!("asked from 06:10Z: {}", show(next));
}
RUST
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
CARGO_TARGET_DIR="$work/target" cargo run -q --manifest-path "$work/Cargo.toml" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
