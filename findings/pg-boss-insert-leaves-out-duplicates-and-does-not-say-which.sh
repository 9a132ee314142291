#!/usr/bin/env bash
# Package and version: pg-boss 12.38.0 on PGlite 0.5.17 (npm).
#
# Behaviour: insert of several jobs leaves out those whose singletonKey is taken, by an older job or by an earlier job of the
# same call. It answers the ids of the others without the places of those that are missing, so the second id need not be that
# of the second job: a caller that stores ids beside its own rows stores wrong ones. send of one job answers null.
#
# Output seen:
#   send b: an id
#   insert a, b, c, a: 2 ids, of a, c
#   send b: null
#
# Needs: bash, Node 20 or newer with npm.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" pg-boss@12.38.0 @electric-sql/pglite@0.5.17 2> /dev/null
cat > "$work/finding.mjs" << 'JS'
import { PgBoss } from "pg-boss";
import { PGlite } from "@electric-sql/pglite";

const database = new PGlite();
const several = async (text) => {
  const answers = await database.exec(text);
  return answers.length === 1 ? answers[0] : answers;
};
const db = { executeSql: (text, values) => (values?.length ? database.query(text, values) : several(text)) };
const boss = new PgBoss({ db, schedule: false, supervise: false });
await boss.start();
await boss.createQueue("mail", { policy: "short" });
const send = async (key) => ((await boss.send("mail", {}, { singletonKey: key })) === null ? "null" : "an id");

console.log("send b:", await send("b"));
const jobs = ["a", "b", "c", "a"].map((key) => ({ data: {}, singletonKey: key }));
const ids = await boss.insert("mail", jobs, { returnId: true });
const keys = [];
for (const id of ids) {
  keys.push((await boss.getJobById("mail", id)).singletonKey);
}
console.log(`insert a, b, c, a: ${ids.length} ids, of ${keys.join(", ")}`);
console.log("send b:", await send("b"));
await boss.stop({ graceful: false });
await database.close();
JS
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
node "$work/finding.mjs" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
