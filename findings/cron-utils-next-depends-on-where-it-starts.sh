#!/usr/bin/env bash
# Package and version: cron-utils 9.2.1 (UNIX definition).
#
# Behaviour: "30 1 * * *" in New York on the morning when 01:30 comes twice. Which fires exist depends on the instant from
# which the library is asked, and on the direction. Asked from the evening before, or from the fire itself, 01:30 comes once
# (the first pass). Asked from 01:10 of the second pass, 01:30 comes again. lastExecution, asked at noon, names the second
# pass, which nextExecution never reaches from the first. With the date spelled out, "30 1 1 11 *", nextExecution takes the
# second pass only. So a scheduler that goes on from its last fire runs the job once; one that restarts in between, or looks
# for the latest missed fire with lastExecution, runs it twice.
#
# Output seen:
#   next from Oct 31 20:00: 2026-11-01T01:30-04:00
#   next from that fire:    2026-11-02T01:30-05:00
#   next from 01:10 -05:00: 2026-11-01T01:30-05:00
#   last at noon:           2026-11-01T01:30-05:00
#   with the date, next:    2026-11-01T01:30-05:00
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
import java.time.ZoneId;
import java.time.ZonedDateTime;

class Finding {
  static ExecutionTime time(String expression) {
    return ExecutionTime.forCron(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(expression));
  }

  static ZonedDateTime at(String instant) {
    return Instant.parse(instant).atZone(ZoneId.of("America/New_York"));
  }

  public static void main(String[] args) {
    ExecutionTime daily = time("30 1 * * *");
    ZonedDateTime first = daily.nextExecution(at("2026-11-01T00:00:00Z")).orElseThrow();
    System.out.println("next from Oct 31 20:00: " + first.toOffsetDateTime());
    System.out.println("next from that fire:    " + daily.nextExecution(first).orElseThrow().toOffsetDateTime());
    System.out.println("next from 01:10 -05:00: " + daily.nextExecution(at("2026-11-01T06:10:00Z")).orElseThrow().toOffsetDateTime());
    System.out.println("last at noon:           " + daily.lastExecution(at("2026-11-01T17:00:00Z")).orElseThrow().toOffsetDateTime());
    System.out.println("with the date, next:    "
        + time("30 1 1 11 *").nextExecution(at("2026-11-01T00:00:00Z")).orElseThrow().toOffsetDateTime());
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
