#!/usr/bin/env bash
# Package and version: cron-utils 9.2.1 (QUARTZ definition), quartz 2.5.2 (CronExpression).
#
# Behaviour: Quartz allows ranges that wrap: hours 22-2 are 22, 23, 0, 1, 2. cron-utils accepts the same text under its QUARTZ
# definition, without a complaint, and keeps only the first value: once a night instead of five times, one month instead of
# four. Only a range of week days wraps in both.
#
# Output seen:
#   cron-utils 0 0 22-2 * * ?      01T22 02T22 03T22 04T22 05T22
#   quartz     0 0 22-2 * * ?      01T22 01T23 02T00 02T01 02T02
#   cron-utils 0 0 0 1 11-2 ?      2026-11 2027-11 2028-11 2029-11 2030-11
#   quartz     0 0 0 1 11-2 ?      2026-02 2026-11 2026-12 2027-01 2027-02
#   cron-utils 0 0 0 ? * FRI-MON   02 03 04 05 09
#   quartz     0 0 0 ? * FRI-MON   02 03 04 05 09
#
# Needs: bash, Maven, a JDK 17 or newer.
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
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.TimeZone;
import java.util.function.UnaryOperator;

class Finding {
  static final ZonedDateTime START = Instant.parse("2026-01-01T12:00:00Z").atZone(ZoneOffset.UTC);

  static void print(String name, String expression, String format, UnaryOperator<ZonedDateTime> next) {
    StringBuilder line = new StringBuilder(String.format("%-10s %-19s", name, expression));
    ZonedDateTime t = START;
    for (int i = 0; i < 5; i++) {
      t = next.apply(t);
      line.append(' ').append(t.format(DateTimeFormatter.ofPattern(format)));
    }
    System.out.println(line);
  }

  static void both(String expression, String format) throws Exception {
    ExecutionTime time = ExecutionTime.forCron(
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ)).parse(expression));
    print("cron-utils", expression, format, t -> time.nextExecution(t).orElseThrow());
    var quartz = new org.quartz.CronExpression(expression);
    quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
    print("quartz", expression, format,
        t -> quartz.getNextValidTimeAfter(Date.from(t.toInstant())).toInstant().atZone(ZoneOffset.UTC));
  }

  public static void main(String[] args) throws Exception {
    both("0 0 22-2 * * ?", "dd'T'HH");
    both("0 0 0 1 11-2 ?", "yyyy-MM");
    both("0 0 0 ? * FRI-MON", "dd");
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
