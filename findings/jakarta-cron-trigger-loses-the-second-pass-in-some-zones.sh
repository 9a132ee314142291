#!/usr/bin/env bash
# Package and version: jakarta.enterprise.concurrent:jakarta.enterprise.concurrent-api 3.1.1 (Maven Central).
#
# Behaviour: CronTrigger of Jakarta Concurrency, which computes its times itself, runs in both passes of the hour that comes
# twice in New York. In two other zones it leaves out the second pass: on the Chatham Islands, where 03:45 becomes 02:45 on
# 5 April 2026, a trigger of every quarter of an hour pauses for an hour and a quarter; in Troll, where 03:00 becomes 01:00 on
# 25 October 2026, an hourly one pauses for three hours.
#
# Output seen:
#   America/New_York, quarters: 2026-11-01T01:45-04:00 2026-11-01T01:00-05:00 2026-11-01T01:15-05:00
#   Pacific/Chatham, quarters: 2026-04-05T03:30+13:45 2026-04-05T03:45+12:45 2026-04-05T04:00+12:45
#   Antarctica/Troll, hourly: 2026-10-25T02:00+02:00 2026-10-25T03:00Z 2026-10-25T04:00Z
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
    <dependency><groupId>jakarta.enterprise.concurrent</groupId><artifactId>jakarta.enterprise.concurrent-api</artifactId><version>3.1.1</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import jakarta.enterprise.concurrent.CronTrigger;
import jakarta.enterprise.concurrent.LastExecution;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

class Finding {
  /** A run that took a second. */
  record Run(ZonedDateTime at) implements LastExecution {
    public String getIdentityName() {
      return null;
    }

    public Object getResult() {
      return null;
    }

    public ZonedDateTime getScheduledStart(ZoneId zone) {
      return at.withZoneSameInstant(zone);
    }

    public ZonedDateTime getRunStart(ZoneId zone) {
      return at.withZoneSameInstant(zone);
    }

    public ZonedDateTime getRunEnd(ZoneId zone) {
      return at.plusSeconds(1).withZoneSameInstant(zone);
    }
  }

  public static void main(String[] args) {
    print("quarters", "*/15 * * * *", "America/New_York", "2026-11-01T05:30:00Z");
    print("quarters", "*/15 * * * *", "Pacific/Chatham", "2026-04-04T13:30:00Z");
    print("hourly", "0 * * * *", "Antarctica/Troll", "2026-10-24T23:30:00Z");
  }

  static void print(String name, String expression, String zone, String from) {
    CronTrigger trigger = new CronTrigger(expression, ZoneId.of(zone));
    StringBuilder line = new StringBuilder(zone + ", " + name + ":");
    ZonedDateTime time = Instant.parse(from).atZone(ZoneId.of(zone));
    for (int i = 0; i < 3; i++) {
      time = trigger.getNextRunTime(new Run(time), time);
      line.append(' ').append(time.toOffsetDateTime());
    }
    System.out.println(line);
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
