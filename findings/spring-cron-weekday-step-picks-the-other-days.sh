#!/usr/bin/env bash
# Package and version: spring-context 7.0.10 (CronExpression), cron-utils 9.2.1 (its UNIX and its SPRING53 definition), croner
# 11.0.1 and cron-parser 5.10.6 (npm).
#
# Behaviour: "*/2" as day of week. In the other libraries the week starts with 0 = Sunday, so the step gives Sunday, Tuesday,
# Thursday, Saturday. Spring counts the week from 1 = Monday and takes Monday, Wednesday, Friday, Sunday: the very days that
# the others leave out, and Sunday. The definition that cron-utils has for Spring's dialect disagrees with Spring too.
#
# Output seen:
#   spring 7.0.10          Fri Sun Mon Wed
#   cron-utils (SPRING53)  Sat Sun Tue Thu
#   cron-utils (UNIX)      Sat Sun Tue Thu
#   croner 11.0.1          Sat Sun Tue Thu
#   cron-parser 5.10.6     Sat Sun Tue Thu
#
# Needs: bash, Maven, a JDK 17 or newer, Node 18 or newer with npm.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/pom.xml" << 'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.function.UnaryOperator;

class Finding {
  static void print(String name, UnaryOperator<ZonedDateTime> next) {
    ZonedDateTime t = ZonedDateTime.parse("2026-01-01T00:00:00Z");
    StringBuilder line = new StringBuilder(String.format("%-22s", name));
    for (int i = 0; i < 4; i++) {
      t = next.apply(t);
      line.append(' ').append(t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
    }
    System.out.println(line);
  }

  static UnaryOperator<ZonedDateTime> cronUtils(CronType type, String expression) {
    ExecutionTime time = ExecutionTime.forCron(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(expression));
    return t -> time.nextExecution(t).orElseThrow();
  }

  public static void main(String[] args) {
    var spring = org.springframework.scheduling.support.CronExpression.parse("0 0 0 * * */2");
    print("spring 7.0.10", spring::next);
    print("cron-utils (SPRING53)", cronUtils(CronType.SPRING53, "0 0 0 * * */2"));
    print("cron-utils (UNIX)", cronUtils(CronType.UNIX, "0 0 * * */2"));
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
npm install --silent --no-audit --no-fund --prefix "$work" croner@11.0.1 cron-parser@5.10.6
cat > "$work/finding.mjs" << 'JS'
import { Cron } from "croner";
import { CronExpressionParser } from "cron-parser";
const start = new Date("2026-01-01T00:00:00Z");
const print = (name, next) => {
  let t = start;
  const days = [];
  for (let i = 0; i < 4; i++) {
    t = next(t);
    days.push(t.toUTCString().slice(0, 3));
  }
  console.log(name.padEnd(22), days.join(" "));
};
print("croner 11.0.1", (t) => new Cron("0 0 * * */2", { timezone: "UTC", paused: true }).nextRun(t));
print("cron-parser 5.10.6", (t) => CronExpressionParser.parse("0 0 * * */2", { tz: "UTC", currentDate: t }).next().toDate());
JS
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
node "$work/finding.mjs" >> "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
