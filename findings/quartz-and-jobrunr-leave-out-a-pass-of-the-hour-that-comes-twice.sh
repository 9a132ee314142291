#!/usr/bin/env bash
# Package and version: Quartz 2.5.2, JobRunr 8.7.0, beside Spring Framework 7.0.10.
#
# Behaviour: an hourly schedule in New York on the morning when the hour from 01:00 comes twice. Spring fires in both passes,
# so an hour lies between two fires. Quartz leaves out the first pass, JobRunr the second: two hours lie between two fires. A
# job every half an hour pauses as long.
#
# Output seen:
#   Spring   00:00-04:00 01:00-04:00 01:00-05:00 02:00-05:00
#   Quartz   00:00-04:00 01:00-05:00 02:00-05:00 03:00-05:00
#   JobRunr  00:00-04:00 01:00-04:00 02:00-05:00 03:00-05:00
#   Spring   00:30-04:00 01:00-04:00 01:30-04:00 01:00-05:00 01:30-05:00 02:00-05:00
#   Quartz   00:30-04:00 01:00-05:00 01:30-05:00 02:00-05:00 02:30-05:00 03:00-05:00
#   JobRunr  00:30-04:00 01:00-04:00 01:30-04:00 02:00-05:00 02:30-05:00 03:00-05:00
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
    <dependency><groupId>org.jobrunr</groupId><artifactId>jobrunr</artifactId><version>8.7.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.TimeZone;
import java.util.function.UnaryOperator;

class Finding {
  static final ZoneId ZONE = ZoneId.of("America/New_York");

  public static void main(String[] args) throws Exception {
    look("0", Instant.parse("2026-11-01T03:30:00Z"), 4);
    look("*/30", Instant.parse("2026-11-01T04:15:00Z"), 6);
  }

  static void look(String minutes, Instant start, int fires) throws Exception {
    var spring = org.springframework.scheduling.support.CronExpression.parse("0 " + minutes + " * * * *");
    print("Spring", start, fires, time -> spring.next(time.atZone(ZONE)).toInstant());
    var quartz = new org.quartz.CronExpression("0 " + minutes + " * * * ?");
    quartz.setTimeZone(TimeZone.getTimeZone(ZONE));
    print("Quartz", start, fires, time -> quartz.getNextValidTimeAfter(Date.from(time)).toInstant());
    var jobRunr = new org.jobrunr.scheduling.cron.CronExpression(minutes + " * * * *");
    print("JobRunr", start, fires, time -> jobRunr.next(time, time, ZONE));
  }

  static void print(String name, Instant start, int fires, UnaryOperator<Instant> next) {
    StringBuilder line = new StringBuilder(String.format("%-8s", name));
    Instant time = start;
    for (int i = 0; i < fires; i++) {
      time = next.apply(time);
      line.append(' ').append(time.atZone(ZONE).toOffsetDateTime().toString().substring(11));
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
