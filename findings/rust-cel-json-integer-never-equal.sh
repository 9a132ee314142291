#!/usr/bin/env bash
# Package and version: cel 0.13.0 and cel 0.15.0 (Rust crates), serde_json 1.0.145.
#
# Behaviour: cel 0.13 holds the whole numbers of a serde_json payload as unsigned, and there an unsigned number equals no
# signed one. Every literal without a "u" is signed. {"code": 3} is greater than 2 and less than 4, but not equal to 3 and not
# in [1, 2, 3], and [1, 2] is not [1, 2]. A negative number works. There is no error; a rule "payload.code == 3" is never
# true. With 0.15 the rules work as written.
#
# Output seen (rule, 0.13.0, 0.15.0):
#   payload.code > 2 && payload.code < 4  true   true
#   payload.code == 3                     false  true
#   payload.code == 3u                    true   true
#   payload.code in [1, 2, 3]             false  true
#   payload.list == [1, 2]                false  true
#   payload.minus == -1                   true   true
#   size("\u00e9")                        2      1
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
cel13 = { package = "cel", version = "=0.13.0", features = ["json"] }
cel15 = { package = "cel", version = "=0.15.0", features = ["json"] }
serde_json = "=1.0.145"
TOML
mkdir "$work/src"
cat > "$work/src/main.rs" << 'RUST'
macro_rules! evaluate {
    ($cel:ident, $rule:expr, $payload:expr) => {{
        let mut context = $cel::Context::default();
        context.add_variable("payload", $payload.clone()).unwrap();
        match $cel::Program::compile($rule).unwrap().execute(&context).unwrap() {
            $cel::Value::Bool(b) => b.to_string(),
            $cel::Value::Int(i) => i.to_string(),
            _ => "?".to_string(),
        }
    }};
}

fn main() {
    let payload: serde_json::Value = serde_json::from_str(r#"{"code": 3, "list": [1, 2], "minus": -1}"#).unwrap();
    for rule in [
        "payload.code > 2 && payload.code < 4",
        "payload.code == 3",
        "payload.code == 3u",
        "payload.code in [1, 2, 3]",
        "payload.list == [1, 2]",
        "payload.minus == -1",
        r#"size("\u00e9")"#,
    ] {
        println!("{:37} {:6} {}", rule, evaluate!(cel13, rule, payload), evaluate!(cel15, rule, payload));
    }
}
RUST
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
CARGO_TARGET_DIR="$work/target" cargo run -q --manifest-path "$work/Cargo.toml" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
